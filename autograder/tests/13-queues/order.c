/* SPDX-License-Identifier: MIT */
/* The orders by themselves: an array, and who counts is the test. */
#include "aw/queue.h"
#include "graded.h"

enum { MOST = 64 };

static struct aw_queue q;
static struct aw_queue_slot room[MOST + 2];
static size_t asked;

static int key(const void *item)
{
    return (int)((intptr_t)item / 1000);
}

/* 3007 and 3005 are equal, and before 4001. */
static bool before(const void *a, const void *b)
{
    asked++;
    return key(a) < key(b);
}

/* A queue of `cap` places, with one behind them that is nobody's. */
static void open_order(const struct aw_queue_order *order, size_t cap)
{
    memset(room, 0, sizeof(room));
    room[cap].item = room;
    q = (struct aw_queue){.slot = room,
                          .cap = cap,
                          .options = {.order = order, .before = before}};
    asked = 0;
}

static void put(intptr_t item)
{
    q.options.order->push(&q, (struct aw_queue_slot){(void *)item, q.seq++});
    q.len++;
}

static int get(void)
{
    struct aw_queue_slot slot = q.options.order->pop(&q);

    q.len--;
    return (int)(intptr_t)slot.item;
}

static void say_rest(void)
{
    while (q.len > 0)
        say("%d", get());
}

/* ---- First in, first out ------------------------------------------------*/

/* G4 */
GRADED(order, fifo_is_first_in_first_out, "first in, first out")
{
    open_order(&aw_queue_fifo, 8);
    for (int i = 1; i <= 5; i++)
        put(i);
    say_rest();
    EXPECT_SAID("1 2 3 4 5", "put 1 to 5 and took them out");
    EXPECT_STR(aw_queue_fifo.name, "fifo", "asked for its name");
}

GRADED(order, fifo_goes_round_the_end, "first in, first out")
{
    int next = 1, wrong = 0;

    open_order(&aw_queue_fifo, 4);
    put(1);
    for (int i = 2; i <= 40; i++) {
        put(i);
        if (q.len == 4)
            wrong += get() != next++;
        if (i % 3 == 0)
            wrong += get() != next++;
    }
    EXPECT_INT(
        wrong, 0,
        "put 40 into a room of 4 and took them out: how many left in a wrong "
        "place");
    EXPECT_PTR(room[4].item, room, "looked behind the room");
}

GRADED(order, fifo_fills_its_room,
       "There is room: queue->len is below "
       "queue->cap, and counts this one afterwards.")
{
    open_order(&aw_queue_fifo, 3);
    for (int i = 1; i <= 3; i++)
        put(i);
    say("%d", get());
    put(4);
    say("%d", get());
    put(5);
    say_rest();
    EXPECT_SAID("1 2 3 4 5", "kept a room of 3 full");
    EXPECT_PTR(room[3].item, room, "looked behind the room");
}

GRADED(order, a_fifo_of_one, "first in, first out")
{
    open_order(&aw_queue_fifo, 1);
    for (int i = 1; i <= 3; i++) {
        put(i);
        say("%d", get());
    }
    EXPECT_SAID("1 2 3", "put and took with a room of 1");
    EXPECT_PTR(room[1].item, room, "looked behind the room");
}

/* ---- Last in, first out -------------------------------------------------*/

GRADED(order, lifo_is_last_in_first_out, "last in, first out")
{
    open_order(&aw_queue_lifo, 8);
    for (int i = 1; i <= 5; i++)
        put(i);
    say_rest();
    EXPECT_SAID("5 4 3 2 1", "put 1 to 5 and took them out");
    EXPECT_STR(aw_queue_lifo.name, "lifo", "asked for its name");
}

GRADED(order, lifo_puts_on_top_of_what_is_left, "last in, first out")
{
    open_order(&aw_queue_lifo, 3);
    for (int i = 1; i <= 3; i++)
        put(i);
    say("%d", get());
    say("%d", get());
    put(4);
    put(5);
    say_rest();
    EXPECT_SAID("3 2 5 4 1", "put three, took two, put two");
    EXPECT_PTR(room[3].item, room, "looked behind the room");
}

/* ---- Priority -----------------------------------------------------------*/

GRADED(order, priority_leaves_by_before, "The first by options.before")
{
    static const int put_in[] = {5, 2, 8, 1, 9, 4, 7, 3, 6};

    open_order(&aw_queue_priority, 9);
    for (size_t i = 0; i < 9; i++)
        put(put_in[i] * 1000);
    for (int i = 1; i <= 9; i++)
        say("%d", get() / 1000);
    EXPECT_SAID("1 2 3 4 5 6 7 8 9", "put 9 in some order");
    EXPECT_STR(aw_queue_priority.name, "priority", "asked for its name");
    EXPECT_PTR(room[9].item, room, "looked behind the room");
}

/* G11 */
GRADED(order, equal_ones_leave_in_the_order_of_coming,
       "of equal ones, the first that was put")
{
    int wrong = 0;

    open_order(&aw_queue_priority, 20);
    for (int i = 0; i < 20; i++)
        put(7000 + i);
    for (int i = 0; i < 20; i++)
        wrong += get() != 7000 + i;
    EXPECT_INT(
        wrong, 0,
        "put 20 equal ones and took them out: how many left in a wrong place");
}

/* G11 */
GRADED(order, equal_ones_stay_in_order_among_others,
       "of equal ones, the first that was put")
{
    open_order(&aw_queue_priority, 8);
    for (int i = 1; i <= 4; i++)
        put(2000 + i);
    put(1001);
    say("%d", get());
    say("%d", get());
    put(2005);
    put(3001);
    put(1002);
    say_rest();
    EXPECT_SAID("1001 2001 1002 2002 2003 2004 2005 3001",
                "put equal ones between others, and took some meanwhile");
}

GRADED(order, a_priority_queue_of_one, "The first by options.before")
{
    open_order(&aw_queue_priority, 1);
    put(2000);
    say("%d", get());
    put(1000);
    say("%d", get());
    EXPECT_SAID("2000 1000", "put and took with a room of 1");
    EXPECT_PTR(room[1].item, room, "looked behind the room");
}

GRADED(order, priority_asks_seldom,
       "One in or out of n costs O(log n); with the others O(1).")
{
    size_t in;

    open_order(&aw_queue_priority, MOST);
    for (int i = MOST; i > 0; i--)
        put(i * 1000);
    in = asked;
    /* Six levels, two questions for each. */
    EXPECT_AT_MOST(in, 12 * MOST, "put %d, the worst order: questions", MOST);
    while (q.len > 0)
        get();
    EXPECT_AT_MOST(asked - in, 24 * MOST, "took %d: questions", MOST);
}

/* ---- Against a model ----------------------------------------------------*/

static int model[MOST];
static size_t held;

/* Where in `model`, which is in the order of coming, the next one stands. */
static size_t next_in_model(void)
{
    size_t best = 0;

    if (q.options.order == &aw_queue_lifo)
        return held - 1;
    if (q.options.order == &aw_queue_priority)
        for (size_t i = 1; i < held; i++)
            if (model[i] / 1000 < model[best] / 1000)
                best = i;
    return best;
}

static int wrong_of(const struct aw_queue_order *order, size_t cap)
{
    int wrong = 0;

    open_order(order, cap);
    held = 0;
    for (int i = 0; i < 3000; i++) {
        size_t at;

        if (held < cap && (held == 0 || graded_random(2) == 0)) {
            model[held] = 1000 * (int)graded_random(5) + i % 1000;
            put(model[held++]);
            continue;
        }
        at = next_in_model();
        wrong += get() != model[at];
        memmove(&model[at], &model[at + 1], (--held - at) * sizeof(*model));
    }
    return wrong + (room[cap].item != room);
}

/* G4 */
GRADED(order, fifo_is_as_the_model, "first in, first out")
{
    for (size_t cap = 1; cap <= 7; cap++)
        EXPECT_INT(wrong_of(&aw_queue_fifo, cap), 0,
                   "3000 steps by chance in a room of %zu", cap);
}

GRADED(order, lifo_is_as_the_model, "last in, first out")
{
    for (size_t cap = 1; cap <= 7; cap++)
        EXPECT_INT(wrong_of(&aw_queue_lifo, cap), 0,
                   "3000 steps by chance in a room of %zu", cap);
}

/* G11 */
GRADED(order, priority_is_as_the_model,
       "The first by options.before; of equal ones, the first that was put.")
{
    static const size_t caps[] = {1, 2, 3, 7, 16, 50, MOST};

    for (size_t i = 0; i < sizeof(caps) / sizeof(*caps); i++)
        EXPECT_INT(wrong_of(&aw_queue_priority, caps[i]), 0,
                   "3000 steps by chance in a room of %zu", caps[i]);
}

/* ---- Drawn --------------------------------------------------------------*/

/* The queue gets more room: what lies there lies there still.  Where the oldest
 * lies is known of the other two only. */
static void gets_room(size_t more)
{
    if (q.options.order == &aw_queue_fifo || q.cap + more > MOST)
        return;
    q.cap += more;
    room[q.cap].item = room;
    say("room%zu", q.cap);
}

static void puts_or_gets(void)
{
    intptr_t item = (intptr_t)(1 + graded_random(4)) * 1000 + (intptr_t)q.seq;

    if (graded_random(20) == 0)
        gets_room(1 + (size_t)graded_random(8));
    if (q.len < q.cap && (q.len == 0 || graded_random(9) < 5)) {
        put(item);
        say("+%d", (int)item);
    } else if (q.len > 0) {
        say("%d", get());
    }
}

GRADED(order, drawn_items_leave_as_in_the_reference,
       "of equal ones, the first that was put")
{
    static const struct aw_queue_order *const order[] = {
        &aw_queue_fifo, &aw_queue_lifo, &aw_queue_priority};

    for (int i = 0; i < 3; i++) {
        open_order(order[i], 2 + (size_t)graded_random(9));
        for (int n = 0; n < 120; n++)
            puts_or_gets();
        say_rest();
        EXPECT_AS_REFERENCE("put some (+2005, after 2 comes 3) and got others "
                            "(2005) in the order \"%s\", while it got more "
                            "room",
                            (const char *[]){"fifo", "lifo", "priority"}[i]);
    }
}
