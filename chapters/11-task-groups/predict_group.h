/* SPDX-License-Identifier: MIT */
/* predict_group.h: who is asked, who is told, and in which order?
 *
 * Read a program, write down what it says, and only then let the grader run
 * it.  asyncio would say the same, but for the fourth program, which has no
 * counterpart there.
 *
 * After a wait a task says what has come of it, and when, in milliseconds from
 * the start: "a+ 5" when it went well, "a- 5" when it was broken off, "a! 5"
 * when something has failed.  "g" is a group, and says so when it is closed.
 * A prediction is one string, and all words and numbers in it have one blank
 * between. */
#ifndef PREDICT_GROUP_H
#define PREDICT_GROUP_H

#include "aw/cancel.h"
#include "aw/group.h"

/* What all programs work on.  It is the grader's, and new for each program. */
struct predict {
    struct aw_loop loop; /* its clock is virtual, and shows 0 */
    struct aw_task *p;   /* the parent */
    struct aw_group group, inner;
    int n; /* drawn anew: 2 to 9 */
};
extern struct predict p;

void predict_say(const char *word);
void predict_say_number(unsigned n);

static inline int outcome(char who, int rc)
{
    predict_say((const char[]){who,
                               rc == -ECANCELED ? '-'
                               : rc < 0         ? '!'
                                                : '+',
                               '\0'});
    return rc;
}

static inline int timed(char who, int rc)
{
    outcome(who, rc);
    predict_say_number((unsigned)(aw_loop_now(&p.loop) / AW_MS));
    return rc;
}

/* What a child does: it takes so long, and ends with that.  If it is asked to
 * end before it takes `clean` more to clean up. */
struct child {
    char who;
    int ms, rc, clean;
};

static inline int lives(void *arg)
{
    const struct child *c = arg;
    int rc = timed(c->who, aw_sleep(c->ms * AW_MS));

    if (rc >= 0)
        return c->rc;
    return c->clean > 0 ? timed(c->who, aw_sleep(c->clean * AW_MS)) : rc;
}

static inline void has(struct aw_group *group, struct child *child)
{
    aw_group_spawn(group, lives, child, NULL);
}

static inline void predict_run(aw_body fn)
{
    p.p = aw_spawn(&p.loop, fn, NULL, NULL);
}

/* ---- 1: one of three fails ----------------------------------------------*/

static inline int predict_1_p(void *arg)
{
    struct child a = {'a', 100 * p.n, 0, 3}, b = {'b', 5, -EIO, 0},
                 c = {'c', 4, 0, 0};

    (void)arg;
    aw_group_begin(&p.group);
    has(&p.group, &a);
    has(&p.group, &b);
    has(&p.group, &c);
    timed('g', aw_group_close(&p.group, timed('p', aw_sleep(AW_SEC))));
    timed('p', aw_sleep(AW_MS));
    return 0;
}

static inline void predict_program_1(void)
{
    predict_run(predict_1_p);
}

/* ---- 2: n of them fail --------------------------------------------------
 *
 * The number is that of the errors: write n for n, n+1 for one more, and so
 * on. */

static inline int fails_in_clean_up(void *arg)
{
    int rc = timed('c', aw_sleep(AW_SEC));

    (void)arg;
    timed('c', aw_sleep(3 * AW_MS));
    return rc < 0 ? -EPIPE : rc;
}

static inline int fails_now(void *arg)
{
    (void)arg;
    return -EIO;
}

static inline int predict_2_p(void *arg)
{
    unsigned errors;

    (void)arg;
    aw_group_begin(&p.group);
    aw_group_spawn(&p.group, fails_in_clean_up, NULL, NULL);
    for (int i = 0; i < p.n; i++)
        aw_group_spawn(&p.group, fails_now, NULL, NULL);
    outcome('p', aw_sleep(AW_SEC));
    timed('g', aw_group_close(&p.group, -EINVAL));
    errors = (unsigned)aw_errors_count(aw_errors());
    predict_say(errors == (unsigned)p.n       ? "n"
                : errors == (unsigned)p.n + 1 ? "n+1"
                : errors == (unsigned)p.n + 2 ? "n+2"
                                              : "?");
    return 0;
}

static inline void predict_program_2(void)
{
    predict_run(predict_2_p);
}

/* ---- 3: two groups, and a failure in each -------------------------------
 *
 * "i" is the inner group; the numbers behind the groups are the moment, and how
 * many requests there are. */

static inline int predict_3_p(void *arg)
{
    struct child a = {'a', 5, -EIO, 0}, b = {'b', 5, -EIO, 0};

    (void)arg;
    aw_group_begin(&p.group);
    has(&p.group, &a);
    aw_group_begin(&p.inner);
    has(&p.inner, &b);
    timed('i', aw_group_close(&p.inner, aw_sleep(AW_SEC)));
    predict_say_number(aw_cancelling(p.p));
    timed('g', aw_group_close(&p.group, timed('p', aw_sleep(AW_MS))));
    predict_say_number(aw_cancelling(p.p));
    timed('p', aw_sleep(AW_MS));
    return 0;
}

static inline void predict_program_3(void)
{
    predict_run(predict_3_p);
}

/* ---- 4: the first answer ------------------------------------------------
 *
 * "x" is one who comes too late to be taken. */

static inline void too_late(void *arg)
{
    (void)arg;
    predict_say("x");
}

static inline int answers(void *arg)
{
    const struct child *c = arg;
    int rc = timed(c->who, aw_sleep(c->ms * AW_MS));

    if (rc < 0)
        return rc;
    aw_group_cancel(&p.group, "an answer");
    aw_group_spawn(&p.group, answers, arg, AW_NAMED("late", .drop = too_late));
    return 0;
}

static inline int predict_4_p(void *arg)
{
    struct child a = {'a', 4, 0, 0}, b = {'b', 3, 0, 0}, c = {'c', 5, 0, 0};

    (void)arg;
    aw_group_begin(&p.group);
    aw_group_spawn(&p.group, answers, &a, NULL);
    aw_group_spawn(&p.group, answers, &b, NULL);
    aw_group_spawn(&p.group, answers, &c, NULL);
    timed('g', aw_group_close(&p.group, timed('p', aw_sleep(AW_SEC))));
    timed('p', aw_sleep(AW_MS));
    return 0;
}

static inline void predict_program_4(void)
{
    predict_run(predict_4_p);
}

/* ---- Your predictions ---------------------------------------------------*/

extern const char *const predict_1, *const predict_2, *const predict_3,
                                                          *const predict_4;

#endif
