/* SPDX-License-Identifier: MIT */
#include "hunt_crawl.h"

#include "graded.h"
#include "graded_loop.h"

/* The pages there are: how long they take, and what comes of them. */
struct site {
    const char *url;
    int ms, bytes, saved;
};

static struct site site[] = {
    {"a", 1000, 100, 0}, {"b", 1000, 20, 0},       {"c", 1000, 3, 0},
    {"d", 500, 4, 0},    {"none", 10, -ENOENT, 0}, {"full", 10, 9, -ENOSPC},
    {"empty", 10, 0, 0}, {"byte", 20, 1, 0},
};

static struct aw_clock_virtual virtual_clock;
static int logged;

static const struct site *find(const char *url)
{
    size_t i = 0;

    while (strcmp(site[i].url, url) != 0)
        i++;
    return &site[i];
}

static int fetches(const char *url)
{
    say("get-%s", url);
    EXPECT_STR(aw_task_self()->name, url, "looked who fetches");
    aw_sleep(find(url)->ms * AW_MS);
    return find(url)->bytes;
}

static int saves(const char *url, int bytes)
{
    aw_yield();
    if (find(url)->saved == 0)
        say("put-%s-%d", url, bytes);
    return find(url)->saved;
}

static void logs(const char *name, int result)
{
    logged++;
    if (result < 0)
        say("%s=%s", name, aw_error_name(result));
    else
        say("%s+%d", name, result);
}

static int asked, total, told, alive, held; /* when it has returned */

static int crawls(void *arg)
{
    static const struct hunt_crawl crawl = {fetches, saves, logs};
    const char *const *url = arg;
    int n = 0;

    while (url[n])
        n++;
    asked = n;
    total = hunt_crawl(&crawl, url, n);
    told = logged;
    alive = (int)aw_loop_current()->live[AW_TASKS];
    held = (int)aw_loop_current()->live[AW_STACKS];
    return 0;
}

static void note_report(struct aw_loop *loop, const struct aw_report *report)
{
    (void)loop;
    say("reported-%s", aw_error_name(report->error));
}

/* Crawl these pages; returns how many milliseconds it has taken. */
static int crawl_pages(const char *const *url)
{
    struct aw_loop_options options = {.clock = &virtual_clock.clock};
    struct aw_task *task;
    struct aw_loop loop;

    aw_clock_virtual_init(&virtual_clock, 0);
    EXPECT_INT(graded_loop_init(&loop, &options), 0, "made a loop");
    loop.on_error = note_report;
    task = aw_spawn(&loop, crawls, (void *)(uintptr_t)url, AW_NAMED("main"));
    while (aw_loop_run_once(&loop) > 0)
        continue;
    EXPECT(aw_future_done(&task->future), "the crawl has ended");
    return (int)(virtual_clock.time / AW_MS);
}

/* Each test looks at this behind what it is about. */
static void looks_what_is_left(void)
{
    EXPECT_INT(told, asked, "looked how many were logged when it returned");
    EXPECT_INT(alive, 1, "looked who lived then, the caller included");
    EXPECT_INT(held, 1, "looked whose stack was held then");
}

#define CRAWL(...) crawl_pages((const char *const[]){__VA_ARGS__, NULL})

GRADED(hunt_crawl, pages_are_fetched_at_the_same_time,
       "Fetch `n` pages, up to HUNT_MOST, all at the same time.")
{
    EXPECT_INT(CRAWL("a", "b", "c"), 1000, "three pages of a second each");
    EXPECT_INT(total, 123, "added them up");
    looks_what_is_left();
}

GRADED(hunt_crawl, each_page_is_fetched_and_saved,
       "It fetches the page, and saves it if it was fetched")
{
    CRAWL("a", "d", "b");
    EXPECT_SAID("get-a get-d get-b put-d-4 d+4 put-a-100 put-b-20 a+100 b+20",
                "fetched three pages");
    looks_what_is_left();
}

GRADED(hunt_crawl, a_page_that_is_not_there_adds_nothing,
       "Returns how many bytes were fetched and saved altogether.")
{
    CRAWL("a", "none");
    EXPECT_INT(total, 100, "one of two pages is not there");
    EXPECT_SAID("get-a get-none none=ENOENT put-a-100 a+100", "and is logged");
    looks_what_is_left();
}

GRADED(hunt_crawl, a_page_that_cannot_be_saved_adds_nothing,
       "its result is the number of bytes, or the first error")
{
    CRAWL("full", "d");
    EXPECT_INT(total, 4, "one of two pages cannot be saved");
    EXPECT_SAID("get-full get-d full=ENOSPC put-d-4 d+4", "and is logged");
    looks_what_is_left();
}

GRADED(
    hunt_crawl, all_are_logged_before_it_returns,
    "once for each, in the order in which they end, and before this function "
    "returns")
{
    CRAWL("none", "none", "none");
    looks_what_is_left();
    EXPECT_SAID("get-none get-none get-none none=ENOENT none=ENOENT "
                "none=ENOENT",
                "three end in the same turn");
    EXPECT_INT(total, 0, "and none of them is there");
}

GRADED(hunt_crawl, the_last_one_may_end_first, "in the order in which they end")
{
    EXPECT_INT(CRAWL("c", "d"), 1000, "the second one is faster");
    EXPECT_SAID("get-c get-d put-d-4 d+4 put-c-3 c+3", "and logged first");
    looks_what_is_left();
}

GRADED(hunt_crawl, there_may_be_many,
       "Fetch `n` pages, up to HUNT_MOST, all at the same time.")
{
    EXPECT_INT(CRAWL("a", "b", "c", "d", "a", "b", "c", "d", "a", "b", "c", "d",
                     "a", "b", "c", "d"),
               1000, "sixteen pages");
    EXPECT_INT(total, 508, "added them up");
    looks_what_is_left();
}

enum { PAGES = sizeof(site) / sizeof(*site) };

/* No two pages end at the same moment. */
static void draw_pages(const char **url)
{
    for (size_t i = 0; i < PAGES; i++) {
        size_t place = (size_t)graded_random(i + 1);

        site[i].ms = (int)(PAGES * graded_random(100) + i);
        site[i].bytes = graded_random(4) ? (int)graded_random(1000) : -ENOENT;
        site[i].saved = graded_random(5) ? 0 : -ENOSPC;
        url[i] = url[place];
        url[place] = site[i].url;
    }
    url[1 + graded_random(PAGES)] = NULL;
}

GRADED(hunt_crawl, a_drawn_crawl_is_as_in_the_reference,
       "in the order in which they end, and before this function returns")
{
    const char *url[PAGES + 1];

    draw_pages(url);
    say("%d ms", crawl_pages(url));
    say("%d", total);
    EXPECT_AS_REFERENCE("crawled pages that take up to 0.8 s; some are not "
                        "there, some cannot be saved");
}
