/* SPDX-License-Identifier: MIT */
#include "predict_order.h"
#include "aw/timer.h"
#include "graded.h"

/* Each program is run, and then its order is compared with the prediction. */

static struct aw_timers timers;
static struct aw_ready ready;
static struct aw_clock_virtual clock_;
static struct aw_timer a, b, c, d, e, y, z;
static struct aw_handle h, k;
static aw_time d1, d2, d3;

#define NOW         (clock_.time)
#define START(x, d) aw_timer_start(&timers, &(x), NOW + (d))
#define STOP(x)     aw_timer_stop(&timers, &(x))
#define PUSH(h)     aw_ready_push(&ready, &(h))

/* A callback of a program: prints its name, and does what `action` says. */
#define ON(prefix, name, action)                                               \
    static int prefix##_##name(struct aw_handle *handle)                       \
    {                                                                          \
        (void)handle;                                                          \
        say(#name);                                                            \
        action;                                                                \
        return 0;                                                              \
    }

ON(plain, a, )
ON(plain, b, )
ON(plain, c, )
ON(plain, d, )
ON(plain, e, )
ON(plain, y, )
ON(plain, k, )

static void draw(void)
{
    d1 = 1 + (aw_time)graded_random(50);
    d2 = d1 + 1 + (aw_time)graded_random(100);
    d3 = d2 + 1 + (aw_time)graded_random(200);
}

static void fresh(void)
{
    draw();
    aw_timers_init(&timers, NULL);
    aw_ready_init(&ready);
    aw_clock_virtual_init(&clock_, 0);
    aw_timer_init(&a, plain_a);
    aw_timer_init(&b, plain_b);
    aw_timer_init(&c, plain_c);
    aw_timer_init(&d, plain_d);
    aw_timer_init(&e, plain_e);
    aw_timer_init(&y, plain_y);
    aw_handle_init(&k, plain_k);
}

static void loop(void)
{
    for (;;) {
        if (aw_list_empty(&ready.next)) {
            aw_time next = aw_timers_next(&timers);

            if (next == AW_NEVER)
                break;
            if (next > NOW)
                clock_.clock.jump(&clock_.clock, next);
        }
        aw_timers_expire(&timers, NOW, &ready);
        aw_ready_run(&ready);
    }
    aw_timers_deinit(&timers);
}

static void check(const char *prediction, int program)
{
    EXPECT_PREDICTED(prediction, said(),
                     "ran program %d with d1 = %lld, d2 = %lld, d3 = %lld",
                     program, (long long)d1, (long long)d2, (long long)d3);
}

GRADED(predict_order, program_1,
       "equal deadlines come in the order in which they were started")
{
    fresh();
    START(a, d2);
    START(b, d1);
    START(c, d2);
    START(d, d3);
    loop();
    check(predict_1, 1);
}

GRADED(predict_order, program_2, "starting a timer again is a new start")
{
    fresh();
    START(a, d1);
    START(b, d1);
    START(c, d1);
    START(a, d1);
    START(b, d2);
    START(b, d1);
    loop();
    check(predict_2, 2);
}

ON(p3, a, STOP(c))
ON(p3, b, STOP(a); STOP(d))

GRADED(predict_order, program_3,
       "a callback stops a timer that is due together with it")
{
    fresh();
    aw_timer_init(&a, p3_a);
    aw_timer_init(&b, p3_b);
    START(a, d1);
    START(b, d1);
    START(c, d1);
    START(d, d2);
    loop();
    check(predict_3, 3);
}

ON(p4, b, aw_timer_start(&timers, &e, d1))

GRADED(predict_order, program_4,
       "the loop comes late, because somebody kept it busy")
{
    fresh();
    aw_timer_init(&b, p4_b);
    START(a, d3);
    START(b, d1);
    START(c, d2);
    clock_.clock.jump(&clock_.clock, d3);
    loop();
    check(predict_4, 4);
}

ON(p5, h, START(y, 0))
ON(p5, z, PUSH(k))

GRADED(predict_order, program_5, "timers and handles share one queue")
{
    fresh();
    aw_timer_init(&z, p5_z);
    aw_handle_init(&h, p5_h);
    START(z, 0);
    PUSH(h);
    loop();
    check(predict_5, 5);
}

ON(p6, a, START(a, d1))
ON(p6, b, START(c, d1))
ON(p6, c, STOP(a))

GRADED(predict_order, program_6, "a timer that starts itself again")
{
    fresh();
    aw_timer_init(&a, p6_a);
    aw_timer_init(&b, p6_b);
    aw_timer_init(&c, p6_c);
    START(a, d1);
    START(b, 2 * d1);
    loop();
    check(predict_6, 6);
}
