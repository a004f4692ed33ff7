/* SPDX-License-Identifier: MIT */
/* Futures: outcomes of all kinds, watches, and promises kept by a thread. */
#include <pthread.h>

#include "aw/promise.h"
#include "script.h"

static struct aw_loop loop;
static int calls, reports;

static int counts(struct aw_handle *handle)
{
    (void)handle;
    calls++;
    return 0;
}

static void hears(struct aw_loop *l, const struct aw_report *report)
{
    (void)l;
    HOLDS(report->error == -EIO && report->where);
    reports++;
}

static void over(struct aw_promise *promise, bool taken)
{
    calls += taken ? 10 : 20;
    free(promise->value);
}

static void *keeps(void *arg)
{
    struct aw_promise *promise = arg;

    HOLDS(aw_promise_settle(promise, 7, malloc(10)) == 0);
    return NULL;
}

static void hear_a_thread(bool detach)
{
    struct aw_promise promise;
    struct aw_future future;
    pthread_t thread;

    aw_future_init(&future, &loop, NULL);
    aw_promise_init(&promise, &future, over);
    if (detach)
        aw_promise_detach(&promise);
    HOLDS(pthread_create(&thread, NULL, keeps, &promise) == 0);
    HOLDS(aw_loop_run(&loop) == 0);
    pthread_join(thread, NULL);
    HOLDS(aw_future_result(&future, NULL) == (detach ? -EINPROGRESS : 7));
    aw_future_deinit(&future);
}

static int script(const struct aw_loop_options *options)
{
    struct aw_future f[5];
    struct aw_watch watch[10];
    int rc = aw_loop_init(&loop, options);

    if (rc < 0)
        return rc;
    calls = reports = 0;
    loop.on_error = hears;
    for (int i = 0; i < 5; i++) {
        aw_future_init(&f[i], &loop, NULL);
        for (int k = 0; k < 2; k++) {
            aw_watch_init(&watch[2 * i + k], counts, i != 2);
            aw_watch_start(&watch[2 * i + k], &f[i]);
        }
    }
    aw_future_resolve(&f[0], &loop);
    aw_future_fail(&f[1], -EIO);
    aw_future_fail(&f[2], -EIO); /* of this one nobody asks */
    aw_future_cancel(&f[3]);
    aw_watch_stop(&watch[8]);
    aw_watch_withdraw(&watch[9]);
    HOLDS(aw_loop_run(&loop) == 0 && calls == 9);
    for (int i = 0; i < 5; i++)
        aw_future_deinit(&f[i]);
    HOLDS(reports == 1);
    hear_a_thread(false);
    HOLDS(calls == 19);
    hear_a_thread(true);
    HOLDS(calls == 39 && loop.live[AW_FUTURES] == 0);
    aw_loop_close(&loop);
    return 0;
}

int main(int argc, char **argv)
{
    return script_main(argc, argv, script);
}
