/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct aw_count count;
static int opened;

static void counted(long next, long last)
{
    opened = 0;
    memset(&count, 0xab, sizeof(count));
    aw_count_init(&count, next, last, &opened);
}

GRADED(gen, count_gives_the_numbers_in_order,
       "The numbers from `next` to `last`.")
{
    counted(-1, 1);
    for (long want = -1; want <= 1; want++) {
        EXPECT_INT(aw_gen_send(&count.gen, 0), AW_YIELDED, "counted -1 to 1");
        EXPECT_INT(count.gen.value, want, "counted -1 to 1");
    }
    EXPECT_INT(aw_gen_send(&count.gen, 0), 0, "asked for one more");
    EXPECT_INT(count.gen.value, 3, "it returned how many were taken");
}

GRADED(gen, count_of_nothing_ends_at_once, "The numbers from `next` to `last`.")
{
    counted(1, 0);
    EXPECT_INT(aw_gen_send(&count.gen, 0), 0, "counted 1 to 0");
    EXPECT_INT(count.gen.value, 0, "none was taken");
    EXPECT_INT(opened, 0, "it has ended");
}

GRADED(gen, count_skips_what_is_sent, "Sending k skips k numbers.")
{
    counted(0, 9);
    aw_gen_send(&count.gen, 0);
    aw_gen_send(&count.gen, 4);
    EXPECT_INT(count.gen.value, 5, "sent 4 when it stood at 0");
    EXPECT_INT(aw_gen_send(&count.gen, 4), 0, "sent 4 when it stood at 5");
    EXPECT_INT(count.gen.value, 2, "0 and 5 were taken");
}

GRADED(gen, count_is_open_between_its_first_run_and_its_end,
       "how many are between their first run and their end")
{
    counted(1, 2);
    EXPECT_INT(opened, 0, "nothing of it has run");
    aw_gen_send(&count.gen, 0);
    EXPECT_INT(opened, 1, "it stands at its first yield");
    aw_gen_send(&count.gen, 0);
    EXPECT_INT(opened, 1, "it stands at its second yield");
    aw_gen_send(&count.gen, 0);
    EXPECT_INT(opened, 0, "it has ended");
}

GRADED(gen, count_counts_down_whatever_ends_it,
       "but `*open` is counted down first, whatever ends it")
{
    counted(1, 9);
    aw_gen_send(&count.gen, 0);
    EXPECT_INT(aw_gen_throw(&count.gen, -EIO), -EIO, "threw into it");
    EXPECT_INT(opened, 0, "threw into it");
    counted(1, 9);
    aw_gen_send(&count.gen, 0);
    EXPECT_INT(aw_gen_close(&count.gen), 0, "closed it");
    EXPECT_INT(opened, 0, "closed it");
}

GRADED(gen, two_counts_share_a_number,
       "how many are between their first run and their end")
{
    struct aw_count other;

    counted(1, 9);
    aw_count_init(&other, 1, 9, &opened);
    aw_gen_send(&count.gen, 0);
    aw_gen_send(&other.gen, 0);
    EXPECT_INT(opened, 2, "two have begun");
    aw_gen_close(&count.gen);
    EXPECT_INT(opened, 1, "one of them was closed");
    counted(1, 9);
    aw_gen_send(&count.gen, 0);
    aw_count_init(&other, 1, 9, &opened);
    EXPECT_INT(opened, 1, "another one was made while one stands at a yield");
}

GRADED(gen, a_cancellation_thrown_into_a_count_comes_out,
       "An error thrown in is not caught, so it comes out again")
{
    counted(1, 9);
    aw_gen_send(&count.gen, 0);
    EXPECT_INT(aw_gen_throw(&count.gen, -ECANCELED), -ECANCELED, "threw it");
    EXPECT_INT(opened, 0, "threw it");
}

GRADED(gen, count_that_never_ran_was_never_open, "Nothing of it runs yet.")
{
    counted(1, 9);
    aw_gen_close(&count.gen);
    EXPECT_INT(opened, 0, "closed one that never ran");
    counted(1, 9);
    aw_gen_throw(&count.gen, -EIO);
    EXPECT_INT(opened, 0, "threw into one that never ran");
}

GRADED(gen, random_counts_agree_with_a_model,
       "The numbers from `next` to `last`.")
{
    for (int round = 0; round < 50; round++) {
        long next = (long)graded_random(10), given = 0, skip = 0;
        long last = next + (long)graded_random(30);

        counted(next, last);
        UNCOUNTED
        while (aw_gen_send(&count.gen, skip) == AW_YIELDED) {
            EXPECT_INT(count.gen.value, next, "counted on");
            given++;
            skip = (long)graded_random(4);
            next += 1 + skip;
            if (next > last + 100)
                break;
        }
        EXPECT(next > last, "it ended at %ld of %ld", next, last);
        EXPECT_INT(count.gen.value, given, "it returned");
        EXPECT_INT(opened, 0, "it has ended");
    }
}
