/* SPDX-License-Identifier: MIT */
/* Two tasks take two locks, in two orders. */
#include <stdio.h>

#include "aw/sync.h"

static struct aw_lock orders, stock;

static int take_both(struct aw_lock *first, struct aw_lock *second)
{
    int rc = aw_lock_wait(first);

    if (rc < 0)
        return rc;
    aw_sleep(AW_MS); /* the database answers */
    rc = aw_lock_wait(second);
    printf("%s: %s\n", aw_task_self()->name,
           rc < 0 ? aw_error_name(rc) : "has both");
    if (rc == 0)
        aw_lock_release(second);
    aw_lock_release(first);
    return rc;
}

static int sells(void *arg)
{
    (void)arg;
    return take_both(&orders, &stock);
}

static int counts(void *arg)
{
    (void)arg;
    return take_both(&stock, &orders);
}

static void tell(struct aw_loop *loop, const struct aw_report *report)
{
    (void)loop;
    printf("%s\n", report->what);
}

static int program(void *arg)
{
    struct aw_loop *loop = aw_loop_current();
    struct aw_task *a, *b;

    (void)arg;
    loop->on_error = tell;
    aw_lock_init(&orders, "orders");
    aw_lock_init(&stock, "stock");
    a = aw_spawn(loop, sells, NULL, AW_NAMED("sells"));
    b = aw_spawn(loop, counts, NULL, AW_NAMED("counts"));
    aw_join(a, NULL);
    aw_join(b, NULL);
    aw_lock_deinit(&orders);
    aw_lock_deinit(&stock);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
