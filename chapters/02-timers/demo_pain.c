/* SPDX-License-Identifier: MIT */
/* A thousand connections, each with a time limit, and no heap: every turn of
 * the loop looks at all of them.  Count what that costs. */
#include <stdio.h>

#include "aw/timer.h"

enum { CONNECTIONS = 1000, TURNS = 1000 };

static aw_time deadline[CONNECTIONS];

int main(void)
{
    struct aw_clock_virtual clock;
    long looked_at = 0, over = 0;

    aw_clock_virtual_init(&clock, 0);
    for (int i = 0; i < CONNECTIONS; i++)
        deadline[i] = aw_deadline(0, (100 + i * 97 % 100000) * AW_MS);

    for (int turn = 1; turn <= TURNS; turn++) {
        clock.clock.jump(&clock.clock, turn * AW_MS);
        for (int i = 0; i < CONNECTIONS; i++) {
            looked_at++;
            if (deadline[i] <= clock.time) {
                over++;
                deadline[i] = AW_NEVER;
            }
        }
    }
    printf("connections with a time limit    %8d\n", CONNECTIONS);
    printf("turns of the loop                %8d\n", TURNS);
    printf("deadlines looked at              %8ld\n", looked_at);
    printf("time limits that were over       %8ld\n", over);
    printf("looked at for each that was over %8ld\n", looked_at / over);
    return 0;
}
