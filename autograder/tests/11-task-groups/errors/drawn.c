/* SPDX-License-Identifier: MIT */
#include "../fixture.h"

enum { NODES = 14, DEEP = 3 };

/* ---- By hand ------------------------------------------------------------*/

static struct aw_error node[NODES], *last[NODES];

/* Node `i` is in an earlier group, behind what is there. */
static void put_somewhere(int i)
{
    int in = (int)graded_random((uint64_t)i);
    struct aw_error *to = &node[in];

    while (to->code != AW_EGROUP)
        to = &node[--in];
    node[i] =
        (struct aw_error){.code = draw_code(), .where = "x.c:1", .group = to};
    if (graded_random(3) == 0)
        node[i].code = AW_EGROUP;
    node[i].name[0] = (char)('a' + i);
    *(last[in] ? &last[in]->next : &to->first) = &node[i];
    last[in] = &node[i];
}

/* A group in which there is nobody is none. */
static void make_tree(void)
{
    memset(last, 0, sizeof(last));
    node[0] = (struct aw_error){.code = AW_EGROUP, .where = "x.c:1"};
    node[0].name[0] = 'a';
    for (int i = 1; i < NODES; i++)
        put_somewhere(i);
    for (int i = 0; i < NODES; i++)
        if (!node[i].first && node[i].code == AW_EGROUP)
            node[i].code = -EPIPE;
}

/* ---- Out of tasks -------------------------------------------------------*/

static int fails(void *arg)
{
    struct aw_group mine;
    int deep = (int)(intptr_t)arg;

    if (deep == 0 || graded_random(3) == 0)
        return draw_code();
    aw_group_begin(&mine);
    for (uint64_t n = 1 + graded_random(4); n > 0; n--) {
        const char *name = next_name();

        if (name)
            aw_group_spawn(&mine, fails, num(deep - 1), AW_NAMED(name));
        aw_sleep(DEEP * AW_MS); /* they have failed, one behind the other */
    }
    return aw_group_close(&mine, graded_random(3) ? 0 : draw_code());
}

static int wanted[2];

static bool is_wanted(int error)
{
    return error == wanted[0] || error == wanted[1];
}

static int handles(void *arg)
{
    int rc = fails(arg);

    for (int i = 0; i < 5; i++) {
        say("%s:%zu", aw_error_name(rc), aw_errors_count(aw_errors()));
        wanted[0] = draw_code();
        wanted[1] = draw_code();
        if (graded_random(3))
            rc = aw_except(rc, wanted[0], graded_random(3) ? say_error : NULL,
                           NULL);
        else
            rc = aw_except_if(rc, is_wanted, say_error, NULL);
        say("|");
        say_errors();
    }
    return 0;
}

GRADED(errors, drawn_trees_are_handled_as_in_the_reference,
       "With AW_EGROUP, errors of that code are taken out of aw_errors()")
{
    make_tree();
    for (int i = 0; i < NODES; i += 1 + (int)graded_random(4)) {
        say("%c/%zu:", (char)('a' + i), aw_errors_count(&node[i]));
        aw_errors_each(&node[i], say_error, NULL);
    }
    aw_errors_print(&node[0], say_line, NULL);
    EXPECT_AS_REFERENCE("a tree made by hand: counted (c/3: in c are three) "
                        "and walked from some places on (e:EIO), and printed");
    open_all();
    for (int i = 0; i < 4; i++) {
        letters = 0;
        run_parent(handles, num(DEEP));
    }
    EXPECT_AS_REFERENCE("a tree out of tasks (AW_EGROUP:3, three errors), of "
                        "which some kinds are handled (b:EIO) | and who "
                        "is left");
    close_clean();
}
