/* SPDX-License-Identifier: MIT */
/* What jobs write: nothing of it is trusted, all of it is bounded. */
#define _GNU_SOURCE /* memmem */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "job_internal.h"

/* ---- Output -------------------------------------------------------------*/

void capture_add(struct capture *c, const char *bytes, size_t n)
{
    while (n) {
        size_t at =
            c->total < HEAD_MAX ? c->total : (c->total - HEAD_MAX) % TAIL_MAX;
        size_t room = (c->total < HEAD_MAX ? HEAD_MAX : TAIL_MAX) - at;
        size_t part = n < room ? n : room;

        memcpy((c->total < HEAD_MAX ? c->head : c->tail) + at, bytes, part);
        c->total += part;
        bytes += part;
        n -= part;
    }
}

/* What a terminal would obey, and a NUL that would hide the rest, become '?'.
 * Who reads a report must see it as it is. */
static void make_harmless(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
            text[i] = '?';
    }
}

const char *capture_text(struct arena *arena, const struct capture *c,
                         size_t *len)
{
    char *text = arena_new(arena, HEAD_MAX + TAIL_MAX + 64), *end = text;
    size_t head = c->total < HEAD_MAX ? c->total : HEAD_MAX;
    size_t tail = c->total - head;
    size_t at = tail % TAIL_MAX; /* the ring's oldest byte, when it is full */

    memcpy(end, c->head, head);
    end += head;
    if (tail > TAIL_MAX) {
        end += snprintf(end, 64, "\n[... %zu bytes are cut here ...]\n",
                        tail - TAIL_MAX);
        memcpy(end, c->tail + at, TAIL_MAX - at);
        end += TAIL_MAX - at;
        tail = at;
    }
    memcpy(end, c->tail, tail);
    end += tail;
    *end = '\0';
    *len = (size_t)(end - text);
    make_harmless(text, *len);
    return text;
}

/* ---- Records ------------------------------------------------------------*/

bool records_init(struct records *r)
{
    unsigned char bytes[NONCE_LEN / 2];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return false;
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(r->nonce + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

/* A record that is lost leaves a gap in what is known: no test says so much,
 * so whoever floods the pipe is told apart. */
static void keep(struct records *r, const char *line, size_t n)
{
    if (r->n + n + 1 > RECORDS_MAX) {
        r->forged++;
        return;
    }
    if (r->n + n + 1 > r->room) {
        r->room = 2 * (r->n + n + 1);
        r->text = realloc(r->text, r->room);
        if (!r->text) {
            fputs("aw-grade: out of memory\n", stderr);
            exit(2);
        }
    }
    memcpy(r->text + r->n, line, n);
    r->n += n;
    r->text[r->n] = '\0';
}

/* A line, its newline with it. */
static void judge(struct records *r, const char *line, size_t n)
{
    const char *end = line + n;
    const char *nonce = memmem(line, n, r->nonce, NONCE_LEN);

    /* Somebody may have put bytes without a newline before an honest record:
     * that spoils their line, and not the record. */
    if (nonce && nonce[NONCE_LEN] != ' ') /* there is a newline, at least */
        nonce = NULL;
    if (nonce != line)
        r->forged++;
    if (nonce)
        keep(r, nonce + NONCE_LEN + 1, (size_t)(end - nonce) - NONCE_LEN - 1);
}

void records_add(struct records *r, const char *bytes, size_t n)
{
    while (n) {
        const char *newline = memchr(bytes, '\n', n);
        size_t part = newline ? (size_t)(newline - bytes) + 1 : n;

        if (r->line_len + part <= LINE_MAX_LEN)
            memcpy(r->line + r->line_len, bytes, part);
        r->line_len += part;
        if (newline) {
            if (r->line_len <= LINE_MAX_LEN)
                judge(r, r->line, r->line_len);
            else
                r->forged++; /* no record is as long as that */
            r->line_len = 0;
        }
        bytes += part;
        n -= part;
    }
}

void records_end(struct records *r)
{
    r->forged += r->line_len > 0;
    r->line_len = 0;
}

/* ---- The jails' report --------------------------------------------------*/

static void report_line(struct report *report, struct arena *arena,
                        const char *line)
{
    unsigned long main_usec = 0, all_usec = 0;

    if (strncmp(line, "failed ", 7) == 0) {
        report->failed = arena_copy(arena, line + 7);
    } else if (strcmp(line, "started") == 0) {
        report->started = true;
    } else if (sscanf(line, "exit %d %lu %lu", &report->code, &main_usec,
                      &all_usec) == 3) {
        report->ended = true;
    } else if (sscanf(line, "signal %d %lu %lu", &report->code, &main_usec,
                      &all_usec) == 3) {
        report->ended = report->signalled = true;
    } else if (sscanf(line, "usage %lu", &all_usec) != 1) {
        return;
    }
    if (main_usec)
        report->main_seconds = (double)main_usec / 1e6;
    /* The inner jail's number comes first.  It is the better one: bwrap's own
     * work is not in it. */
    if (report->all_seconds == 0)
        report->all_seconds = (double)all_usec / 1e6;
}

void report_read(struct report *report, struct arena *arena, char *text)
{
    char *rest = text, *line;

    while ((line = strtok_r(rest, "\n", &rest)))
        report_line(report, arena, line);
}
