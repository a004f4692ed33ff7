/* SPDX-License-Identifier: MIT */
#include "tune_limits.h"

struct watchdog {
    struct aw_task *watched;
    aw_time limit;
    bool barked;
};

static int watches(void *arg)
{
    struct watchdog *dog = arg;

    if (aw_sleep(dog->limit) < 0)
        return 0;
    dog->barked = true;
    aw_task_cancel(dog->watched, "too slow");
    return 0;
}

static int answer_within(struct tune_service *service, int i)
{
    struct watchdog dog = {aw_task_self(), service->limit, false};
    struct aw_task *task =
        aw_spawn(aw_loop_current(), watches, &dog, AW_NAMED("watchdog"));
    int rc = service->answer(service, i);

    aw_task_cancel(task, "not needed any more");
    aw_task_drop(task);
    if (!dog.barked)
        return rc;
    return aw_uncancel(aw_task_self()) == 0 ? -ETIMEDOUT : rc;
}

int tune_limits(struct tune_service *service, int n)
{
    int rc;

    service->good = service->late = service->bad = 0;
    for (int i = 0; i < n; i++) {
        rc = answer_within(service, i);
        if (rc == -ECANCELED)
            return rc;
        service->late += rc == -ETIMEDOUT;
        service->bad += rc < 0 && rc != -ETIMEDOUT;
        service->good += rc >= 0;
    }
    return 0;
}
