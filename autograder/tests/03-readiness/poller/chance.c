/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <errno.h>

/* Descriptors in a random play, and what the model knows of each. */
enum { PLAYERS = 6, STEPS = 3000 };

struct player {
    int fd[2];
    struct aw_io io;
    struct waiter waiter[2];
    bool open, readable, full;
    bool waiting[2]; /* in its place */
    int status[2];   /* of a wait that must have run by now; 1: none */
};

static struct world play;
static struct player player[PLAYERS];

static bool is_ready(const struct player *p, int dir)
{
    return dir == AW_READ ? p->readable : !p->full;
}

/* One step of player `p`; `dir` matters to some.  The comment of each case
 * is what the model learns. */
static void step(struct player *p, uint64_t what, enum aw_dir dir)
{
    struct waiter *waiter = &p->waiter[dir];

    switch (what) {
    case 0: /* readable */
        p->readable |= write(p->fd[1], "x", 1) == 1;
        break;
    case 1: /* not readable */
        drain(p->fd[0]);
        p->readable = false;
        break;
    case 2: /* full */
        fill(p->fd[0]);
        p->full = true;
        break;
    case 3: /* not full */
        drain(p->fd[1]);
        p->full = false;
        break;
    case 4: /* given up: it must not run */
        aw_io_unwait(&waiter->wait);
        p->waiting[dir] = false;
        break;
    case 5: /* closed, and opened with the same number */
        aw_io_close(&play.poller, &p->io);
        for (int d = 0; d < 2; d++)
            p->status[d] = p->waiting[d] ? -EBADF : 1;
        aw_ready_run(&play.ready);
        p->open = false;
        break;
    default: /* waiting, after an EAGAIN */
        if (!p->open)
            p->open = aw_io_open(&play.poller, &p->io, p->fd[0]) == 0;
        if (!p->waiting[dir] && !is_ready(p, dir))
            p->waiting[dir] =
                aw_io_wait(&play.poller, &p->io, dir, &waiter->wait) == 0;
    }
}

/* What does not agree with the model; the first that is found. */
static char wrong_text[100];
static const char *disagreement = "none";

static void disagrees(const struct player *p, int d, const char *what, int is,
                      int should)
{
    if (disagreement == wrong_text)
        return;
    disagreement = wrong_text;
    snprintf(wrong_text, sizeof(wrong_text),
             "the %s of descriptor %d: %s %d, not %d",
             d == AW_READ ? "reader" : "writer", (int)(p - player), what, is,
             should);
}

/* Has every waiter run that must have, and none that must not? */
static void look_for_disagreement(struct player *p)
{
    for (int d = 0; d < 2; d++) {
        struct waiter *w = &p->waiter[d];
        bool must = p->status[d] != 1 || (p->waiting[d] && is_ready(p, d));
        int status = p->status[d] == 1 ? 0 : p->status[d];

        if (w->ran != must && !(w->ran == 1 && p->waiting[d]))
            disagrees(p, d, "times run", w->ran, must);
        else if (must && w->wait.status != status)
            disagrees(p, d, "status", w->wait.status, status);
        if (w->ran)
            p->waiting[d] = false;
        if (p->open && (p->io.wait[d] == &w->wait) != p->waiting[d])
            disagrees(p, d, "in its place", !p->waiting[d], p->waiting[d]);
        p->status[d] = 1;
        w->ran = 0;
    }
}

GRADED(poller, random_plays_agree_with_a_model,
       "Wait until `io` may be ready for `dir`: then `wait`'s handle is "
       "pushed, with `status` 0.")
{
    static const char *const did[] = {"made it readable", "drained it",
                                      "filled it",        "made room",
                                      "gave up a wait",   "closed it"};

    /* A30 */
    world_open(&play);
    for (int i = 0; i < PLAYERS; i++) {
        stream_open(player[i].fd);
        player[i].io.fd = -1;
        for (int d = 0; d < 2; d++) {
            waiter_init(&player[i].waiter[d], "x");
            player[i].status[d] = 1;
        }
    }
    for (int i = 0; i < STEPS; i++) {
        struct player *p = &player[graded_random(PLAYERS)];
        uint64_t what = graded_random(9), dir = graded_random(2);

        step(p, what, (enum aw_dir)dir);
        world_turn(&play);
        for (int j = 0; j < PLAYERS; j++)
            look_for_disagreement(&player[j]);
        forget();
        EXPECT_STR(disagreement, "none",
                   "step %d of a random play: descriptor %d, %s", i,
                   (int)(p - player), what < 6 ? did[what] : "waited");
    }
    for (int i = 0; i < PLAYERS; i++)
        aw_io_close(&play.poller, &player[i].io);
    aw_poller_close(&play.poller);
}
