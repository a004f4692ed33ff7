/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 5, LOCKS = 4, MOST_HELD = 3 };

static struct aw_task *task[FEW];

static void say_ring(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    say("[%s: %s]", r->name, r->what);
}

/* One more lock, or the end of a task that is older; says "a>b=OK". */
static int wants_one_more(int own, struct aw_lock **has, int *n)
{
    uint64_t i = graded_random(LOCKS);
    int rc;

    if (own > 0 && graded_random(8) == 0) {
        i = graded_random((uint64_t)own);
        say("%s-awaits-%s", me(), task[i]->name);
        return aw_await(&task[i]->future, NULL);
    }
    rc = graded_random(7) ? aw_lock_wait(&lock[i])
                          : (aw_lock_try(&lock[i]) ? 0 : -EAGAIN);
    say("%s>%s=%s", me(), lock[i].waiters.name, aw_error_name(rc));
    if (rc == 0)
        has[(*n)++] = &lock[i];
    return rc;
}

static int takes_several(void *arg)
{
    struct aw_lock *has[MOST_HELD];

    for (int i = 0; i < 7; i++) {
        int n = 0, rc = wait_for_own_moment();

        while (n < MOST_HELD && rc >= 0) {
            rc = wants_one_more((int)(intptr_t)arg, has, &n);
            wait_for_own_moment();
        }
        while (n > 0)
            aw_lock_release(has[--n]);
    }
    return 0;
}

GRADED(deadlock, drawn_rings_are_found_as_in_the_reference,
       "If it could never come to that, because whoever has it waits for a "
       "lock or a task that waits for this one in turn, this does not wait")
{
    open_locks(LOCKS);
    loop.on_error = say_ring;
    for (int i = 0; i < FEW; i++)
        task[i] =
            spawn((const char[]){(char)('v' + i), '\0'}, takes_several, num(i));
    ask_in_between(task, FEW, 12);
    end_all(task, FEW);
    EXPECT_AS_REFERENCE("v to z take locks a to d (v>b=OK), await each other, "
                        "say which ring is reported [v: a deadlock: ...], and "
                        "are asked to end (-v1)");
    close_locks(LOCKS);
}
