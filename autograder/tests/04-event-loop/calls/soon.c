/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

/* ---- Soon ---------------------------------------------------------------*/

GRADED(calls, soon_is_in_order_and_once, "Call `handle` in the next turn.")
{
    /* A1 */
    open_loop();
    call_soon("cab");
    EXPECT_SAID("", "called c, a, b soon");
    aw_loop_run(&loop);
    EXPECT_SAID("c a b", "ran");
    aw_loop_run(&loop);
    EXPECT_SAID("c a b", "ran again");
}

static void cancels_b(struct step *me)
{
    (void)me;
    say(aw_handle_cancel(&of('b')->handle) ? "yes" : "no");
}

GRADED(calls, a_call_can_be_cancelled,
       "Cancel with aw_handle_cancel and aw_timer_stop.")
{
    /* A3 */
    open_loop();
    of('a')->act = cancels_b;
    of('c')->act = cancels_b;
    call_soon("abc");
    aw_loop_run(&loop);
    EXPECT_SAID("a yes c no", "a cancelled b, and so did c");
}

GRADED(calls, calling_twice_is_misuse, "Queueing it twice is misuse.")
{
    open_loop();
    call_soon("a");
    EXPECT_MISUSE(aw_call_soon(&loop, &of('a')->handle), "",
                  "called a soon that is queued");
    aw_loop_run(&loop);
    EXPECT_SAID("a", "ran");
}

/* ---- After the close ----------------------------------------------------*/

GRADED(calls, a_closed_loop_refuses,
       "Each returns 0, or -ESHUTDOWN after aw_loop_close: then nothing is "
       "queued.")
{
    struct line late;

    /* A8 */
    open_loop();
    aw_loop_close(&loop);
    loop.clock = NULL; /* it was borrowed until the close */
    EXPECT_INT(aw_call_soon(&loop, &of('a')->handle), -ESHUTDOWN, "closed");
    EXPECT_INT(aw_call_later(&loop, &of('b')->timer, 0), -ESHUTDOWN, "closed");
    EXPECT_INT(aw_call_at(&loop, &of('c')->timer, 0), -ESHUTDOWN, "closed");
    late.io = (struct aw_io){.fd = -1};
    EXPECT_INT(watch('d', &late, AW_READ), -ESHUTDOWN, "closed, then watched");
    EXPECT(!aw_unwatch_io(&of('d')->watcher), "closed, watched, unwatched");
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, &of('e')->handle), -ESHUTDOWN,
               "closed, then watched a signal");
    EXPECT_INT(aw_loop_signal(&loop, SIGUSR1, NULL), -ESHUTDOWN, "closed");
    EXPECT(!aw_handle_queued(&of('a')->handle), "closed, then called a soon");
    EXPECT(aw_list_empty(&of('b')->timer.link), "closed, then called b later");
    EXPECT(aw_list_empty(&of('c')->timer.link), "closed, then called c at");
    EXPECT(!aw_timer_stop(&loop.timers, &of('b')->timer), "and stopped it");
}
