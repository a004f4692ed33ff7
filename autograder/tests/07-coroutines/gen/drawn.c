/* SPDX-License-Identifier: MIT */
#include "fixture.h"

enum { PLAYERS = 4, COUNTS = 2 };

static struct player drawn_player[PLAYERS]; /* a to d */
static struct aw_count drawn_count[COUNTS]; /* x and y */
static int counting;

static struct aw_gen *gen_of(int i)
{
    return i < PLAYERS ? &drawn_player[i].gen : &drawn_count[i - PLAYERS].gen;
}

static void say_outcome(int i, const char *deed, int rc)
{
    char name = "abcdxy"[i];

    if (rc < 0)
        say("%c%s=%s", name, deed, aw_error_name(rc));
    else
        say("%c%s=%d:%d", name, deed, rc, (int)gen_of(i)->value);
    say("%s",
        (const char *[]){"new", "stands", "runs", "ended"}[gen_of(i)->state]);
}

static void does_something(void);

/* Says what it is given; now and then it lets another one run. */
static int plays(struct aw_gen *gen, intptr_t sent, int thrown)
{
    struct player *p = aw_container_of(gen, struct player, gen);
    int ways = thrown == -ECANCELED ? 3 : 6;

    say("(%d%s,at%d", (int)sent, thrown ? aw_error_name(thrown) : "", gen->at);
    gen->at++;
    if (p->runs++ < 6 && graded_random(3) == 0)
        does_something();
    say(")");
    gen->value = (intptr_t)graded_random(100);
    switch (graded_random((uint64_t)ways)) {
    case 0:
        return thrown;
    case 1:
        return -EIO;
    case 2:
        return 0;
    default:
        return AW_YIELDED;
    }
}

static void begins_again(int i)
{
    struct aw_count *c;
    long next = (long)graded_random(20) - 5;

    if (i < PLAYERS) {
        memset(gen_of(i), 0x55, sizeof(struct aw_gen));
        drawn_player[i].runs = 0;
        aw_gen_init(gen_of(i), plays);
        say("%c", "abcd"[i]);
        return;
    }
    c = &drawn_count[i - PLAYERS];
    /* One that is not finished is borrowing `counting`. */
    aw_gen_close(&c->gen);
    memset(c, 0x55, sizeof(*c));
    aw_count_init(c, next, next + (long)graded_random(12) - 2, &counting);
    say("%c:%ld..%ld", "xy"[i - PLAYERS], c -> next, c -> last);
}

static void does_something(void)
{
    static const int errors[] = {-EIO, -EPIPE, -ECANCELED, AW_EGROUP};
    int i = (int)graded_random(PLAYERS + COUNTS);
    intptr_t sent = graded_random(3) ? (intptr_t)graded_random(4) : 0;
    struct aw_gen *gen = gen_of(i);

    if (gen->state == AW_GEN_RUNNING)
        return;
    switch (graded_random(12)) {
    case 0:
    case 1:
        say_outcome(i, "!", aw_gen_throw(gen, errors[graded_random(4)]));
        break;
    case 2:
        say_outcome(i, "-", aw_gen_close(gen));
        break;
    default:
        if (gen->state == AW_GEN_FINISHED && graded_random(2))
            begins_again(i);
        else
            say_outcome(
                i, "",
                aw_gen_send(gen, gen->state == AW_GEN_CREATED ? 0 : sent));
    }
    say("open%d", counting);
}

GRADED(gen, drawn_generators_go_on_as_in_the_reference,
       "Let `gen` run to its next yield or to its end; the yield at which it "
       "stands gives `value`.")
{
    for (int i = 0; i < COUNTS; i++)
        aw_count_init(&drawn_count[i], 0, -1, &counting);
    for (int i = 0; i < PLAYERS + COUNTS; i++)
        begins_again(i);
    for (int i = 0; i < 100; i++)
        does_something();
    EXPECT_AS_REFERENCE("sent to a to d and to counts x and y (a=1:7, it "
                        "yielded 7), threw (a!), closed (a-)");
}
