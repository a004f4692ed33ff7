/* SPDX-License-Identifier: MIT */
/* Trees out of tasks: who is in them, where they lie, and who frees them. */
#ifndef COLLECT_TESTS_H
#define COLLECT_TESTS_H

#include "../fixture.h"

/* Say the tree as its pointers have it: "p{load fetch{m1 m2} p}"; a "!" stands
 * behind whoever does not know his group. */
static inline void say_links(const struct aw_error *e,
                             const struct aw_error *in, char *text)
{
    strcat(strcat(text, e->name), e->group == in ? "" : "!");
    if (!e->first)
        return;
    strcat(text, "{");
    for (const struct aw_error *m = e->first; m; m = m->next) {
        say_links(m, e, text);
        strcat(text, m->next ? " " : "");
    }
    strcat(text, "}");
}

static inline void say_tree(const struct aw_error *tree)
{
    char text[500] = "";

    if (tree)
        say_links(tree, NULL, text);
    say("%s", tree ? text : "none");
}

static inline int grows(void *arg)
{
    int rc = grow_tree();

    (void)arg;
    say_tree(aw_errors());
    return rc;
}

static inline int grows_well(void *arg)
{
    return grows(arg) == 0;
}

#endif
