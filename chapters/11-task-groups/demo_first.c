/* SPDX-License-Identifier: MIT */
/* Three mirrors are asked, and the first answer is enough.  Then three of which
 * none has it. */
#include <stdio.h>

#include "aw/group.h"

struct query {
    struct aw_group *group;
    const char *mirror;
    int ms, answer;
    int *best;
};

static int asks(void *arg)
{
    const struct query *q = arg;
    int rc = aw_sleep(q->ms * AW_MS);

    if (rc < 0) {
        printf("  %s: not needed\n", q->mirror);
        return rc;
    }
    printf("  %s: %s\n", q->mirror, q->answer < 0 ? "unknown" : "found");
    if (q->answer >= 0) {
        *q->best = q->answer;
        aw_group_cancel(q->group, "there is an answer");
    }
    return 0;
}

static int first_answer(struct query *query, int n)
{
    struct aw_group group;
    int best = -ENOENT, rc;

    aw_group_begin(&group);
    for (int i = 0; i < n; i++) {
        query[i].group = &group;
        query[i].best = &best;
        aw_group_spawn(&group, asks, &query[i], NULL);
    }
    rc = aw_group_close(&group, 0);
    return rc < 0 ? rc : best;
}

static void look_up(const char *what, struct query *query)
{
    int rc;

    printf("%s\n", what);
    rc = first_answer(query, 3);
    if (rc < 0)
        printf("  %s\n", aw_error_name(rc));
    else
        printf("  the answer is %d\n", rc);
}

static int program(void *arg)
{
    struct query one[] = {{NULL, "near", 10, -1, NULL},
                          {NULL, "far", 30, 42, NULL},
                          {NULL, "slow", 2000, 43, NULL}};
    struct query two[] = {{NULL, "near", 10, -1, NULL},
                          {NULL, "far", 30, -1, NULL},
                          {NULL, "slow", 50, -1, NULL}};

    (void)arg;
    look_up("what one of them has", one);
    look_up("what none of them has", two);
    return 0;
}

int main(void)
{
    return aw_run(program, NULL, NULL) < 0;
}
