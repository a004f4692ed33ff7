/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static struct player a, b;

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
