/* SPDX-License-Identifier: MIT */
/* Four futures fail.  One of the errors is never looked at. */
#include <stdio.h>

#include "aw/future.h"

static struct aw_loop loop;

static void report(struct aw_loop *l, const struct aw_report *r)
{
    (void)l;
    printf("  reported: %s\n", aw_error_name(r->error));
}

static int listen(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);

    printf("  a watch hears of %s\n", aw_error_name(w->result));
    return 0;
}

int main(void)
{
    struct aw_future asked, watched, forgotten, cancelled;
    struct aw_watch watch;

    aw_loop_init(&loop, NULL);
    loop.on_error = report;
    aw_future_init(&asked, &loop, NULL);
    aw_future_init(&watched, &loop, NULL);
    aw_future_init(&forgotten, &loop, NULL);
    aw_future_init(&cancelled, &loop, NULL);
    aw_watch_init(&watch, listen, true);
    aw_watch_start(&watch, &watched);

    aw_future_fail(&asked, -EIO);
    aw_future_fail(&watched, -ENOENT);
    aw_future_fail(&forgotten, -EPERM);
    aw_future_cancel(&cancelled);
    printf("asked for its result: %s\n",
           aw_error_name(aw_future_result(&asked, NULL)));
    aw_loop_run(&loop);

    printf("the futures go\n");
    aw_future_deinit(&asked);
    aw_future_deinit(&watched);
    aw_future_deinit(&forgotten);
    aw_future_deinit(&cancelled);
    aw_loop_close(&loop);
    return 0;
}
