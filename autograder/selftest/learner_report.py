#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a report says beside the points: what is built and how far, where to
look first, what is not measured, and never more than 24 lines of one failure.
"""
import re
import subprocess
from pathlib import Path

from learner_copy import (EXERCISES, aw, grade, in_copy, replace, report,
                          says, solve)

MUTANTS = ["00-start-here", "01-ready-queue"]
MANY, LINES = 7, 24  # mutants of each chapter, and lines of a failure


def a_first_build_says_how_far_it_is():
    """Twelve objects are gone, and one line tells of the tenth."""
    objects = sorted(Path("build/gcc/release/solutions").glob("0[0-2]*/*.o"))
    for path in objects[:12]:
        path.unlink()
    run = subprocess.run(["make", "--no-print-directory", "-j1", "grade",
                          "CH=00", "TIMING=0"], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    report("a build says how far it is", len(objects) < 12 and "too few",
           says(run.stdout, r"(?m)^compiling 10 of 12$", "!compiling 1 "))
    run = subprocess.run(["make", "--no-print-directory", "grade", "CH=00",
                          "TIMING=0"], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    report("where nothing is built nothing is said", says(
        run.stdout, "!compiling [0-9]+ of"))


def speed_waits_for_the_tests():
    solve("handle.c", chapter="01-ready-queue")
    solve("ready.c", chapter="01-ready-queue")
    solve("run.c", chapter="01-ready-queue")
    run = Path("exercises/01-ready-queue/run.c")
    patch(run, "01-ready-queue", "run_ends_before_it_is_told")
    report("a test that fails puts speed off, which is said", says(
        aw("grade", "CH=01", "EX=1.3"), "[0-9] of [0-9]+ tests fail; "
        "speed is measured when none does"))
    report("who does not ask for speed is not told", says(
        aw("grade", "CH=01", "EX=1.3", "TIMING=0"), "!speed is measured"))


def another_file_is_named_at_the_end():
    """The mistake is in handle.c, and shows in the tests of ready.c."""
    solve("list.c")
    solve("splice.c")
    replace(EXERCISES / "list.c", "node->prev->next = node->next;", ";")
    output = aw("grade", "EX=0.2", "TIMING=0")
    report("a suspected file is named where most people look", says(
        output, r"because   the mistake may well be in your list\.c",
        r"Next: mend exercise 0\.2 .*; look into exercises/00-start-here/"
        r"list\.c first\.  Stuck"))


def others_that_fail_are_named():
    """Broken from the first day on; and what is not written is not broken."""
    solve("list.c")
    replace(EXERCISES / "list.c", "node->prev->next = node->next;", ";")
    output = grade("EX=0.1")
    report("the others that fail are named", says(
        output, r"\(the first of 5\)\n",
        r"\n    also      list/\w+, list/\w+, list/\w+ and 1 more\n",
        "!broken"))
    first, also = (re.search(what, output)[1].split(", ") for what in
                   (r"failed: (\S+)", r"    also      (.*) and"))
    report("and none twice", len({*first, *also}) < 4 and output)
    replace(EXERCISES / "list.c", "node->next->prev = node->prev;",
            "AW_TODO();")
    report("what is yet to be written is not named", says(
        grade("EX=0.1"), "!    also "))
    replace(EXERCISES / "list.c", "AW_TODO();", "no C")
    report("nor what does not compile", says(grade("EX=0.1"), "!    also "))


# ---- Length -------------------------------------------------------------------

def patch(path, chapter, mutant):
    text = Path("autograder/mutants", chapter, f"{mutant}.patch").read_text()
    subprocess.run(["patch", "-s", str(path)], input=text, text=True,
                   stdout=subprocess.DEVNULL, check=True)


def longest(output):
    """The longest failure of a report: blocks stand between empty lines."""
    blocks = [b for b in output.split("\n\n") if re.match(r"\d+\.\d+ ", b)]
    return max(blocks, key=lambda b: b.count("\n"), default="")


def no_failure_is_long():
    for chapter in MUTANTS:
        folder = Path("autograder/mutants", chapter)
        names = [p.stem for p in sorted(folder.glob("*.patch"))
                 if not re.match("slow|tune|probe|hunt|predict", p.stem)]
        stubs = {p.name for p in Path("autograder/stubs", chapter).glob("*.c")}
        for name in names[:MANY]:
            for stub in stubs:
                solve(stub, "/* passed */\n", chapter=chapter)
            text = (folder / f"{name}.patch").read_text()
            file = re.search(rf"solutions/{chapter}/(\S+)", text)[1]
            patch(Path("exercises", chapter, file), chapter, name)
            block = longest(aw("grade", f"CH={chapter[:2]}", "TIMING=0"))
            report(f"{name} is told in {block.count(chr(10)) + 1} lines",
                   not block and "it is not told",
                   block.count("\n") >= LINES and block)
    solve("list.c")
    aw("grade", "EX=0.1", "TIMING=0")
    replace(EXERCISES / "list.c", "node->prev->next = node->next;",
            'AW_ASSERT(0, "long' + "\\n" * 100 + '");')
    block = longest(aw("grade", "EX=0.1", "TIMING=0"))
    report(f"a sentence of a hundred lines in {block.count(chr(10)) + 1}",
           says(block, r"\n    \.\.\.\n    also .*\n    broken .*\n    read .*"
                r"\n    again"), block.count("\n") >= LINES and block)


if __name__ == "__main__":
    in_copy([a_first_build_says_how_far_it_is, speed_waits_for_the_tests,
             another_file_is_named_at_the_end, others_that_fail_are_named,
             no_failure_is_long])
