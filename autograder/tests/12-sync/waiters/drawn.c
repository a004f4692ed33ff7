/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { FEW = 8 };

static int waits_often(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5; i++) {
        waits(arg);
        for (uint64_t n = graded_random(3); n > 0; n--)
            aw_yield();
    }
    return 0;
}

GRADED(waiters, drawn_lines_move_as_in_the_reference,
       "Wake the first who waits still: he goes on in the next turn.")
{
    open_line();
    for (int i = 0; i < FEW; i++)
        task[i] = spawn_letter(i, waits_often);
    for (int i = 0; i < 90; i++) {
        switch (graded_random(6)) {
        case 0:
            say("wake%d", aw_waiters_wake(&line));
            break;
        case 1:
            say("first%d", aw_waiters_wake_first(&line));
            break;
        case 2:
            ask(task[graded_random(FEW)]);
            break;
        default:
            say("|%zu", line.n);
            turn();
        }
    }
    for (int i = 0; i < 5; i++) {
        while (aw_waiters_wake(&line))
            continue;
        run_all();
    }
    let_go(FEW);
    EXPECT_AS_REFERENCE("eight stand in line often, are woken (wake1, first0) "
                        "and asked to end (-a1), and go on (a+, a-, a-woken); "
                        "|3: three wait");
}
