/* SPDX-License-Identifier: MIT */
/* Errors that nobody awaits. */
#include "fixture.h"

#include <fcntl.h>

static struct aw_report told;
static int times;

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    told = *report;
    times++;
    say(l == &loop ? "(%s)" : "another", aw_error_name(report->error));
}

/* Read what is written on stderr from here on. */
static int listen_to_stderr(void)
{
    int pipe_[2];

    EXPECT_INT(pipe2(pipe_, O_NONBLOCK), 0, "made a pipe");
    dup2(pipe_[1], STDERR_FILENO);
    close(pipe_[1]);
    return pipe_[0];
}

static const char *heard(int fd)
{
    static char text[500];
    long n;

    fflush(stderr);
    n = read(fd, text, sizeof(text) - 1);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

GRADED(report, an_error_is_told_and_the_rest_still_runs,
       "Have callbacks that fail reported by aw_loop_report.")
{
    /* A9 */
    open_loop();
    loop.on_error = hears;
    of('a')->result = -EIO;
    of('b')->result = 1;
    of('c')->result = -EPERM;
    soon("abcd");
    EXPECT_INT(aw_loop_run(&loop), 0, "a and c failed, b returned 1");
    EXPECT_SAID("a (EIO) b c (EPERM) d", "a and c failed, b returned 1");
    EXPECT_INT(times, 2, "a and c failed: times that on_error was told");
}

GRADED(report, it_says_what_failed_and_how,
       "What went wrong where nobody was there to be told.")
{
    open_loop();
    loop.on_error = hears;
    of('a')->result = -EIO;
    soon("a");
    aw_loop_run(&loop);
    EXPECT_INT(told.error, -EIO, "a failed with EIO");
    EXPECT(told.fn == handle_ran, "a failed: is it a's callback that is named");
    EXPECT(told.what, "a failed: the sentence");
    EXPECT_PTR(told.subject, NULL, "a failed: `subject` is used from 06");
    EXPECT_PTR(told.name, NULL, "a failed: `name` is used from 08");
    EXPECT_PTR(told.where, NULL, "a failed: `where` is used from 06");
    of('b')->result = -ENOENT;
    later('b', 1);
    aw_loop_run(&loop);
    EXPECT(told.fn == timer_ran,
           "timer b failed: is it b's callback that is named");
    EXPECT_INT(told.error, -ENOENT, "timer b failed with ENOENT");
}

GRADED(report, a_report_reaches_on_error_as_it_is,
       "Tell `on_error`, or print the report where there is none.")
{
    const struct aw_report report = {
        "the tea is cold", -EAGAIN, handle_ran, &told, "tea", "tea.c:7"};

    open_loop();
    loop.on_error = hears;
    aw_loop_report(&loop, &report);
    EXPECT_SAID("(EAGAIN)", "reported while the loop does not run");
    EXPECT_PTR(told.what, report.what, "reported");
    EXPECT(told.fn == handle_ran, "reported: is `fn` as it was");
    EXPECT_PTR(told.subject, &told, "reported");
    EXPECT_PTR(told.name, report.name, "reported");
    EXPECT_PTR(told.where, report.where, "reported");
}

GRADED(report, without_on_error_it_is_printed, "Printed is one line on stderr")
{
    int fd = listen_to_stderr();
    char begins[5];

    open_loop();
    of('a')->result = -ENOSPC;
    soon("ab");
    aw_loop_run(&loop);
    EXPECT_SAID("a b", "a failed, and there is no on_error");
    snprintf(begins, sizeof(begins), "%s", heard(fd));
    EXPECT_STR(begins, "aw: ", "a failed: how the line on stderr begins");

    aw_loop_report(&loop, &(struct aw_report){.what = "w", .error = -EIO});
    EXPECT_STR(heard(fd), "aw: w: EIO\n", "printed a report");
    aw_loop_report(&loop,
                   &(struct aw_report){"w", -EIO, NULL, NULL, "n", NULL});
    EXPECT_STR(heard(fd), "aw: w: EIO, in n\n", "and one with a name");
    aw_loop_report(&loop, &(struct aw_report){"w", -EIO, NULL, NULL, "n", "x"});
    EXPECT_STR(heard(fd), "aw: w: EIO, in n, made at x\n", "with both");
    aw_loop_report(&loop,
                   &(struct aw_report){"w", -EIO, NULL, NULL, NULL, "x"});
    EXPECT_STR(heard(fd), "aw: w: EIO, made at x\n", "with a place alone");
}

static void fails_itself(struct aw_loop *l, const struct aw_report *report)
{
    say("handler");
    if (times++ < 50)
        aw_loop_report(l, &(struct aw_report){.what = "the handler failed",
                                              .error = -ENOMEM});
    say(report->error == -EIO ? "ends" : "?");
}

GRADED(report, a_handler_that_reports_is_not_asked_again,
       "a handler that fails is not asked to handle that")
{
    int fd = listen_to_stderr();

    /* A9 */
    open_loop();
    loop.on_error = fails_itself;
    of('a')->result = of('b')->result = -EIO;
    soon("abc");
    aw_loop_run(&loop);
    EXPECT_SAID("a handler ends b handler ends c",
                "a and b failed, and so did the handler");
    EXPECT_STR(heard(fd),
               "aw: the handler failed: ENOMEM\naw: the handler failed: "
               "ENOMEM\n",
               "a and b failed, and so did the handler");
    EXPECT(loop.on_error == fails_itself, "after that: is on_error as it was");
    EXPECT(!loop.reporting, "after that");
}

static struct aw_loop other;

static void passes_on(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    say("first");
    aw_loop_report(&other, report);
}

GRADED(report, another_loop_may_be_told,
       "Tell `on_error`, or print the report where there is none.")
{
    open_loop();
    EXPECT_INT(aw_loop_init(&other, NULL), 0, "made another loop");
    loop.on_error = passes_on;
    other.on_error = hears;
    aw_loop_report(&loop, &(struct aw_report){.what = "w", .error = -EIO});
    EXPECT_SAID("first another", "the handler of one loop reports to another");
    aw_loop_close(&other);
}

static void hands_over(struct aw_loop *l, const struct aw_report *report)
{
    (void)report;
    say("first");
    l->on_error = hears;
}

static void gives_up(struct aw_loop *l, const struct aw_report *report)
{
    (void)report;
    say("last");
    l->on_error = NULL;
}

GRADED(report, a_handler_may_set_another,
       "It may do what a callback may, and set another `on_error`.")
{
    int fd = listen_to_stderr();

    open_loop();
    loop.on_error = hands_over;
    of('a')->result = of('b')->result = -EIO;
    soon("ab");
    aw_loop_run(&loop);
    EXPECT_SAID("a first b (EIO)", "the first handler set another");
    forget();
    loop.on_error = gives_up;
    soon("ab");
    aw_loop_run(&loop);
    EXPECT_SAID("a last b", "a handler took itself out");
    EXPECT_AT_LEAST(strlen(heard(fd)), 1, "b failed after that: it is printed");
}

static void helps(struct aw_loop *l, const struct aw_report *report)
{
    (void)report;
    say(aw_loop_current() == l ? "helps" : "elsewhere");
    aw_handle_cancel(&of('b')->handle);
    soon("c");
    aw_loop_stop(l);
}

GRADED(report, a_handler_may_do_what_a_callback_may,
       "It may do what a callback may, and set another `on_error`.")
{
    open_loop();
    loop.on_error = helps;
    of('a')->result = -EIO;
    soon("abd");
    EXPECT_INT(aw_loop_run(&loop), 1, "a failed, and the handler stops");
    EXPECT_SAID("a helps d", "the handler cancels b, calls c, and stops");
    aw_loop_run(&loop);
    EXPECT_SAID("a helps d c", "ran again");
}

/* ---- Drawn --------------------------------------------------------------*/

static int reports_left;

/* A handler that reports itself, lets another take its place, or goes. */
static void hears_and_draws(struct aw_loop *l, const struct aw_report *report)
{
    say("(%s,%s,%s,%s", report->what, aw_error_name(report->error),
        report->name ? report->name : "-", report->where ? report->where : "-");
    if (reports_left-- > 0 && graded_random(3) == 0)
        aw_loop_report(l, &(struct aw_report){.what = "inside", .error = -EIO});
    if (graded_random(6) == 0)
        l->on_error = NULL;
    say(")");
}

/* One line, its words joined: a word of what is said has no blank. */
static void say_the_lines(int fd)
{
    static char text[500];

    snprintf(text, sizeof(text), "%s", heard(fd));
    for (char *c = text; *c; c++)
        *c = *c == ' ' ? '_' : *c == '\n' ? '/' : *c;
    if (*text)
        say("%s", text);
}

GRADED(report, drawn_reports_are_told_as_in_the_reference,
       "A report made from inside `on_error` itself is printed: a handler that "
       "fails is not asked to handle that.")
{
    static const char *const words[] = {NULL, "tea", "x.c:12", "%s%n"};
    static const int errors[] = {-EIO, -EPERM, AW_EGROUP, -9999};
    int fd = listen_to_stderr();
    struct aw_report drawn;

    open_loop();
    reports_left = 60;
    for (int i = 0; i < 60; i++) {
        if (graded_random(4) == 0)
            loop.on_error = hears_and_draws;
        drawn = (struct aw_report){
            .what = words[1 + graded_random(3)],
            .error = errors[graded_random(4)],
            .name = words[graded_random(4)],
            .where = words[graded_random(4)],
        };
        aw_loop_report(&loop, &drawn);
        say_the_lines(fd);
    }
    EXPECT_AS_REFERENCE("made reports while a handler hears them, or nobody "
                        "does and a line is printed (aw:_tea:_EIO/)");
}
