/* SPDX-License-Identifier: MIT */
/* What a task carries with it, and who else sees it. */
#include "fixture.h"

static const char user, trace;

static int get(const void *key)
{
    return (int)(intptr_t)aw_local_get(key);
}

static void set(const void *key, intptr_t value)
{
    EXPECT_INT(aw_local_set(key, num(value)), 0, "set a local");
}

/* "a:1,2": what this task has for both keys. */
static int says_locals(void *arg)
{
    say("%s:%d,%d", me(), get(&user), get(&trace));
    return (int)(intptr_t)arg;
}

static int sets_and_gets(void *arg)
{
    says_locals(NULL);
    set(&user, 1);
    says_locals(NULL);
    set(&trace, 2);
    says_locals(NULL);
    set(&user, 3);
    return says_locals(arg);
}

GRADED(locals, what_is_set_is_there, "This task's value for `key`")
{
    open_loop();
    launch("a", sets_and_gets, NULL);
    run_all();
    EXPECT_SAID("a:0,0 a:1,0 a:1,2 a:3,2", "set one, the other, and the first");
}

static int keeps_its_own(void *arg)
{
    set(&user, (intptr_t)arg);
    aw_yield();
    return says_locals(NULL);
}

GRADED(locals, each_task_has_its_own,
       "What either of them sets later is seen by nobody else.")
{
    open_loop();
    launch("a", keeps_its_own, num(1));
    launch("b", keeps_its_own, num(2));
    run_all();
    EXPECT_SAID("a:1,0 b:2,0", "two tasks set the same key");
    EXPECT_PTR(aw_local_get(&user), NULL, "asked outside of any task");
}

static int spawns_between(void *arg)
{
    set(&user, 1);
    launch("b", says_locals, NULL);
    set(&user, 2);
    set(&trace, 3);
    launch("c", says_locals, NULL);
    return says_locals(arg);
}

/* C22 */
GRADED(locals, a_child_inherits_what_there_is,
       "A task inherits what the one that spawns it has at that moment.")
{
    open_loop();
    launch("a", spawns_between, NULL);
    run_all();
    EXPECT_SAID("a:2,3 b:1,0 c:2,3", "spawned between two settings");
}

static int changes_its_own(void *arg)
{
    set(&user, (intptr_t)arg);
    set(&trace, (intptr_t)arg);
    says_locals(NULL);
    aw_yield();
    return says_locals(NULL);
}

static int has_two_children(void *arg)
{
    set(&user, 1);
    launch("b", changes_its_own, num(7));
    launch("c", says_locals, NULL);
    aw_yield();
    says_locals(NULL);
    set(&user, 2);
    aw_yield();
    return says_locals(arg);
}

GRADED(locals, what_is_set_later_is_seen_by_nobody_else,
       "What either of them sets later is seen by nobody else.")
{
    open_loop();
    launch("a", has_two_children, NULL);
    run_all();
    EXPECT_SAID("b:7,7 c:1,0 a:1,0 b:7,7 a:2,0",
                "a child has changed its own, and then the parent");
}

static int is_a_grandparent(void *arg)
{
    intptr_t depth = (intptr_t)arg;

    set(&trace, depth);
    if (depth > 0)
        launch(NULL, is_a_grandparent, num(depth - 1));
    else
        says_locals(NULL);
    return 0;
}

static int begins_a_family(void *arg)
{
    set(&user, 5);
    return is_a_grandparent(arg);
}

GRADED(locals, they_outlive_who_has_set_them,
       "until the tasks that see it have gone")
{
    struct graded_alloc alloc;
    size_t blocks;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("warm", passes, NULL);
    run_all();
    forget();
    blocks = alloc.blocks;
    launch("a", begins_a_family, num(4));
    run_all();
    EXPECT_SAID("task-6:5,0", "the last of five generations");
    EXPECT_INT(alloc.blocks, blocks, "and all of them have gone");
}

static int sets_often(void *arg)
{
    size_t before = ((struct graded_alloc *)arg)->bytes, after;

    set(&user, 1);
    set(&trace, 1);
    after = ((struct graded_alloc *)arg)->bytes;
    EXPECT_AT_LEAST(after, before + 1, "set two locals");
    for (int i = 0; i < 1000; i++)
        set(i % 2 ? &user : &trace, i);
    EXPECT_INT(((struct graded_alloc *)arg)->bytes, after, "a thousand times");
    return 0;
}

GRADED(locals, setting_again_takes_no_more_memory,
       "setting needs some of loop->alloc, until the tasks that see it have "
       "gone")
{
    struct graded_alloc alloc;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("a", sets_often, &alloc);
    run_all();
}

static int runs_out_of_memory(void *arg)
{
    struct graded_alloc *alloc = arg;

    set(&user, 1);
    alloc->fail_from = alloc->calls + 1;
    EXPECT_INT(aw_local_set(&trace, num(2)), -ENOMEM, "without memory");
    alloc->fail_from = 0;
    return says_locals(NULL);
}

GRADED(locals, without_memory_nothing_changes,
       "Returns 0, or -ENOMEM: then nothing has changed.")
{
    struct graded_alloc alloc;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("a", runs_out_of_memory, &alloc);
    run_all();
    EXPECT_SAID("a:1,0", "could not set a second one");
}

static int spawns_an_heir(void *arg)
{
    struct graded_alloc *alloc = arg;
    size_t calls;

    set(&user, 1);
    set(&trace, 2);
    calls = alloc->calls;
    launch("b", says_locals, NULL);
    EXPECT_INT(alloc->calls, calls, "spawned a task that inherits two");
    return 0;
}

GRADED(locals, inheriting_needs_no_memory,
       "Inheriting is O(1) and needs no memory")
{
    struct graded_alloc alloc;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("a", spawns_an_heir, &alloc);
    run_all();
    EXPECT_SAID("b:1,2", "the heir");
}

static int spawns_elsewhere(void *arg)
{
    struct aw_task *there;

    set(&user, 1);
    there = aw_spawn(arg, says_locals, NULL, AW_NAMED("b"));
    EXPECT_INT(there->parent_id, 0, "spawned a task in another loop");
    return 0;
}

GRADED(locals, another_loop_inherits_nothing,
       "A task that is spawned into another loop has no parent, and inherits "
       "nothing.")
{
    struct aw_loop other;

    open_loop();
    EXPECT_INT(graded_loop_init(&other, NULL), 0, "made a second loop");
    launch("a", spawns_elsewhere, &other);
    run_all();
    aw_loop_run_once(&other);
    EXPECT_SAID("b:0,0", "it has run, in the other loop");
}

GRADED(locals, setting_outside_of_a_task_is_misuse, "Misuse outside of a task.")
{
    open_loop();
    EXPECT_MISUSE(aw_local_set(&user, NULL), "",
                  "set a local outside of any task");
}

enum { KEYS = 6, HEIRS = 40 };
static const char keys[KEYS];

static int lives_by_chance(void *arg)
{
    intptr_t model[KEYS];

    for (int i = 0; i < KEYS; i++)
        model[i] = get(&keys[i]);
    for (int step = 0; step < 20; step++) {
        int i = (int)graded_random(KEYS);

        if (graded_random(3) == 0)
            aw_yield();
        model[i] = 1 + (intptr_t)graded_random(100);
        set(&keys[i], model[i]);
        if (step == 10 && (intptr_t)arg > 0)
            launch(NULL, lives_by_chance, num((intptr_t)arg - 1));
        for (i = 0; i < KEYS; i++)
            EXPECT_INT(get(&keys[i]), model[i], "looked at key %d", i);
    }
    return 0;
}

GRADED(locals, chance_agrees_with_a_model,
       "What either of them sets later is seen by nobody else.")
{
    struct graded_alloc alloc;

    graded_alloc_init(&alloc);
    open_loop_with(&alloc.alloc);
    launch("a", lives_by_chance, num(HEIRS));
    launch("b", lives_by_chance, num(HEIRS));
    run_all();
    EXPECT_INT(loop.live[AW_TASKS], 0, "two long families have gone");
}

/* ---- Drawn --------------------------------------------------------------*/

static int relatives;

/* Says all that he sees: "a:0,7,0". */
static void says_all(void)
{
    char text[KEYS * 8];
    int n = 0;

    for (int i = 0; i < KEYS; i++)
        n += snprintf(text + n, sizeof(text) - (size_t)n, ",%d",
                      (int)get(&keys[i]) % 100);
    say("%s:%s", me(), text + 1);
}

static int lives_and_says(void *arg)
{
    for (int step = 0; step < 4; step++) {
        int i = (int)graded_random(KEYS);

        if (graded_random(3))
            set(&keys[i], (intptr_t)graded_random(100));
        if (relatives < 26 && graded_random(2))
            launch((const char[]){(char)('a' + relatives++), '\0'},
                   lives_and_says, arg);
        says_all();
        if (graded_random(2))
            aw_yield();
    }
    return 0;
}

GRADED(locals, drawn_families_see_what_they_see_in_the_reference,
       "A task inherits what the one that spawns it has at that moment.")
{
    open_loop();
    relatives = 2;
    launch("a", lives_and_says, NULL);
    launch("b", lives_and_says, NULL);
    run_all();
    EXPECT_AS_REFERENCE("two families set and inherit six locals, and say what "
                        "each sees (c:0,7,0,0,0,9)");
}
