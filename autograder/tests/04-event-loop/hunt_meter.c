/* SPDX-License-Identifier: MIT */
#include "hunt_meter.h"

#include "fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>

#define MINUTE (60 * AW_SEC)

static struct hunt_meter meter;
static int from, to; /* the collector's end, the meter's end */

static void pipe_open(int *reader, int *writer)
{
    int end[2];

    EXPECT_INT(pipe2(end, O_NONBLOCK), 0, "made a pipe");
    *reader = end[0];
    *writer = end[1];
}

/* The bytes that were in the pipe already are dots. */
static void fill_pipe(void)
{
    static char dots[4096];

    memset(dots, '.', sizeof(dots));
    while (syscall(SYS_write, to, dots, sizeof(dots)) > 0)
        continue;
    while (syscall(SYS_write, to, dots, 1) > 0)
        continue;
}

static _Thread_local bool cut; /* the next write is cut short */

/* This one stands in for libc's: once, it writes two bytes and no more. */
ssize_t write(int fd, const void *buffer, size_t size)
{
    if (!cut || size <= 2)
        return syscall(SYS_write, fd, buffer, size);
    cut = false;
    size = (size_t)syscall(SYS_write, fd, buffer, 2);
    fill_pipe();
    return (ssize_t)size;
}

/* Say what has been collected since, lines apart, without the dots. */
static void collect(int fd)
{
    static char text[200 * 1024];
    size_t used = 0;
    char c;

    forget();
    while (read(fd, &c, 1) == 1)
        if (c != '.')
            text[used++] = c;
    text[used] = '\0';
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        say("[%s]", line);
}

static void counts(struct step *me)
{
    hunt_meter_count(&meter);
    later(me->name, AW_SEC);
}

static void stops_its_loop(struct step *me)
{
    (void)me;
    aw_loop_stop(aw_loop_current());
}

/* Run until `when`; everything due up to then has run. */
static void run_until(struct aw_loop *l, aw_time when)
{
    of('h')->act = stops_its_loop;
    EXPECT_INT(aw_call_at(l, &of('h')->timer, when), 0, "went on");
    EXPECT_INT(aw_loop_run(l), 1, "ran until a moment");
    forget();
}

/* A loop at 1000, a meter on it with a line every ten seconds. */
static void meter_open(void)
{
    open_loop();
    pipe_open(&from, &to);
    EXPECT_INT(hunt_meter_open(&meter, &loop, to, 10 * AW_SEC), 0,
               "opened a meter");
}

GRADED(hunt_meter, a_line_has_its_number_and_its_count,
       "A line is its number, a blank, how often hunt_meter_count was called "
       "since the line before")
{
    meter_open();
    of('a')->act = counts;
    of('b')->work = 300;
    later('a', AW_SEC / 2);
    at('b', 1000 + 10 * AW_SEC - 1);
    run_until(&loop, 1000 + 30 * AW_SEC);
    collect(from);
    EXPECT_SAID("[1 10] [2 10] [3 10]", "counted once a second for 30 s, and "
                                        "the loop was late by 299 ns once");
    hunt_meter_close(&meter);
}

GRADED(hunt_meter, a_late_line_makes_no_other_late,
       "Line number n is due n periods after the opening, however late the "
       "loop came to the lines before it.")
{
    meter_open();
    of('a')->work = 7 * AW_SEC;
    of('b')->work = 4 * AW_SEC;
    at('a', 1000 + 9 * AW_SEC);
    at('b', 1000 + 18 * AW_SEC);
    run_until(&loop, 1000 + 30 * AW_SEC);
    collect(from);
    EXPECT_SAID("[1 0] [2 0] [3 0]", "the first two lines came late");
    EXPECT_INT(clock_.time, 1000 + 30 * AW_SEC, "thirty seconds");
    hunt_meter_close(&meter);
}

GRADED(hunt_meter, a_busy_day_has_all_its_lines,
       "Line number n is due n periods after the opening")
{
    unsigned lines = 0;

    meter_open();
    for (int minute = 1; minute <= 1440; minute++) {
        of('a')->work = (aw_time)graded_random(25 * (uint64_t)AW_SEC);
        at('a', clock_.time + (aw_time)graded_random(20 * (uint64_t)AW_SEC));
        run_until(&loop, 1000 + minute * MINUTE);
        for (char c; read(from, &c, 1) == 1;)
            lines += c == '\n';
    }
    EXPECT_INT(lines, 8640, "a day in which the loop is often busy");
    hunt_meter_close(&meter);
}

GRADED(hunt_meter, a_slow_collector_stops_nobody,
       "While the collector is slow, only the meter waits for it.")
{
    meter_open();
    of('a')->act = counts;
    later('a', AW_SEC / 2);
    fill_pipe();
    run_until(&loop, 1000 + 35 * AW_SEC);
    EXPECT_INT(clock_.time, 1000 + 35 * AW_SEC, "nobody collects for 35 s");
    collect(from);
    EXPECT_SAID("", "nobody collects for 35 s");
    run_until(&loop, 1000 + 40 * AW_SEC);
    collect(from);
    EXPECT_SAID("[1 10] [4 30]", "then the collector goes on");
    run_until(&loop, 1000 + 50 * AW_SEC);
    collect(from);
    EXPECT_SAID("[5 10]", "and after ten seconds more");
    hunt_meter_close(&meter);
}

GRADED(hunt_meter, a_line_is_written_to_its_end,
       "As long as a line is not written to its end no other is begun")
{
    meter_open();
    of('a')->act = counts;
    later('a', AW_SEC / 2);
    cut = true;
    run_until(&loop, 1000 + 25 * AW_SEC);
    EXPECT_INT(clock_.time, 1000 + 25 * AW_SEC, "two bytes of a line went out");
    collect(from);
    EXPECT_SAID("[1 ]", "two bytes of a line went out");
    run_until(&loop, 1000 + 30 * AW_SEC);
    collect(from);
    EXPECT_SAID("[10] [3 20]", "then the collector goes on");
    hunt_meter_close(&meter);
}

static struct aw_loop second_loop;
static struct aw_clock_virtual second_clock;

static void second_loop_open(struct hunt_meter *m, int fd)
{
    struct aw_loop_options options = {ENGINE, &second_clock.clock, NULL};

    aw_clock_virtual_init(&second_clock, 5);
    EXPECT_INT(aw_loop_init(&second_loop, &options), 0, "made another loop");
    EXPECT_INT(hunt_meter_open(m, &second_loop, fd, AW_SEC), 0,
               "opened a meter on it");
}

GRADED(hunt_meter, the_next_loop_has_lines_too,
       "Meters may be opened on any loops, several on one and after one "
       "another.")
{
    meter_open();
    run_until(&loop, 1000 + 10 * AW_SEC);
    collect(from);
    EXPECT_SAID("[1 0]", "ten seconds on the first loop");
    hunt_meter_close(&meter);
    aw_loop_close(&loop);
    second_loop_open(&meter, to);
    run_until(&second_loop, 5 + 2 * AW_SEC);
    collect(from);
    EXPECT_SAID("[1 0] [2 0]", "two seconds on the next, a line each");
    hunt_meter_close(&meter);
    EXPECT_INT(aw_loop_run(&second_loop), 0, "closed its meter");
    aw_loop_close(&second_loop);
}

GRADED(hunt_meter, two_loops_at_once,
       "Meters may be opened on any loops, several on one and after one "
       "another.")
{
    struct hunt_meter other;
    int other_from, other_to;

    meter_open();
    pipe_open(&other_from, &other_to);
    second_loop_open(&other, other_to);
    hunt_meter_count(&other);
    run_until(&second_loop, 5 + AW_SEC);
    collect(other_from);
    EXPECT_SAID("[1 1]", "a second on the second loop");
    run_until(&loop, 1000 + 10 * AW_SEC);
    collect(from);
    EXPECT_SAID("[1 0]", "ten seconds on the first");
    hunt_meter_close(&meter);
    hunt_meter_close(&other);
    aw_loop_close(&loop);
    aw_loop_close(&second_loop);
}

GRADED(hunt_meter, a_closed_meter_lets_the_loop_go,
       "nothing is written any more, and the loop does not wait for it")
{
    meter_open();
    fill_pipe();
    run_until(&loop, 1000 + 10 * AW_SEC);
    hunt_meter_close(&meter);
    EXPECT_INT(aw_loop_run(&loop), 0, "closed it with a line half written");
    EXPECT_INT(clock_.time, 1000 + 10 * AW_SEC, "closed it after ten seconds");
    hunt_meter_close(&meter);
    aw_loop_close(&loop);
    EXPECT_INT(meter.fd, -1, "closed it");
    EXPECT_INT(close(to), 0, "the descriptor is the caller's");
}

GRADED(hunt_meter, an_error_closes_it,
       "An error other than EAGAIN closes the meter.")
{
    signal(SIGPIPE, SIG_IGN);
    meter_open();
    hunt_meter_close(&meter);
    second_loop_open(&meter, to);
    close(from);
    EXPECT_INT(aw_loop_run(&second_loop), 0, "the collector has gone");
    EXPECT_INT(meter.fd, -1, "the collector has gone");
    EXPECT_INT(second_clock.time, 5 + AW_SEC, "the first line was due");
    aw_loop_close(&second_loop);
}

static void counts_on(struct step *me)
{
    for (uint64_t n = graded_random(4); n > 0; n--)
        hunt_meter_count(&meter);
    later(me->name, (aw_time)(1 + graded_random(3000)) * AW_MS);
}

GRADED(hunt_meter, a_drawn_day_is_told_as_in_the_reference,
       "Line number n is due n periods after the opening, however late the "
       "loop came to the lines before it.")
{
    meter_open();
    of('a')->act = counts_on;
    later('a', AW_MS);
    for (int i = 0; i < 25; i++) {
        aw_time until =
            clock_.time + (aw_time)(1 + graded_random(45)) * AW_SEC + 7;

        if (graded_random(3) == 0)
            fill_pipe();
        cut = graded_random(5) == 0;
        of('b')->work = (aw_time)graded_random(25000) * AW_MS;
        at('b', clock_.time + (aw_time)graded_random(9000) * AW_MS);
        run_until(&loop, until);
        cut = false; /* the records are written, too */
        collect(from);
        EXPECT_AS_REFERENCE("counts, a busy loop and a collector that is slow "
                            "at times; collected after %d s",
                            (int)((until - 1000) / AW_SEC));
    }
    hunt_meter_close(&meter);
}
