/* SPDX-License-Identifier: MIT */
/* Tests of aw_handle_cancel, read off its contract: one for each sentence.
 *
 * A test of a cancel that only looks at what cancel returned finds the
 * harmless mistakes.  The others show later: in who is called, in what is
 * pushed next, in what a second cancel tears out. [probe-after] */
#include <criterion/criterion.h>

#include "aw/ready.h"

struct step {
    struct aw_handle handle;
    int calls;
};

static struct aw_ready ready;
static struct step a, b, c;

static int count(struct aw_handle *handle)
{
    aw_container_of(handle, struct step, handle)->calls++;
    return 0;
}

static void arrange(void)
{
    aw_ready_init(&ready);
    a.calls = b.calls = c.calls = 0;
    aw_handle_init(&a.handle, count);
    aw_handle_init(&b.handle, count);
    aw_handle_init(&c.handle, count);
}

Test(cancel, only_the_cancelled_one_is_not_called)
{
    arrange();
    aw_ready_push(&ready, &a.handle);
    aw_ready_push(&ready, &b.handle);
    aw_ready_push(&ready, &c.handle);

    aw_handle_cancel(&b.handle);
    aw_ready_run(&ready);

    cr_assert(a.calls == 1);
    cr_assert(b.calls == 0);
    cr_assert(c.calls == 1);
}

Test(cancel, it_tells_whether_there_was_something_to_cancel)
{
    arrange();
    cr_assert(!aw_handle_cancel(&a.handle));
    aw_ready_push(&ready, &a.handle);

    cr_assert(aw_handle_cancel(&a.handle));
    cr_assert(!aw_handle_cancel(&a.handle));
}

Test(cancel, it_leaves_the_queue_at_once)
{
    arrange();
    aw_ready_push(&ready, &a.handle);

    aw_handle_cancel(&a.handle);

    cr_assert(!aw_handle_queued(&a.handle));
    cr_assert(aw_ready_run(&ready) == 0);
}

Test(cancel, it_works_on_what_is_left_of_this_turn)
{
    arrange();
    aw_ready_push(&ready, &a.handle);
    aw_ready_push(&ready, &b.handle);
    aw_ready_turn(&ready);

    cr_assert(aw_handle_cancel(&a.handle));
    cr_assert(aw_ready_take(&ready) == &b.handle);
    cr_assert(aw_ready_take(&ready) == NULL);
}

Test(cancel, the_same_handle_can_be_pushed_again)
{
    arrange();
    aw_ready_push(&ready, &a.handle);
    aw_handle_cancel(&a.handle);
    aw_ready_push(&ready, &a.handle);

    aw_ready_run(&ready);

    cr_assert(a.calls == 1);
}

Test(cancel, what_is_pushed_behind_it_is_not_lost)
{
    arrange();
    aw_ready_push(&ready, &a.handle);
    aw_ready_push(&ready, &b.handle);

    /* The newest one: both ends of the queue have to be mended. */
    aw_handle_cancel(&b.handle);
    aw_ready_push(&ready, &c.handle);
    aw_ready_run(&ready);

    cr_assert(a.calls == 1);
    cr_assert(b.calls == 0);
    cr_assert(c.calls == 1);
}

Test(cancel, a_second_cancel_harms_nobody)
{
    arrange();
    aw_ready_push(&ready, &a.handle);
    aw_ready_push(&ready, &b.handle);
    aw_handle_cancel(&b.handle);
    aw_ready_push(&ready, &c.handle);

    aw_handle_cancel(&b.handle);
    aw_ready_run(&ready);

    cr_assert(a.calls == 1);
    cr_assert(c.calls == 1);
}
