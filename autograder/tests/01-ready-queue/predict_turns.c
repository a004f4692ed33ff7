/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "predict_turns.h"

#include "graded.h"

struct predict p;

static char heard[64];

void predict_say(char letter)
{
    size_t n = strlen(heard);

    if (n + 1 < sizeof(heard))
        heard[n] = letter;
}

static void arrange(void)
{
    memset(&p, 0, sizeof(p));
    memset(heard, 0, sizeof(heard));
    aw_ready_init(&p.ready);
}

static void run(bool bars)
{
    while (aw_ready_run(&p.ready) > 0)
        if (bars)
            predict_say('|');
}

static void compare(const char *prediction, const char *with)
{
    EXPECT_PREDICTED(prediction, heard, "ran the program%s", with);
}

GRADED(predict_turns, pushes,
       "What predict_program_pushes says, bars included.")
{
    arrange();

    predict_program_pushes();
    run(true);

    compare(predict_pushes, "");
}

GRADED(predict_turns, cancels,
       "What predict_program_cancels says, bars included.")
{
    arrange();

    predict_program_cancels();
    run(true);

    compare(predict_cancels, "");
}

GRADED(predict_turns, chains,
       "What predict_program_chains says, without the bars.")
{
    unsigned m = 1 + (unsigned)graded_random(9);
    unsigned n = 1 + (unsigned)graded_random(9);
    char with[40];

    arrange();
    snprintf(with, sizeof(with), " with m = %u and n = %u", m, n);

    predict_program_chains(m, n);
    run(false);

    compare(predict_chains, with);
}

GRADED(predict_turns, errors,
       "What predict_program_errors says, bars included.")
{
    arrange();

    predict_program_errors();
    run(true);

    compare(predict_errors, "");
}
