/* SPDX-License-Identifier: MIT */
/* Generators: a function of notes drives the driver, and then the counter. */
#ifndef GEN_TESTS_H
#define GEN_TESTS_H

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

static inline int play(struct aw_gen *gen, intptr_t sent, int thrown)
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

static inline void player_init(struct player *player)
{
    *player = (struct player){.play = {AW_YIELDED, AW_YIELDED, AW_YIELDED}};
    aw_gen_init(&player->gen, play);
}

/* One that stands at its first yield. */
static inline void player_begin(struct player *player)
{
    player_init(player);
    aw_gen_send(&player->gen, 0);
}

#endif
