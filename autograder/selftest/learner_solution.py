#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make solution and make hint: what is shown, and no more than that."""
import os
import shutil
import subprocess
from pathlib import Path

from learner_copy import (CHAPTER, EXERCISES, aw, in_copy, replace, report,
                          says, solve)

RUBRIC = Path("autograder/tests", CHAPTER, "rubric.json")


def solution(*words, columns="160"):
    run = subprocess.run(["make", "--no-print-directory", "solution", *words],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, env={**os.environ, "COLUMNS": columns})
    return f"{run.stdout}status {run.returncode}\n"


def functions_are_compared():
    solve("list.c", "/* of mine */\nint more(void);\nint more(void)\n"
          "{\n    return 1;\n}\n")
    replace(EXERCISES / "list.c", "node->prev->next = node->next;",
            "/* here */ node->prev->next   =   node->next;")
    output = solution("CH=00", "EX=0.1")
    report("what is the same but for space and comments is only named", says(
        output, "the same: .*aw_list_remove", "!next   =", "status 0",
        "only in yours: more", "!splice", "!Not begun"))
    replace(EXERCISES / "list.c", "node->prev->next   =   node->next;", ";")
    report("what differs stands side by side", says(
        solution("CH=00", "EX=0.1"), r"\naw_list_remove\n",
        r"/\* here \*/ ; +\| +node->prev->next = node->next;",
        "!the same: .*aw_list_remove", "the same: .*aw_list_init"))
    report("or one below the other, where it is narrow", says(
        solution("EX=0.1", columns="80"),
        r"\n-    /\* here \*/ ;\n\+    node->prev->next = node->next;"))
    report("a missing function is shown as it is", says(
        solution("EX=0.2"), "Not begun.  There are hints before this: make "
        "hint EX=0.2"))
    report("a whole chapter has all of its files", says(
        solution("CH=0"), "list.c +|", "splice.c +|", "error.c +|"))


def tests_of_probes_are_compared():
    shutil.copy("solutions/01-ready-queue/probe_cancel.c",
                "exercises/01-ready-queue/")
    report("a probe's tests go by suite and fact", says(
        solution("CH=01"), r"the same: .*\w+/\w+", "status 0"))


def mistakes_are_told():
    for words, answer in (([], "Say which chapter"),
                          (["CH=99"], "Say which chapter"),
                          (["CH=x"], "Say which chapter"),
                          (["EX=0.9"], "has no exercise 0.9")):
        report(f"{words} is no exercise", says(solution(*words), answer,
                                               "status 2"))


def hints_come_one_by_one():
    """Each is its own text; none is shown before it is asked for."""
    texts = ["nudge", "approach", "near-solution"]
    for asked in (1, 2, 3, 4):
        shown = min(asked, 3)
        report(f"asked {asked} times there are {shown}", says(
            aw("hint", "EX=0.2"),
            *[f"{i + 1}. {text}" if i < shown else f"!{text}"
              for i, text in enumerate(texts)],
            "The next hint" if shown < 3 else "That was the last",
            "status 0"))
    report("another exercise begins with its first", says(
        aw("hint", "EX=0.1"), "1. nudge", "!approach"))
    shutil.rmtree("build/grade", ignore_errors=True)
    report("what was shown is known behind make clean", says(
        aw("hint", "EX=0.2"), "near-solution"))
    report("FRESH=1 begins with the first again", says(
        aw("hint", "EX=0.2", "FRESH=1"), "1. nudge", "!approach"))
    for bad in ("{", "-5", "99", ""):
        for path in Path(".progress/hints").rglob("list.c"):
            path.write_text(bad)
        report(f"a note that says {bad!r} gives away no more", says(
            aw("hint", "EX=0.1"), "1. nudge", "status 0",
            "!near-solution" if bad != "99" else "1. nudge"))
    report("no exercise is told", says(aw("hint"), "no exercise was named",
                                       "status 2"))


if __name__ == "__main__":
    in_copy([functions_are_compared, tests_of_probes_are_compared,
             mistakes_are_told, hints_come_one_by_one])
