/* SPDX-License-Identifier: MIT */
#include "hunt_transfer.h"

#include "fixture.h"

static struct hunt_account account[3];
static int written, fails;

/* Takes 5 ms; both accounts have to be locked. */
static int writes(struct hunt_bank *bank, const struct hunt_account *from,
                  const struct hunt_account *to, long amount)
{
    int rc;

    (void)bank, (void)amount;
    EXPECT_PTR(from->lock.owner, aw_task_self(),
               "%s writes: who has account %u", me(), from->number);
    EXPECT_PTR(to->lock.owner, aw_task_self(), "%s writes: who has account %u",
               me(), to->number);
    rc = aw_sleep(5 * AW_MS);
    if (rc == 0)
        rc = fails;
    written += rc >= 0;
    return rc;
}

static struct hunt_bank bank = {.write = writes};

struct order {
    int from, to;
    long amount;
};

static int transfers(void *arg)
{
    const struct order *o = arg;

    say_when(
        hunt_transfer(&bank, &account[o->from], &account[o->to], o->amount));
    return 0;
}

/* Three accounts with 100 on each. */
static void open_bank(void)
{
    open_sync();
    written = fails = 0;
    for (unsigned i = 0; i < 3; i++) {
        aw_lock_init(&account[i].lock, NULL);
        account[i].number = i + 1;
        account[i].balance = 100;
    }
}

static void close_bank(void)
{
    run_all();
    EXPECT_INT(account[0].balance + account[1].balance + account[2].balance,
               300, "added up all accounts");
    for (int i = 0; i < 3; i++) {
        EXPECT_PTR(account[i].lock.owner, NULL, "who has account %d", i);
        aw_lock_deinit(&account[i].lock);
    }
    close_sync();
}

GRADED(hunt_transfer, there_and_back_at_once,
       "in all directions; none is refused because of another")
{
    open_bank();
    launch("k", transfers, &(struct order){1, 2, 0});
    launch("a", transfers, &(struct order){1, 0, 10});
    launch("b", transfers, &(struct order){0, 1, 30});
    run_all();
    EXPECT_SAID("k+0@5 a+0@10 b+0@15", "there and back, behind another");
    EXPECT_INT(account[0].balance, 80, "and looked at the balance");
    close_bank();
}

GRADED(hunt_transfer, three_in_a_circle,
       "in all directions; none is refused because of another")
{
    open_bank();
    launch("k", transfers, &(struct order){2, 0, 0});
    launch("l", transfers, &(struct order){0, 1, 10});
    launch("m", transfers, &(struct order){1, 2, 20});
    launch("n", transfers, &(struct order){2, 0, 30});
    launch("o", transfers, &(struct order){1, 0, 40});
    run_all();
    EXPECT_INT(written, 5, "five transfers in a circle: counted what was done");
    EXPECT_INT(account[0].balance, 160, "and looked at the balance");
    close_bank();
}

GRADED(hunt_transfer, to_itself, "From an account to itself is allowed, too.")
{
    open_bank();
    launch("a", transfers, &(struct order){1, 1, 30});
    run_all();
    EXPECT_SAID("a+0@5", "from an account to itself");
    EXPECT_INT(account[1].balance, 100, "and looked at the balance");
    close_bank();
}

GRADED(hunt_transfer, a_journal_that_fails_keeps_no_lock,
       "No lock is kept when it returns, whatever has happened.")
{
    open_bank();
    fails = -EIO;
    launch("a", transfers, &(struct order){0, 1, 30});
    run_all();
    EXPECT_SAID("a=EIO@5", "the journal fails");
    EXPECT_INT(account[0].balance, 100, "and looked at the balance");
    fails = 0;
    launch("b", transfers, &(struct order){0, 1, 30});
    run_all();
    EXPECT_SAID("a=EIO@5 b+0@10", "and the next one is written");
    close_bank();
}

GRADED(hunt_transfer, broken_off_while_it_writes,
       "No lock is kept when it returns, whatever has happened.")
{
    struct asker asker;
    struct aw_task *task;

    open_bank();
    task = spawn("a", transfers, &(struct order){1, 0, 30});
    launch("b", transfers, &(struct order){2, 1, 10});
    ask_at(&asker, task, 3);
    run_all();
    EXPECT_SAID("a=ECANCELED@3 b+0@8", "asked to end while it writes");
    EXPECT_INT(account[1].balance, 110, "and looked at the balance");
    aw_task_drop(task);
    close_bank();
}

GRADED(hunt_transfer, broken_off_while_it_waits,
       "No lock is kept when it returns, whatever has happened.")
{
    struct asker asker;
    struct aw_task *task;

    open_bank();
    launch("k", transfers, &(struct order){1, 2, 0});
    task = spawn("a", transfers, &(struct order){0, 1, 30});
    ask_at(&asker, task, 3);
    run_all();
    launch("b", transfers, &(struct order){0, 1, 10});
    run_all();
    EXPECT_SAID("a=ECANCELED@3 k+0@5 b+0@10", "asked to end while it waits for "
                                              "the second account");
    aw_task_drop(task);
    close_bank();
}

GRADED(hunt_transfer, never_below_nothing,
       "when there is less than `amount` on the account: then nothing is "
       "written")
{
    open_bank();
    launch("a", transfers, &(struct order){0, 1, 80});
    launch("b", transfers, &(struct order){0, 2, 80});
    run_all();
    EXPECT_SAID("a+0@5 b=ENOSPC@5", "80 and 80 from an account with 100");
    EXPECT_INT(account[0].balance, 20, "and looked at the balance");
    EXPECT_INT(written, 1, "and counted what was written");
    close_bank();
}

GRADED(hunt_transfer, what_comes_in_meanwhile_counts,
       "when there is less than `amount` on the account: then nothing is "
       "written")
{
    open_bank();
    launch("a", transfers, &(struct order){1, 0, 50});
    launch("b", transfers, &(struct order){0, 2, 150});
    run_all();
    EXPECT_SAID("a+0@5 b+0@10",
                "150 from an account that is about to have 150");
    close_bank();
}

GRADED(hunt_transfer, what_the_journal_returns_is_not_returned,
       "It is moved exactly when this returns 0.")
{
    open_bank();
    fails = 3; /* which is no failure */
    launch("a", transfers, &(struct order){0, 1, 30});
    launch("b", transfers, &(struct order){2, 2, 30});
    run_all();
    EXPECT_SAID("a+0@5 b+0@5", "the journal returns 3, twice");
    EXPECT_INT(account[0].balance, 70, "and looked at the balance");
    close_bank();
}

GRADED(hunt_transfer, too_much_to_itself,
       "when there is less than `amount` on the account: then nothing is "
       "written")
{
    open_bank();
    launch("a", transfers, &(struct order){1, 1, 101});
    launch("b", transfers, &(struct order){1, 1, 100});
    run_all();
    EXPECT_SAID("a=ENOSPC@0 b+0@5", "a moves 101 and b 100, from an account "
                                    "with 100 to that same account");
    EXPECT_INT(written, 1, "and counted what was written");
    close_bank();
}

static int looks_and_writes(struct hunt_bank *b,
                            const struct hunt_account *from,
                            const struct hunt_account *to, long amount)
{
    int rc;

    EXPECT_INT(from->balance, 100, "looked at one balance, and wrote");
    EXPECT_INT(to->balance, 100, "looked at the other one, and wrote");
    rc = writes(b, from, to, amount);
    EXPECT_INT(from->balance, 100, "wrote, and looked at one balance");
    EXPECT_INT(to->balance, 100, "wrote, and looked at the other one");
    return rc;
}

GRADED(hunt_transfer, it_is_written_first,
       "It is written into the journal first, and moved then.")
{
    open_bank();
    bank.write = looks_and_writes;
    launch("a", transfers, &(struct order){0, 1, 30});
    launch("b", transfers, &(struct order){2, 2, 30});
    run_all();
    EXPECT_SAID("a+0@5 b+0@5", "moved 30, and 30 to the same account");
    EXPECT_INT(account[1].balance, 130, "and looked at the balance");
    close_bank();
}

/* One after the other: who of two is first is up to the program. */
GRADED(hunt_transfer, drawn_transfers_end_as_in_the_reference,
       "It is moved exactly when this returns 0.")
{
    static const int journal[] = {0, 0, 0, 3, -EIO};

    open_bank();
    for (int i = 0; i < 30; i++) {
        struct order order = {(int)graded_random(3), (int)graded_random(3),
                              (long)graded_random(120)};

        fails = journal[graded_random(5)];
        launch("t", transfers, &order);
        run_all();
        say("%ld-%ld-%ld", account[0].balance, account[1].balance,
            account[2].balance);
    }
    say("%d", written);
    EXPECT_AS_REFERENCE("thirty transfers between three accounts of 100, each "
                        "with what is left on them");
    close_bank();
}
