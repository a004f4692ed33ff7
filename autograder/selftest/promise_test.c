/* SPDX-License-Identifier: MIT */
/* Is a quoted promise told with its whole sentence, and of what it is said?
 * The contracts are those of the workbook itself. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "contract.h"
#include "promise.h"
#include "rubric.h"

static struct arena arena;
static struct workbook book = {.arena = &arena};
static unsigned passed, failed;

/* The message of a test of exercise `id` that quotes `claim`: it holds `part`,
 * or nothing is added to it when that is NULL. */
static void expect(const char *id, const char *claim, const char *part)
{
    struct chapter *c = NULL;
    struct exercise *e = exercise_find(&book, id, &c);
    const char *before = arena_printf(
        &arena, "did       it\npromised  \"%s\"\nbut       no", claim);
    struct test test = {.claim = claim, .message = before};
    bool held;

    promise_complete(&book, c, e, &test);
    held = part ? strstr(test.message, part) != NULL
                : strcmp(test.message, before) == 0;
    held &= strncmp(test.message, "did       it\npromised  \"", 23) == 0 &&
            strstr(test.message, "\nbut       no") != NULL;
    passed += held;
    failed += !held;
    if (!held)
        printf("FAILED %s\n%s\n", claim, test.message);
}

/* Both functions are told otherwise now: so both names are told. */
static void expect_names(const char *first, const char *second)
{
    const char *form = "/* %s. */\nint %s(int);\n\n/* %s. */\nint %s(int);\n";
    const char *old = arena_printf(&arena, form, "1", first, "2", second);
    const char *now = arena_printf(&arena, form, "3", first, "4", second);
    const char *source = arena_printf(
        &arena, "int %s(int n)\n{\n}\n\nint %s(int n)\n{\n}\n", first, second);
    const char *both = arena_printf(&arena, "%s, %s", first, second);
    const char *names;
    bool held = contract_changed(&arena, old, now, source, &names) &&
                strcmp(names, both) == 0;

    passed += held;
    failed += !held;
    if (!held)
        printf("FAILED %s: %s\n", both, names);
}

int main(void)
{
    if (!rubric_load(&book, "."))
        return 1;
    /* The end of a sentence; its beginning; two lines. */
    expect("0.1", "removing it again does nothing",
           "\"Afterwards the node is linked to itself, so removing it again "
           "does nothing.\"\ncontract  chapters/00-start-here/aw/base.h:");
    expect("0.1", "removing it again does nothing", " (aw_list_remove)\n");
    expect("0.2", "which is in no list afterwards",
           "promised  \"Returns the node, which is in no list afterwards, or "
           "NULL when the list is empty.\"\n");
    /* One of several errors. */
    expect("4.3",
           "somebody waits for that direction already, and goes on waiting",
           "promised  \"-EBUSY somebody waits for that direction already, and "
           "goes on waiting\"\n");
    /* The last of them: what stands below is said of all. */
    expect("8.2", "-EINVAL     it belongs to another loop",
           "promised  \"-EINVAL it belongs to another loop\"\n");
    /* One of several parameters. */
    expect("11.2", "in the order in which they stand in the tree",
           "promised  \"fn called for each of them, in the order in which they "
           "stand in the tree; it must neither suspend nor use the tree; NULL: "
           "they are passed over\"\n");
    /* A field, and a struct. */
    expect("1.3", "NULL ignores errors", " (on_error)\n");
    expect("10.2", "The future must be there until it is settled.",
           " (struct aw_member)\n");
    /* What stands above all functions belongs to none. */
    expect("8.2", "Calling one outside of a task is misuse",
           "the two would suspend each other.\"\ncontract  "
           "chapters/08-tasks/aw/task.h:");
    expect("4.7", "6: nothing left",
           "promised  \"6: nothing left\"\ncontract  chapters/04-event-loop/"
           "predict_loop.h:");
    /* The same words are said of several: those of the own file count, also
     * behind a macro. */
    expect("13.3",
           "-ECANCELED, when this task was asked to end: then it does "
           "not count",
           " (aw_window_wait)\n");
    expect("10.2", "Lazy tasks among them are started.",
           " (aw_gather_begin)\n");
    expect("13.2", "-ESHUTDOWN, when the queue is shut",
           "queue.h (aw_queue_put, aw_queue_get)\n");
    /* An earlier chapter's contract. */
    expect("5.3", "The two directions are independent.",
           "contract  chapters/03-readiness/aw/poller.h:");
    /* Nowhere. */
    expect("0.1", "this is promised nowhere", NULL);
    expect("0.1", "", NULL);
    /* What an update says of a contract. */
    expect_names("aw_await", "aw_await_owned");
    expect_names("aw_await_owned", "aw_await");
    printf("%u passed, %u failed, 0 skipped\n", passed, failed);
    return failed ? 1 : 0;
}
