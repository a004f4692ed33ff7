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

/* Has every waiter run that must have, and none that must not? */
static bool agrees(struct player *p)
{
    bool ok = true;

    for (int d = 0; d < 2; d++) {
        struct waiter *w = &p->waiter[d];
        bool must = p->status[d] != 1 || (p->waiting[d] && is_ready(p, d));

        if (must)
            ok &= w->ran == 1 &&
                  w->wait.status == (p->status[d] == 1 ? 0 : p->status[d]);
        else
            ok &= w->ran == 0 || (w->ran == 1 && p->waiting[d]);
        if (w->ran)
            p->waiting[d] = false;
        if (p->open)
            ok &= (p->io.wait[d] == &w->wait) == p->waiting[d];
        p->status[d] = 1;
        w->ran = 0;
    }
    return ok;
}

GRADED(poller, random_plays_agree_with_a_model,
       "A wake-up may be spurious: the next try may say EAGAIN again.")
{
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
        bool ok = true;

        step(p, what, (enum aw_dir)dir);
        world_turn(&play);
        for (int j = 0; j < PLAYERS; j++)
            ok &= agrees(&player[j]);
        forget();
        EXPECT(ok, "step %d of a random play, kind %d", i, (int)what);
    }
    for (int i = 0; i < PLAYERS; i++)
        aw_io_close(&play.poller, &player[i].io);
    aw_poller_close(&play.poller);
}
