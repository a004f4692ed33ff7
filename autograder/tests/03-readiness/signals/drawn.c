/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <signal.h>

/* Two pollers, v and w, and two alarms for each of some numbers. */
enum { NUMBERS = 6 };

static struct world drawn_world[2];
static struct alarm drawn_alarm[NUMBERS][2];
static volatile sig_atomic_t before; /* arrivals that nobody watched for */

static int number(int i)
{
    return i == 0 ? SIGUSR1 : i == 1 ? SIGHUP : SIGRTMIN + i;
}

static void was_there_before(int signo)
{
    (void)signo;
    before = before + 1;
}

static int counts(struct aw_handle *handle)
{
    struct alarm *a = aw_container_of(handle, struct alarm, handle);

    a->ran++;
    return 0;
}

/* In the order of their numbers: who of one turn comes first is open. */
static void runs(char name, struct aw_ready *ready)
{
    aw_ready_run(ready);
    for (int i = 0; i < NUMBERS; i++)
        for (int j = 0; j < 2; j++) {
            struct alarm *a = &drawn_alarm[i][j];

            if (a->ran)
                say("%c:%s%d", name, a->name, a->ran);
            a->ran = 0;
        }
}

static void asks_for_nonsense(struct world *w, struct alarm *a)
{
    static const int bad[] = {SIGCHLD, SIGKILL, SIGSTOP, 0, -1, 65, 1 << 30};
    int signo = bad[graded_random(7)];

    say("%d=%s", signo, aw_error_name(watch(w, signo, a)));
}

static void does_something(void)
{
    int which = (int)graded_random(2), i = (int)graded_random(NUMBERS);
    struct world *w = &drawn_world[which];
    struct alarm *a = &drawn_alarm[i][graded_random(2)];
    char name = "vw"[which];

    switch (graded_random(12)) {
    case 0:
        say("%c-%d=%s", name, i, aw_error_name(watch(w, number(i), NULL)));
        break;
    case 1:
        asks_for_nonsense(w, graded_random(2) ? a : NULL);
        break;
    case 2:
    case 3:
        say("%c+%s=%s", name, a->name, aw_error_name(watch(w, number(i), a)));
        break;
    case 4:
    case 5:
        say("%c|%d", name, world_poll(w, 0));
        break;
    case 6:
    case 7:
        runs(name, &w->ready);
        break;
    default:
        before = 0;
        raise(number(i));
        say(before ? "!%d-before" : "!%d", i);
    }
}

GRADED(signals, drawn_arrivals_are_told_as_in_the_reference,
       "Signals of one number that arrive before it has run count as one; no "
       "number is ever lost.")
{
    static const char *const names[NUMBERS][2] = {{"0a", "0b"}, {"1a", "1b"},
                                                  {"2a", "2b"}, {"3a", "3b"},
                                                  {"4a", "4b"}, {"5a", "5b"}};

    for (int i = 0; i < NUMBERS; i++) {
        signal(number(i), was_there_before);
        for (int j = 0; j < 2; j++) {
            alarm_init(&drawn_alarm[i][j], names[i][j]);
            drawn_alarm[i][j].handle.fn = counts;
        }
    }
    world_open(&drawn_world[0]);
    world_open(&drawn_world[1]);
    for (int i = 0; i < 250; i++)
        does_something();
    for (int which = 0; which < 2; which++) {
        aw_poller_close(&drawn_world[which].poller);
        runs("vw"[which], &drawn_world[which].ready);
    }
    for (int i = 0; i < NUMBERS; i++)
        say("%d", installed(number(i)) == was_there_before);
    EXPECT_AS_REFERENCE("v and w watch (v+0a), stop (v-0), poll (v|1) and run "
                        "(v:0a1), and signals arrive (!0)");
}
