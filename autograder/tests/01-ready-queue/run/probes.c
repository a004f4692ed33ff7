/* SPDX-License-Identifier: MIT */
#include "../steps.h"

static void hear(struct aw_probe *probe, enum aw_probe_event event,
                 const void *subject, uint64_t arg)
{
    (void)probe;
    if (event == AW_PROBE_RUN_BEGIN)
        say("<%c", name_of(subject));
    else if (event == AW_PROBE_RUN_END)
        say("%c=%d>", name_of(subject), (int)arg);
    else
        say("event-%d", (int)event);
}

GRADED(run, a_probe_hears_each_call_begin_and_end,
       "If a probe is set it hears AW_PROBE_RUN_BEGIN and AW_PROBE_RUN_END "
       "around each call.")
{
    struct aw_probe probe = {hear};

    arrange("ab");
    step[0].result = 7;
    step[1].result = -EIO;
    ready.probe = &probe;
    aw_ready_run(&ready);

    EXPECT_SAID("<a a a=7> <b b b=-5>", "ran a and b under a probe");
}

static struct aw_probe gone;

static int takes_the_probe_away(struct aw_handle *handle)
{
    (void)handle;
    say("takes");
    ready.probe = NULL;
    memset(&gone, 0, sizeof(gone)); /* and its memory */
    return 0;
}

GRADED(run, a_probe_that_is_taken_away_hears_no_more,
       "A callback may take it away, with its memory: it hears no end then")
{
    struct aw_handle handle;

    aw_ready_init(&ready);
    gone.event = hear;
    ready.probe = &gone;
    aw_handle_init(&handle, takes_the_probe_away);
    aw_ready_push(&ready, &handle);
    aw_ready_run(&ready);
    EXPECT_SAID("<? takes", "a callback has taken the probe away");
}
