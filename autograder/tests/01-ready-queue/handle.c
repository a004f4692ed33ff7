/* SPDX-License-Identifier: MIT */
/* These tests link handles into lists by hand, as a queue would: so they
 * grade handle.c before there is a queue. */
#include <string.h>

#include "aw/ready.h"
#include "graded.h"

#define MOST 6

static struct aw_list queue;
static struct aw_handle handle[MOST]; /* a to f */

static int never(struct aw_handle *h)
{
    (void)h;
    return 0;
}

static int another(struct aw_handle *h)
{
    (void)h;
    return 1;
}

static const char *callback(const struct aw_handle *h)
{
    return h->fn == never     ? "never"
           : h->fn == another ? "another"
           : h->fn            ? "none of the test's"
                              : "NULL";
}

/* Six handles; those named are linked, in this order. */
static void arrange(const char *names)
{
    aw_list_init(&queue);
    for (int i = 0; i < MOST; i++)
        aw_handle_init(&handle[i], never);
    for (; *names; names++)
        aw_list_append(&queue, &handle[*names - 'a'].link);
}

/* '?' for a node that is none of ours, such as a head in the wrong place. */
static char name_of(const struct aw_list *link)
{
    for (int i = 0; i < MOST; i++)
        if (link == &handle[i].link)
            return (char)('a' + i);
    return '?';
}

/* The names in the list, forwards and then backwards: "abc cba". */
static const char *both_ways(void)
{
    static char text[2 * MOST + 4];
    size_t n = 0;

    for (struct aw_list *l = queue.next; l != &queue && n < MOST; l = l->next)
        text[n++] = name_of(l);
    text[n++] = ' ';
    for (struct aw_list *l = queue.prev; l != &queue && n < 2 * MOST + 2;
         l = l->prev)
        text[n++] = name_of(l);
    text[n] = '\0';
    return text;
}

GRADED(handle, a_new_handle_is_not_queued,
       "Make `handle` a handle that is not queued and will call `fn`.")
{
    struct aw_handle h;

    memset(&h, 0xff, sizeof(h));
    aw_handle_init(&h, never);

    EXPECT(!aw_handle_queued(&h), "asked a new handle");
    EXPECT(aw_list_empty(&h.link), "asked the link of a new handle");
}

GRADED(handle, a_new_handle_knows_its_callback, "and will call `fn`")
{
    struct aw_handle h;

    memset(&h, 0xff, sizeof(h));
    aw_handle_init(&h, never);
    EXPECT_STR(callback(&h), "never", "initialised a handle with `never`");

    aw_handle_init(&h, another);
    EXPECT_STR(callback(&h), "another", "initialised it again, with `another`");
}

GRADED(handle, a_linked_handle_is_queued,
       "Tell whether `handle` is waiting for its turn.")
{
    arrange("ab");

    EXPECT(aw_handle_queued(&handle[0]), "asked a, first of a, b");
    EXPECT(aw_handle_queued(&handle[1]), "asked b, last of a, b");
    EXPECT(!aw_handle_queued(&handle[2]), "asked c, which is in no queue");
    aw_list_remove(&handle[0].link);
    EXPECT(!aw_handle_queued(&handle[0]), "asked a after it was taken out");
}

GRADED(handle, a_cancelled_handle_leaves_the_list_at_once,
       "Take `handle` out of the queue, so that it is not called.")
{
    arrange("abcd");

    aw_handle_cancel(&handle[1]);
    EXPECT(!aw_handle_queued(&handle[1]), "cancelled b");
    aw_handle_init(&handle[1], another);
    EXPECT_STR(both_ways(), "acd dca",
               "cancelled b of a, b, c, d, and used its memory anew");
    aw_handle_cancel(&handle[0]);
    aw_handle_cancel(&handle[3]);
    EXPECT_STR(both_ways(), "c c", "cancelled the first and the last");
    aw_handle_cancel(&handle[2]);
    EXPECT(aw_list_empty(&queue), "cancelled the only one");
}

GRADED(handle, cancelling_needs_no_queue,
       "also from inside any callback, and needs no queue")
{
    struct aw_list batch;

    arrange("abc");
    aw_list_init(&batch);
    aw_list_splice(&batch, &queue);
    aw_list_append(&queue, &handle[3].link);

    EXPECT(aw_handle_cancel(&handle[1]), "cancelled b, in the batch");
    EXPECT(aw_handle_cancel(&handle[3]), "cancelled d, for the next turn");

    EXPECT(aw_list_empty(&queue), "cancelled d, for the next turn");
    aw_list_splice(&queue, &batch);
    EXPECT_STR(both_ways(), "ac ca", "cancelled b, in the batch");
}

GRADED(handle, cancelling_tells_whether_it_was_queued,
       "Returns true when the handle was queued")
{
    arrange("abc");

    EXPECT(aw_handle_cancel(&handle[0]), "cancelled a, first of three");
    EXPECT(aw_handle_cancel(&handle[2]), "cancelled c, last of two");
    EXPECT(aw_handle_cancel(&handle[1]), "cancelled b, the only one left");
}

/* A3 */
GRADED(handle, cancelling_twice_does_nothing,
       "and false when there was nothing to cancel: never pushed, running "
       "now, or cancelled before")
{
    arrange("abc");

    EXPECT(!aw_handle_cancel(&handle[3]), "cancelled d, never pushed");
    aw_handle_cancel(&handle[1]);
    EXPECT(!aw_handle_cancel(&handle[1]), "cancelled b a second time");
    EXPECT(!aw_handle_cancel(&handle[1]), "cancelled b a third time");

    EXPECT_STR(both_ways(), "ac ca", "cancelled b three times, d once");
    EXPECT(!aw_handle_queued(&handle[3]), "cancelled d, never pushed");
}

GRADED(handle, a_cancelled_handle_can_be_used_again,
       "The handle may be pushed again afterwards.")
{
    arrange("abc");

    aw_handle_cancel(&handle[0]);
    aw_list_append(&queue, &handle[0].link);

    EXPECT_STR(both_ways(), "bca acb", "cancelled a and appended it again");
    EXPECT(aw_handle_queued(&handle[0]), "cancelled a and appended it again");
    EXPECT_STR(callback(&handle[0]), "never",
               "cancelled a, which was to call `never`");
    EXPECT(aw_handle_cancel(&handle[0]), "cancelled it once more");
}

GRADED(handle, the_list_stays_whole_through_chance,
       "Take `handle` out of the queue, so that it is not called.")
{
    arrange("abcdef");

    for (int left = MOST; left > 0; left--) {
        struct aw_handle *drawn = &handle[graded_random(MOST)];
        char name;

        while (!aw_handle_queued(drawn))
            drawn = drawn == &handle[MOST - 1] ? handle : drawn + 1;
        name = (char)('a' + (drawn - handle));
        EXPECT(aw_handle_cancel(drawn), "cancelled %c", name);
        EXPECT(!strchr(both_ways(), name), "cancelled %c", name);
        EXPECT_INT(strlen(both_ways()), 2 * left - 1,
                   "counted the rest, both ways, after cancelling %c", name);
    }
}

/* Two lists, in which handles are linked by hand. */
static struct aw_list other;

static void draw_a_deed(void)
{
    int i = (int)graded_random(MOST);

    switch (graded_random(6)) {
    case 0:
    case 1:
        say("-%c%d", 'a' + i, aw_handle_cancel(&handle[i]));
        break;
    case 2:
        if (aw_handle_queued(&handle[i]))
            return;
        memset(&handle[i], 0x55, sizeof(handle[i]));
        aw_handle_init(&handle[i], graded_random(2) ? never : another);
        say("init-%c%d", 'a' + i, handle[i].fn == never);
        break;
    default:
        say("%c%d", 'a' + i, aw_handle_queued(&handle[i]));
        if (!aw_handle_queued(&handle[i]))
            aw_list_append(graded_random(2) ? &queue : &other, &handle[i].link);
    }
}

GRADED(handle, drawn_handles_are_cancelled_as_in_the_reference,
       "Returns true when the handle was queued, and false when there was "
       "nothing to cancel")
{
    struct aw_list *l;

    arrange("ace");
    aw_list_init(&other);
    for (int i = 0; i < 160; i++) {
        draw_a_deed();
        if (i % 4 == 0)
            say("%s", both_ways());
    }
    aw_list_each (l, &other) {
        say("%c", name_of(l));
    }
    EXPECT_AS_REFERENCE("linked a to f into two lists, asked (a1), and "
                        "cancelled (-a1); now and then, one of the lists");
}
