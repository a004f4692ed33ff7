/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <sys/mman.h>
#include <sys/wait.h>

/* ---- Other faults -------------------------------------------------------*/

static void write_wild(void *arg)
{
    (void)arg;
    touched = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *touched = 1;
}

static void wild_in_a_coroutine(void)
{
    aw_coro_resume(made("a", 0, write_wild));
}

static void wild_outside(void)
{
    write_wild(NULL);
}

GRADED(fault, other_faults_end_the_program_in_silence,
       "or ends the program, and nothing is written")
{
    graded_loop_init(&loop, NULL);
    in_a_child(wild_in_a_coroutine, true);
    EXPECT_STR(wrote, "", "a coroutine wrote where it may not");
    EXPECT_ENDED_BY_SIGSEGV("a coroutine wrote where it may not");
    in_a_child(wild_outside, true);
    EXPECT_STR(wrote, "", "the program wrote where it may not");
    EXPECT_ENDED_BY_SIGSEGV("the program wrote where it may not");
}

static void guard_of_another(void)
{
    struct aw_coro *other = made("other", 0, overflow);

    touched = (char *)other->stack.base - 8;
    aw_coro_resume(made("a", 0, touch));
}

GRADED(fault, the_guard_of_another_is_another_fault,
       "its address lies in the guard of the coroutine that runs")
{
    graded_loop_init(&loop, NULL);
    in_a_child(guard_of_another, true);
    EXPECT_STR(wrote, "", "a coroutine wrote into another one's guard");
    EXPECT_ENDED_BY_SIGSEGV("a coroutine wrote into another one's guard");
}

static void leave_with_7(int signo)
{
    (void)signo;
    _exit(7);
}

static void wild_with_a_handler(void)
{
    signal(SIGSEGV, leave_with_7);
    if (aw_fault_start(&fault) < 0)
        _exit(98);
    wild_in_a_coroutine();
}

GRADED(fault, other_faults_go_to_the_handler_before,
       "it goes to the handler that was there before")
{
    graded_loop_init(&loop, NULL);
    in_a_child(wild_with_a_handler, false);
    EXPECT_STR(how_it_ended(), "exit status 7",
               "a coroutine wrote where it may not; an earlier handler exits "
               "with 7");
    EXPECT_STR(wrote, "", "a coroutine wrote where it may not");
}

static void overflow_with_a_handler(void)
{
    struct sigaction able = {.sa_handler = leave_with_7,
                             .sa_flags = SA_ONSTACK};

    sigaction(SIGSEGV, &able, NULL);
    if (aw_fault_start(&fault) < 0)
        _exit(98);
    overflow_parser();
}

GRADED(fault, an_overflow_is_always_the_end,
       "and the program is ended by SIGSEGV")
{
    graded_loop_init(&loop, NULL);
    in_a_child(overflow_with_a_handler, false);
    EXPECT_HAS(wrote, "'parser' has used up",
               "'parser' overflowed, with an earlier handler");
    EXPECT_ENDED_BY_SIGSEGV("an earlier handler would have gone on");
}

/* ---- Start and stop -----------------------------------------------------*/

static bool segv_goes_to(void (*handler)(int))
{
    struct sigaction now;

    sigaction(SIGSEGV, NULL, &now);
    return now.sa_handler == handler;
}

GRADED(fault, stopping_restores_what_was_there,
       "removed by the last who stops; then the one before is in its place "
       "again")
{
    static struct aw_fault second;
    static char mine[65536];
    stack_t now, before = {.ss_sp = mine, .ss_size = sizeof(mine)};

    signal(SIGSEGV, leave_with_7);
    sigaltstack(&before, NULL);
    EXPECT_INT(aw_fault_start(&fault), 0, "started");
    EXPECT(!segv_goes_to(leave_with_7), "started");
    EXPECT_INT(aw_fault_start(&second), 0, "started a second time");
    aw_fault_stop(&second);
    EXPECT(!segv_goes_to(leave_with_7), "stopped once, started twice");
    sigaltstack(NULL, &now);
    EXPECT_PTR(now.ss_sp, fault.stack, "stopped once, started twice");
    aw_fault_stop(&fault);
    EXPECT(segv_goes_to(leave_with_7), "stopped twice, started twice");
    sigaltstack(NULL, &now);
    EXPECT_PTR(now.ss_sp, mine, "stopped twice, started twice");
}

GRADED(fault, it_can_be_started_again,
       "The handler for SIGSEGV is installed by the first who starts")
{
    graded_loop_init(&loop, NULL);
    EXPECT_INT(aw_fault_start(&fault), 0, "started");
    aw_fault_stop(&fault);
    in_a_child(overflow_parser, true);
    EXPECT_HAS(wrote, "'parser' has used up",
               "started, stopped, started; 'parser' overflowed");
}

static int started_with;

static void start_on_it(int signo)
{
    (void)signo;
    started_with = aw_fault_start(&fault);
}

GRADED(fault, a_start_that_fails_changes_nothing,
       "Returns 0 or a negative error code; then nothing has changed.")
{
    static char mine[65536];
    stack_t other = {.ss_sp = mine, .ss_size = sizeof(mine)};
    struct sigaction usr1 = {.sa_handler = start_on_it, .sa_flags = SA_ONSTACK};

    /* An alternate stack cannot be exchanged by one who stands on it. */
    signal(SIGSEGV, leave_with_7);
    sigaltstack(&other, NULL);
    sigaction(SIGUSR1, &usr1, NULL);
    raise(SIGUSR1);
    EXPECT_INT(started_with, -EPERM, "started on an alternate stack");
    EXPECT(segv_goes_to(leave_with_7), "started on an alternate stack");
    EXPECT_INT(aw_fault_start(&fault), 0, "tried again");
    aw_fault_stop(&fault);
    EXPECT(segv_goes_to(leave_with_7), "started once, and stopped");
}
