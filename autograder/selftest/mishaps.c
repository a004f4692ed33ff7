/* SPDX-License-Identifier: MIT */
/* Programs of tasks that go wrong, one for each word: what is said of it, and
 * is the task named?  scripts.sh looks at their last words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aw/cancel.h"
#include "aw/group.h"
#include "aw/sync.h"

static struct aw_loop *here(void)
{
    return aw_loop_current();
}

static int in_a_task(aw_body fn)
{
    struct aw_task *task = aw_spawn(here(), fn, NULL, AW_NAMED("culprit"));

    return task ? aw_join(task, NULL) : -ENOMEM;
}

/* ---- Mishaps ------------------------------------------------------------*/

static int deeper(volatile char *above, int n)
{
    volatile char frame[512];

    frame[0] = above ? above[0] : 1;
    return n > 0 ? deeper(frame, n - 1) + frame[0] : 0;
}

static int overflows(void *arg)
{
    return deeper(arg, 1000000);
}

static int awaits_what_is_freed(void *arg)
{
    struct aw_future *volatile future = malloc(sizeof(*future));

    (void)arg;
    aw_future_init(future, here(), NULL);
    aw_future_resolve(future, NULL);
    aw_future_deinit(future);
    free(future);
    return aw_await(future, NULL);
}

static int closes_its_loop(void *arg)
{
    (void)arg;
    aw_loop_close(here());
    return 0;
}

static int never_called(struct aw_handle *handle)
{
    (void)handle;
    abort();
}

static int leaves_a_timer(void *arg)
{
    struct aw_timer timer;

    (void)arg;
    aw_timer_init(&timer, never_called);
    return aw_call_later(here(), &timer, AW_MS);
}

static int leaves_a_limit(void *arg)
{
    struct aw_timeout limit;

    (void)arg;
    aw_timeout_begin(&limit, aw_from_now(AW_SEC));
    return 0;
}

static int leaves_a_group(void *arg)
{
    struct aw_group group;

    aw_group_begin(&group);
    aw_group_spawn(&group, leaves_a_timer, arg, NULL);
    return 0;
}

static struct aw_lock kept;

static int ends_with_it(void *arg)
{
    (void)arg;
    return aw_lock_wait(&kept);
}

/* The one who waits is named, and so is the one who has gone. */
static int waits_for_a_lock_for_ever(void *arg)
{
    (void)arg;
    aw_lock_init(&kept, "kept");
    aw_join(aw_spawn(here(), ends_with_it, NULL, AW_NAMED("gone")), NULL);
    return aw_lock_wait(&kept);
}

static int spawns_it(void *arg)
{
    return in_a_task(*(aw_body *)arg);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *word;
        aw_body fn;
    } all[] = {
        {"overflow", overflows},
        {"freed", awaits_what_is_freed},
        {"close", closes_its_loop},
        {"timer", leaves_a_timer},
        {"scope", leaves_a_limit},
        {"group", leaves_a_group},
        {"lock", waits_for_a_lock_for_ever},
    };
    const char *word = argc > 1 ? argv[1] : "";

    if (strcmp(word, "outside") == 0)
        return aw_sleep(AW_MS);
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        if (strcmp(word, all[i].word) == 0)
            return aw_run(spawns_it, (void *)&all[i].fn, NULL);
    fprintf(stderr,
            "usage: mishaps overflow|freed|close|timer|scope|group|lock|"
            "outside\n");
    return 2;
}
