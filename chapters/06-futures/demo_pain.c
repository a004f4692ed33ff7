/* SPDX-License-Identifier: MIT */
/* Three parts of a program want the same answer: two before it comes, and one
 * afterwards.
 *
 * With a place for one callback, the second takes the place of the first, and
 * the third waits for ever.  With a future all three are told. */
#include <stdio.h>

#include "aw/future.h"

static int told;

static void hears(char part, int answer)
{
    printf("  %c hears %d\n", part, answer);
    told++;
}

/* ---- With a callback ----------------------------------------------------*/

static char on_answer; /* who is called back; 0: nobody */

static void ask_callback(char part)
{
    printf("  %c asks\n", part);
    on_answer = part;
}

static void answer_callback(int answer)
{
    printf("  the answer is there\n");
    if (on_answer)
        hears(on_answer, answer);
    on_answer = 0;
}

/* ---- With a future ------------------------------------------------------*/

static struct aw_loop loop;
static struct aw_future future;
static struct aw_watch watch[3]; /* of A, B and C */

static int hear(struct aw_handle *handle)
{
    struct aw_watch *w = aw_container_of(handle, struct aw_watch, handle);

    hears("ABC"[w - watch], *(int *)w -> value);
    return 0;
}

static void ask_future(char part)
{
    printf("  %c asks\n", part);
    aw_watch_init(&watch[part - 'A'], hear, true);
    aw_watch_start(&watch[part - 'A'], &future);
}

static void answer_future(int *answer)
{
    printf("  the answer is there\n");
    aw_future_resolve(&future, answer);
}

int main(void)
{
    int answer = 42;

    printf("with a callback\n");
    ask_callback('A');
    ask_callback('B');
    answer_callback(answer);
    ask_callback('C');
    printf("  told: %d of 3\n", told);

    printf("with a future\n");
    told = 0;
    aw_loop_init(&loop, NULL);
    aw_future_init(&future, &loop, NULL);
    ask_future('A');
    ask_future('B');
    answer_future(&answer);
    ask_future('C');
    aw_loop_run(&loop);
    printf("  told: %d of 3\n", told);
    aw_future_deinit(&future);
    aw_loop_close(&loop);
    return 0;
}
