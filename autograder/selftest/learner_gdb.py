#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""GDB=1: it stops where the test fails, and lists the tasks."""
import os
import shutil
from pathlib import Path

from learner_copy import aw, in_copy, replace, report, says, solve

CHAPTER = "08-tasks"
STEP = Path("exercises", CHAPTER, "step.c")
WAITS = "TEST=step/it_waits_until_it_is_settled"


def debug(*words):
    return aw("grade", "CH=08", "GDB=1", *words)


def a_check_that_fails():
    solve("step.c", chapter=CHAPTER)
    replace(STEP, "aw__task_enter(task, AW_TASK_WAITING)",
            "aw__task_enter(task, AW_TASK_READY)")
    report("it stops at the check that fails, and where the task stands", says(
        debug("EX=8.2"), "failed: step/it_waits_until_it_is_settled",
        "without isolation",
        r"You are here:\n    \S*it_waits_until_it_is_settled  "
        r"autograder/tests/08-tasks/step/awaiting\.c:\d+\n",
        r'task "a" \(#1\), ready for a future\n'
        r"      wait_for  exercises/08-tasks/step\.c:\d+\n"
        r"      aw_await_owned  exercises/08-tasks/step\.c:\d+\n",
        "fixture.h:", "!gdb cannot", "status 0"))


def a_contract_that_is_broken():
    solve("step.c", chapter=CHAPTER)
    replace(STEP, "    aw_watch_start(&task->wake, future);",
            '    AW_ASSERT(0, "never");\n'
            "    aw_watch_start(&task->wake, future);")
    report("it stops at a broken assertion, in the learner's function", says(
        debug(WAITS), r"You are here:\n    aw_misuse .*\n"
        r"    wait_for  exercises/08-tasks/step\.c:\d+", "status 0"))


def a_crash():
    solve("step.c", chapter=CHAPTER)
    replace(STEP, "    aw_watch_start(&task->wake, future);",
            "    aw_watch_start((void *)16, future);")
    report("it stops where the program crashes", says(
        debug(WAITS), "SIG(SEGV|ABRT)", r"  exercises/08-tasks/step\.c:\d+",
        "status 0"))


PROBE = Path("exercises", "01-ready-queue", "probe_cancel.c")
TESTS = """#include <criterion/criterion.h>

#include "aw/ready.h"

static struct aw_handle *handle;

static int nothing(struct aw_handle *h)
{
    (void)h;
    return 0;
}

static void prepare(void)
{
    static struct aw_handle one;

    handle = &one;
    aw_handle_init(handle, nothing);
}

TestSuite(cancel, .init = prepare);

Test(cancel, returns)
{
    cr_assert(!aw_handle_cancel(handle));
    cr_assert(WRONG);
}
"""


def a_probe():
    """The learner's own tests, on the reference."""
    PROBE.write_text(TESTS.replace("WRONG", "aw_handle_cancel(handle)"))
    words = ("grade", "CH=01", "EX=1.6", "GDB=1")
    report("a probe's failing assertion is what it stops at, behind .init",
           says(aw(*words), r"\(with GDB=1 it stops there\)",
                "gdb runs cancel/returns now",
                r"You are here:\n    cancel_returns_impl  exercises/"
                r"01-ready-queue/probe_cancel\.c:26\n", "!SIG", "status 0"))
    PROBE.write_text(TESTS.replace("WRONG", "aw_handle_cancel(NULL)"))
    report("and so is a crash", says(
        aw(*words), "SIG(SEGV|ABRT)", r"cancel_returns_impl  exercises/"
        r"01-ready-queue/probe_cancel\.c:26\n", "status 0"))
    PROBE.write_text(TESTS.replace("WRONG", "1"))
    report("where the reference passes it is said what to do instead", says(
        aw(*words), r"failed: ", "!with GDB=1", "nothing to stop at: the "
        "reference passes your tests.*each sentence", "status 2"))


def one_that_passes():
    solve("step.c", chapter=CHAPTER)
    report("a test that passes is stopped at its beginning", says(
        debug(WAITS), r"You are here:\n    step_it_waits_until_it_is_settled",
        "status 0"))
    report("where nothing fails there is nothing to stop at", says(
        debug("EX=8.2"), "finds nothing to stop at", "status 2"))


def without_gdb():
    solve("step.c", chapter=CHAPTER)
    path, tools = os.environ["PATH"], Path("tools-without-gdb")
    tools.mkdir()
    for tool in ("sh", "gcc", "ld", "ld.gold", "as", "objcopy", "bwrap"):
        if shutil.which(tool):
            (tools / tool).symlink_to(shutil.which(tool))
    os.environ["PATH"] = str(tools.resolve())
    report("where gdb is missing its package is named", says(
        debug(WAITS), "apt-get install gdb", "status 2"))
    os.environ["PATH"] = path


if __name__ == "__main__":
    if shutil.which("gdb"):
        in_copy([a_check_that_fails, a_contract_that_is_broken, a_crash,
                 a_probe, one_that_passes, without_gdb])
    print("skipped GDB=1: gdb is not installed")
    print("0 passed, 0 failed, 1 skipped")
