/* SPDX-License-Identifier: MIT */
/* A journey is booked: a flight, a room, and the money, all at the same time.
 * There is no room.  First with a gathering alone, and then with one whose
 * members are asked to end, and waited for. */
#include <stdio.h>

#include "aw/gather.h"

static int books(void *arg)
{
    int rc = aw_sleep(60 * AW_MS);

    printf("    flight: %s\n", rc < 0 ? "not booked" : "booked");
    return rc < 0 ? rc : *(int *)arg;
}

static int finds_no_room(void *arg)
{
    (void)arg;
    aw_sleep(30 * AW_MS);
    printf("    room: there is none\n");
    return -ENOENT;
}

static int pays(void *arg)
{
    int rc = aw_sleep(90 * AW_MS);

    printf("    money: %s\n", rc < 0 ? "not taken" : "taken");
    return rc < 0 ? rc : *(int *)arg;
}

static struct aw_task *task[3];
static struct aw_member member[3];

static void start(void)
{
    static const aw_body fn[] = {books, finds_no_room, pays};
    static int price = 300;

    for (int i = 0; i < 3; i++) {
        task[i] = aw_spawn(aw_loop_current(), fn[i], &price, NULL);
        member[i].future = &task[i]->future;
    }
}

static void with_a_gathering(void)
{
    start();
    printf("  journey: %s\n",
           aw_error_name(aw_gather(member, 3, AW_FAIL_FAST)));
}

static void with_an_end(void)
{
    int rc;

    start();
    rc = aw_gather(member, 3, AW_FAIL_FAST);
    for (int i = 0; rc < 0 && i < 3; i++)
        aw_task_cancel(task[i], "the journey is off");
    aw_gather(member, 3, AW_IN_PLACE);
    printf("  journey: %s\n", aw_error_name(rc));
}

static void run(const char *how, void (*journey)(void))
{
    printf("%s\n", how);
    journey();
    aw_sleep(150 * AW_MS);
    for (int i = 0; i < 3; i++)
        aw_task_drop(task[i]);
}

static int program(void *arg)
{
    (void)arg;
    run("gathered:", with_a_gathering);
    run("gathered, and ended:", with_an_end);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
