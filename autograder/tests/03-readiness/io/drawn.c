/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { IOS = 3, WAITERS = 6, FIRST = 5 };

static struct aw_ready queue;
static struct aw_poller poller;
static struct aw_io io[IOS]; /* A, B, C on descriptors 5, 6, 7 */
static struct waiter waiter[WAITERS];
static int deeds_left;

static char name_of(const struct aw_io *it)
{
    return (char)('A' + (it - io));
}

/* Open it, on a number that is none now and then, or on an engine that does
 * not agree.  Memory that is opened may hold anything. */
static void opens(struct aw_io *it)
{
    static const int refusal[] = {0, 0, 0, 0, -EPERM, -EEXIST};
    int fd = graded_random(8) ? FIRST + (int)(it - io) : -1, rc;

    add_result = refusal[graded_random(6)];
    memset(it, 0x55, sizeof(*it));
    rc = aw_io_open(&poller, it, fd);
    say("open-%c-%s:%d", name_of(it), aw_error_name(rc), it->fd);
}

static void waits(struct aw_io *it, enum aw_dir dir)
{
    struct waiter *w = &waiter[graded_random(WAITERS)];
    int rc;

    if (w->wait.io || aw_handle_queued(&w->wait.handle))
        return;
    want_result = graded_random(6) ? 0 : -ENOMEM;
    rc = aw_io_wait(&poller, it, dir, &w->wait);
    say("%s-%s", w->name, aw_error_name(rc));
}

static void does_something(void)
{
    struct waiter *w = &waiter[graded_random(WAITERS)];
    struct aw_io *it = &io[graded_random(IOS)];
    enum aw_dir dir = graded_random(2) ? AW_READ : AW_WRITE;

    if (deeds_left-- <= 0)
        return;
    switch (graded_random(12)) {
    case 0:
    case 1:
        say("-%s%d", w->name, aw_io_unwait(&w->wait));
        break;
    case 2:
    case 3:
    case 4:
        if (it->fd >= 0)
            say("ready-%c-%s%d", name_of(it), dir == AW_READ ? "read" : "write",
                aw_io_ready(&poller, it, dir));
        break;
    case 5:
        aw_io_close(&poller, it);
        say("close-%c:%d", name_of(it), it->fd);
        break;
    default:
        if (it->fd < 0 && graded_random(8))
            opens(it);
        else
            waits(it, dir);
    }
}

static int runs_and_draws(struct aw_handle *handle)
{
    waiter_ran(handle);
    if (graded_random(2))
        does_something();
    return 0;
}

/* Who has which place: "A:a-" says that a waits to read, nobody to write. */
static void say_places(void)
{
    for (struct aw_io *it = io; it < io + IOS; it++) {
        const char *name[2] = {"-", "-"};

        for (int dir = 0; it->fd >= 0 && dir < 2; dir++)
            if (it->wait[dir])
                name[dir] =
                    aw_container_of(it->wait[dir], struct waiter, wait)->name;
        if (it->fd >= 0)
            say("%c:%s%s", name_of(it), name[0], name[1]);
    }
    say("%zu", poller.nio);
}

GRADED(io, drawn_waits_end_as_in_the_reference,
       "It has one place for a reader and one for a writer.")
{
    static const char *const names[WAITERS] = {"a", "b", "c", "d", "e", "f"};

    deeds_left = 1000;
    aw_ready_init(&queue);
    EXPECT_INT(aw_poller_open(&poller, &script, &queue, NULL), 0,
               "opened a poller");
    for (int i = 0; i < WAITERS; i++) {
        waiter_init(&waiter[i], names[i]);
        waiter[i].wait.handle.fn = runs_and_draws;
    }
    for (int i = 0; i < IOS; i++)
        io[i].fd = -1;
    for (int i = 0; i < 50; i++) {
        for (uint64_t n = graded_random(8); n > 0; n--)
            does_something();
        say("|");
        aw_ready_run(&queue);
        say_places();
    }
    deeds_left = 0;
    for (int i = 0; i < IOS; i++)
        aw_io_close(&poller, &io[i]);
    aw_ready_run(&queue);
    aw_poller_close(&poller);
    EXPECT_AS_REFERENCE("A, B and C are opened, waited for (a-OK), given up "
                        "(-a1) and closed; A:a- says that a waits to read");
}
