/* SPDX-License-Identifier: MIT */
/* Generators: a function of notes drives the driver, and then the counter. */
#include "aw/gen.h"
#include "graded.h"

/* A generator that plays what it is told, and notes what it is given. */
struct player {
    struct aw_gen gen;
    int play[8]; /* what it returns, one after another */
    int step, runs;
    intptr_t sent;
    int thrown;
    void (*inside)(struct player *player); /* called while it runs */
};

static int play(struct aw_gen *gen, intptr_t sent, int thrown)
{
    struct player *player = aw_container_of(gen, struct player, gen);

    player->runs++;
    player->sent = sent;
    player->thrown = thrown;
    if (player->inside)
        player->inside(player);
    gen->value = 100 + player->step;
    return player->play[player->step++];
}

static void player_init(struct player *player)
{
    *player = (struct player){.play = {AW_YIELDED, AW_YIELDED, AW_YIELDED}};
    aw_gen_init(&player->gen, play);
}

/* One that stands at its first yield. */
static void player_begin(struct player *player)
{
    player_init(player);
    aw_gen_send(&player->gen, 0);
}

static struct player a, b;

/* ---- Sending ------------------------------------------------------------*/

GRADED(gen, a_new_generator_has_not_run,
       "Make `gen` a generator of `fn` that is created and stands at 0, with "
       "value 0.")
{
    memset(&a, 0xab, sizeof(a));
    a.runs = 0;
    aw_gen_init(&a.gen, play);
    EXPECT_INT(a.gen.state, AW_GEN_CREATED, "made a generator");
    EXPECT_INT(a.gen.at, 0, "made a generator");
    EXPECT_INT(a.gen.value, 0, "made a generator");
    EXPECT_INT(a.runs, 0, "made a generator");
}

GRADED(gen, the_first_send_runs_to_the_first_yield,
       "AW_YIELDED it stands at a yield; what it yielded is in `gen->value`")
{
    player_init(&a);
    EXPECT_INT(aw_gen_send(&a.gen, 0), AW_YIELDED, "sent 0 to a new one");
    EXPECT_INT(a.gen.state, AW_GEN_SUSPENDED, "it yielded");
    EXPECT_INT(a.gen.value, 100, "it yielded 100");
    EXPECT_INT(a.runs, 1, "sent once");
}

GRADED(gen, the_first_run_is_given_nothing,
       "sent what the yield at which it stands gives; 0 the first time")
{
    player_init(&a);
    a.sent = a.thrown = 5;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(a.sent, 0, "sent 0 to a new one");
    EXPECT_INT(a.thrown, 0, "nothing was thrown");
}

GRADED(gen, a_sent_value_reaches_the_yield,
       "the yield at which it stands gives `value`")
{
    intptr_t value = 1 + (intptr_t)graded_random(1000000);

    player_begin(&a);
    EXPECT_INT(aw_gen_send(&a.gen, value), AW_YIELDED, "sent a value");
    EXPECT_INT(a.sent, value, "sent %ld", (long)value);
    EXPECT_INT(a.thrown, 0, "nothing was thrown");
    EXPECT_INT(a.gen.value, 101, "it yielded 101");
}

GRADED(gen, the_result_comes_with_the_end,
       "it has finished; its result is in `gen->value`")
{
    player_begin(&a);
    a.play[1] = 0;
    EXPECT_INT(aw_gen_send(&a.gen, 0), 0, "it returned");
    EXPECT_INT(a.gen.value, 101, "it returned 101");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "it returned");
}

GRADED(gen, a_failure_comes_out,
       "it has failed with this error, and is finished; `gen->value` is 0")
{
    player_begin(&a);
    a.play[1] = -EIO;
    EXPECT_INT(aw_gen_send(&a.gen, 0), -EIO, "it failed");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "it failed");
    EXPECT_INT(a.gen.value, 0, "it failed, and left 101 in `value`");
}

GRADED(gen, a_finished_one_is_not_run_again,
       "A generator that is finished is not run again: the call returns 0, "
       "and `gen->value` is 0.")
{
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(aw_gen_send(&a.gen, 7), 0, "sent to a finished one");
    EXPECT_INT(a.gen.value, 0, "sent to a finished one");
    EXPECT_INT(a.runs, 2, "sent three times, and the second was its end");
}

GRADED(gen, a_value_for_a_created_one_is_misuse,
       "Sending anything but 0 to a generator that is created is misuse")
{
    player_init(&a);
    EXPECT_MISUSE(aw_gen_send(&a.gen, 1), "", "sent 1 to a new generator");
}

/* ---- Throwing -----------------------------------------------------------*/

GRADED(gen, a_thrown_error_reaches_the_yield,
       "the yield at which it stands fails with `error`")
{
    player_begin(&a);
    a.play[1] = -EPIPE;
    EXPECT_INT(aw_gen_throw(&a.gen, -EPIPE), -EPIPE, "threw, not caught");
    EXPECT_INT(a.thrown, -EPIPE, "threw -EPIPE");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "it was not caught");
    EXPECT_INT(a.gen.value, 0, "it was not caught");
}

GRADED(gen, a_thrown_error_may_be_caught, "Returns what aw_gen_send does.")
{
    player_begin(&a);
    EXPECT_INT(aw_gen_throw(&a.gen, -EPIPE), AW_YIELDED,
               "threw, and it went on");
    EXPECT_INT(a.gen.state, AW_GEN_SUSPENDED, "it caught the error");
    EXPECT_INT(a.gen.value, 101, "it caught the error and yielded 101");
    a.play[2] = 0;
    EXPECT_INT(aw_gen_throw(&a.gen, -EIO), 0, "it caught it and returned");
    EXPECT_INT(a.gen.value, 102, "it caught it and returned 102");
}

GRADED(gen, throwing_into_a_created_one_does_not_run_it,
       "A generator that is created is finished without being run.")
{
    player_init(&a);
    EXPECT_INT(aw_gen_throw(&a.gen, -EIO), -EIO, "threw into a new one");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "threw into a new one");
    EXPECT_INT(a.runs, 0, "threw into a new one");
}

GRADED(gen, throwing_into_a_finished_one_gives_it_back,
       "Of a generator that was created or finished it returns `error`, and "
       "`gen->value` is 0.")
{
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(aw_gen_throw(&a.gen, -EIO), -EIO, "threw into a finished one");
    EXPECT_INT(a.gen.value, 0, "threw into a finished one");
    EXPECT_INT(a.runs, 2, "threw into a finished one");
}

GRADED(gen, throwing_no_error_is_misuse,
       "error a negative code; anything else is misuse")
{
    player_begin(&a);
    EXPECT_MISUSE(aw_gen_throw(&a.gen, 0), "", "threw 0");
    player_begin(&b);
    EXPECT_MISUSE(aw_gen_throw(&b.gen, 5), "", "threw 5");
}

/* ---- Closing ------------------------------------------------------------*/

GRADED(gen, closing_throws_where_it_stands,
       "Ask `gen` to clean up and to end: throw -ECANCELED where it stands.")
{
    player_begin(&a);
    a.play[1] = -ECANCELED;
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed one that lets it through");
    EXPECT_INT(a.thrown, -ECANCELED, "closed it");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "closed it");
}

GRADED(gen, closing_one_that_returns_is_no_error,
       "Returns 0 when it returned or failed with -ECANCELED")
{
    player_begin(&a);
    a.play[1] = 0;
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed one that catches and returns");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "closed it");
}

GRADED(gen, closing_reports_another_error,
       "and its error when it failed with another one")
{
    player_begin(&a);
    a.play[1] = -ENOSPC;
    EXPECT_INT(aw_gen_close(&a.gen), -ENOSPC, "its clean-up failed");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "its clean-up failed");
}

GRADED(gen, closing_a_created_one_does_not_run_it,
       "One that was created is not run")
{
    player_init(&a);
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed a new one");
    EXPECT_INT(a.runs, 0, "closed a new one");
    EXPECT_INT(a.gen.state, AW_GEN_FINISHED, "closed a new one");
    EXPECT_INT(aw_gen_send(&a.gen, 0), 0, "sent to it after that");
    EXPECT_INT(a.runs, 0, "sent to it after that");
}

GRADED(gen, closing_a_finished_one_leaves_it_alone,
       "one that was finished is left alone")
{
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed a finished one");
    EXPECT_INT(aw_gen_close(&a.gen), 0, "closed it again");
    EXPECT_INT(a.gen.value, 101, "closed one that had returned 101");
    EXPECT_INT(a.runs, 2, "closed a finished one");
}

GRADED(gen, a_generator_that_yields_when_closed_is_misuse,
       "A generator that yields instead of ending is misuse.")
{
    player_begin(&a);
    EXPECT_MISUSE(aw_gen_close(&a.gen), "", "closed one that only yields");
}

GRADED(gen, no_error_is_misuse_wherever_it_stands,
       "a negative code; anything else is misuse")
{
    player_init(&a);
    EXPECT_MISUSE(aw_gen_throw(&a.gen, 0), "", "threw 0 before its first run");
    player_begin(&a);
    a.play[1] = 0;
    aw_gen_send(&a.gen, 0);
    EXPECT_MISUSE(aw_gen_throw(&a.gen, 0), "", "threw 0 when it had finished");
}

/* ---- From inside --------------------------------------------------------*/

static void note_state(struct player *player)
{
    say("%d", player->gen.state);
}

GRADED(gen, it_is_running_while_it_runs, "it runs now")
{
    char want[8];

    player_init(&a);
    a.inside = note_state;
    a.play[2] = 0;
    aw_gen_send(&a.gen, 0);
    aw_gen_throw(&a.gen, -EIO);
    aw_gen_close(&a.gen);
    snprintf(want, sizeof(want), "%d %d %d", AW_GEN_RUNNING, AW_GEN_RUNNING,
             AW_GEN_RUNNING);
    EXPECT_SAID(want, "looked at its state from inside");
}

static void send_inside(struct player *player)
{
    EXPECT_MISUSE(aw_gen_send(&player->gen, 0), "", "it sent to itself");
}

static void throw_inside(struct player *player)
{
    EXPECT_MISUSE(aw_gen_throw(&player->gen, -EIO), "", "it threw into itself");
}

static void close_inside(struct player *player)
{
    EXPECT_MISUSE(aw_gen_close(&player->gen), "", "it closed itself");
}

GRADED(gen, driving_itself_is_misuse,
       "Letting a generator run that runs already is misuse, in this call and "
       "in the next two.")
{
    player_init(&a);
    a.inside = send_inside;
    aw_gen_send(&a.gen, 0);
    a.inside = throw_inside;
    aw_gen_send(&a.gen, 0);
    a.inside = close_inside;
    aw_gen_send(&a.gen, 0);
    EXPECT_INT(a.runs, 3, "let it run three times");
}

static void drive_b(struct player *player)
{
    (void)player;
    EXPECT_INT(aw_gen_send(&b.gen, 0), AW_YIELDED, "one drove another");
    EXPECT_INT(b.gen.value, 100, "one drove another");
    EXPECT_INT(a.gen.state, AW_GEN_RUNNING, "one drove another");
}

GRADED(gen, a_generator_drives_another,
       "Let `gen` run to its next yield or to its end")
{
    player_init(&a);
    player_init(&b);
    a.inside = drive_b;
    EXPECT_INT(aw_gen_send(&a.gen, 0), AW_YIELDED, "one drove another");
    EXPECT_INT(b.gen.state, AW_GEN_SUSPENDED, "one drove another");
    EXPECT_INT(a.gen.value, 100, "one drove another");
}

/* ---- The counter --------------------------------------------------------*/

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
       "but `*open` is counted down first, whatever ends it")
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
