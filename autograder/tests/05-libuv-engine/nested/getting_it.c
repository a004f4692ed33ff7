/* SPDX-License-Identifier: MIT */
#include "fixture.h"

GRADED(nested, the_uv_engine_gives_its_own,
       "An engine that has one gives its own.")
{
    open_with_uv(&aw_uv_ops);
    EXPECT_PTR(uv, loop.poller.ops->native(&loop.poller), "asked on uv");
    EXPECT_INT(loop.poller.nio, 0, "asked on uv: descriptors open");
    EXPECT_INT(loop.background, 0, "asked on uv");
    close_loop();
}

GRADED(nested, any_other_engine_gets_one_on_the_first_call,
       "For any other a uv_loop_t is made on the first call and nested in the "
       "loop: one descriptor, which the poller watches, and a source.")
{
    open_on(&aw_epoll_ops, NULL);
    EXPECT_PTR(loop.slot[AW_SLOT_UV], NULL, "made a loop");
    EXPECT_INT(aw_uv_get(&loop, &uv), 0, "asked on epoll");
    EXPECT(uv, "asked on epoll");
    EXPECT(loop.slot[AW_SLOT_UV], "asked on epoll");
    EXPECT(!aw_list_empty(&loop.sources), "asked on epoll");
    EXPECT_INT(loop.poller.nio, 1, "asked on epoll: descriptors open");
    EXPECT_INT(loop.background, 1, "asked on epoll: in the background");
    close_loop();
}

GRADED(nested, it_is_always_the_same_one, "always the same one")
{
    for (int i = 0; i < 2; i++) {
        uv_loop_t *again = NULL;
        size_t asked;

        open_with_uv(engines[i]);
        asked = memory.calls;
        EXPECT_INT(aw_uv_get(&loop, &again), 0, "asked twice");
        EXPECT_PTR(again, uv, "asked twice");
        EXPECT_INT(memory.calls, asked, "asked twice: requests for memory");
        close_loop();
    }
}

GRADED(nested, a_closed_loop_has_none, "the loop is closed")
{
    for (int i = 0; i < 2; i++) {
        uv_loop_t *mine = (uv_loop_t *)&memory;

        open_with_uv(engines[i]);
        close_loop();
        EXPECT_INT(aw_uv_get(&loop, &mine), -ESHUTDOWN, "asked after the end");
        EXPECT_PTR(mine, &memory, "asked after the end");
    }
}

GRADED(nested, a_failure_leaves_nothing,
       "Returns 0 and sets `*uv`, or leaves it alone")
{
    uv_loop_t *mine = NULL;

    for (int i = 0; i < 2; i++) {
        open_on(engines[i], NULL);
        memory.fail_from = memory.calls + 1;
        EXPECT_INT(aw_uv_get(&loop, &mine), -ENOMEM, "asked without memory");
        memory.fail_from = 0;
        kit_fail = (struct kit_fail){.create = 1};
        EXPECT_INT(aw_uv_get(&loop, &mine), i ? 0 : -EMFILE,
                   "asked while no descriptor can be made, on %s",
                   engines[i]->name);
        kit_fail = (struct kit_fail){0};
        EXPECT_INT(mine != NULL, i, "%s: is `*uv` set?",
                   i ? "asked on uv" : "failed on epoll");
        EXPECT_INT(aw_list_empty(&loop.sources), !i, "%s",
                   i ? "asked on uv" : "failed on epoll");
        EXPECT_INT(loop.poller.nio + loop.background, 0, "%s",
                   i ? "asked on uv" : "failed on epoll");
        EXPECT_INT(aw_uv_get(&loop, &mine), 0, "asked again");
        close_loop();
    }
}

GRADED(nested, a_poller_that_refuses_is_reported,
       "-ENOMEM, -EMFILE or another negative code that libuv or the poller has "
       "for a loop that cannot be made")
{
    uv_loop_t *mine = NULL;
    int before;

    /* The second request is the poller's: its table of descriptors. */
    kit_warm_up();
    open_on(&aw_epoll_ops, NULL);
    before = kit_open_numbers();
    memory.fail_once = memory.calls + 2;
    EXPECT_INT(aw_uv_get(&loop, &mine), -ENOMEM, "asked, the poller fails");
    EXPECT_INT(kit_open_numbers(), before, "failed: descriptors open");
    EXPECT_PTR(mine, NULL, "failed");
    EXPECT_INT(loop.poller.nio, 0, "failed: descriptors watched");
    close_loop();
}
