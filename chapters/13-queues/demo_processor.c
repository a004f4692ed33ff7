/* SPDX-License-Identifier: MIT */
/* A processor of readings: three sensors with a pace of their own, two workers,
 * a queue between them, and somebody who looks at it.  When all sensors have
 * ended the queue is shut: so no worker stops before the last reading has come,
 * whichever sensor ends first. */
#include <stdio.h>

#include "aw/group.h"
#include "aw/queue.h"

enum { SENSORS = 3, WORKERS = 2, EACH = 5 };

static struct aw_queue readings;
static unsigned processed, errors;

/* Sensor n measures every so many ms; what it has measured is n * 100 + i. */
static int measures(void *arg)
{
    static const int ms[SENSORS] = {31, 47, 73};
    intptr_t n = (intptr_t)arg;
    int rc = 0;

    for (intptr_t i = 1; i <= EACH && rc == 0; i++) {
        rc = aw_sleep(ms[n] * AW_MS);
        if (rc == 0)
            rc = aw_queue_put(&readings, (void *)(n * 100 + i));
    }
    printf("sensor %d has ended\n", (int)n);
    return rc;
}

/* The third of the last sensor's is no number. */
static int process(intptr_t reading)
{
    int rc = aw_sleep(29 * AW_MS);

    if (rc < 0)
        return rc;
    return reading == 203 ? -EDOM : 0;
}

/* One reading that cannot be used is no reason to stop. */
static int works(void *arg)
{
    void *item;
    int rc;

    while ((rc = aw_queue_get(&readings, &item)) == 0) {
        rc = process((intptr_t)item);
        aw_queue_done(&readings);
        if (rc == -ECANCELED)
            return rc;
        if (rc < 0)
            errors++;
        else
            processed++;
        printf("worker %d: %03d %s\n", (int)(intptr_t)arg, (int)(intptr_t)item,
               rc < 0 ? aw_error_name(rc) : "OK");
    }
    return rc == -ESHUTDOWN ? 0 : rc;
}

static int watches(void *arg)
{
    int rc;

    (void)arg;
    while ((rc = aw_sleep(100 * AW_MS)) == 0)
        printf("-- processed %u, errors %u, waiting %zu\n", processed, errors,
               aw_queue_len(&readings));
    return rc;
}

/* Ends when all sensors have. */
static int run_sensors(void)
{
    struct aw_group sensors;

    aw_group_begin(&sensors);
    for (intptr_t n = 0; n < SENSORS; n++)
        aw_group_spawn(&sensors, measures, (void *)n, NULL);
    return aw_group_close(&sensors, 0);
}

static int program(void *arg)
{
    struct aw_queue_slot room[4];
    struct aw_group workers;
    struct aw_task *monitor = aw_spawn(aw_loop_current(), watches, NULL, NULL);
    int rc;

    (void)arg;
    aw_queue_init(&readings, aw_loop_current(),
                  &(struct aw_queue_options){.max = 4, .room = room});
    aw_group_begin(&workers);
    for (intptr_t n = 0; n < WORKERS; n++)
        aw_group_spawn(&workers, works, (void *)n, NULL);
    rc = run_sensors();
    aw_queue_shutdown(&readings);
    rc = aw_group_close(&workers, rc);
    aw_task_cancel(monitor, NULL);
    aw_join(monitor, NULL);
    aw_queue_deinit(&readings);
    printf("processed %u, errors %u\n", processed, errors);
    return rc;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
