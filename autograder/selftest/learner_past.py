#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What passed when: "broken since your edit of FILE", and points kept."""
import os
import json
import shutil
import subprocess
import time
from pathlib import Path

from learner_copy import (CHAPTER, EXERCISES, GRADER, aw, grade, in_copy,
                          replace, report, says, solve)

RECORD = Path(".progress", f"{CHAPTER}.json")
MISTAKE = ("node->prev->next = node->next;", ";")


def an_edit_is_named():
    solve("list.c")
    report("what never passed is not broken", says(
        grade(), r"0\.1 .* 3 / 3", "!broken"))
    replace(EXERCISES / "list.c", *MISTAKE)
    output = grade()
    report("an edit that breaks is named, and what else fails", says(
        output, r"broken    since your edit of list\.c: it passed at \d\d:\d\d\n",
        r"also      list/\w+, list/\w+, list/\w+ and 1 more\n"))
    results = json.loads(Path("build/grade/results.json").read_text())
    exercise = results["chapters"][0]["exercises"][0]
    report("results.json has it, too", says(
        str(exercise.get("broken")), "since your edit of list.c"))
    report("it is still broken when it is graded again", says(
        grade(), r"since your edit of list\.c"))
    solve("list.c")
    report("mended, it is broken no more", says(grade(), "!broken"))


def another_file_is_named():
    """The list's tests run on splice.c as well."""
    solve("list.c")
    solve("splice.c")
    grade()
    solve("splice.c", "/* an edit */\n")
    replace(EXERCISES / "list.c", *MISTAKE)
    report("of two edits both are named", says(
        grade(), r"since your edit of list\.c and splice\.c: it passed"))


def a_day_is_named():
    solve("list.c")
    grade()
    record = json.loads(RECORD.read_text())
    record["exercises"]["list.c"]["passed"]["when"] = 1600000000
    RECORD.write_text(json.dumps(record))
    replace(EXERCISES / "list.c", *MISTAKE)
    report("another day is named by its date", says(
        grade(), r"it passed at 2020-09-1\d at \d\d:\d\d\n"))


def the_workbook_is_named():
    solve("list.c")
    replace(EXERCISES / "list.c", *MISTAKE)
    grade()
    record = json.loads(RECORD.read_text())
    now = record["exercises"]["list.c"]["graded"]["files"]
    passed = {"when": 1600000000, "files": now, "tests": "older"}
    record["exercises"]["list.c"]["passed"] = passed
    RECORD.write_text(json.dumps(record))
    report("tests that have changed are named, and no file", says(
        grade(), "broken    the workbook has changed since it passed at "
        r"2020.*your files have not", "!your edit"))
    tests = json.loads(RECORD.read_text())["exercises"]["list.c"]
    solve("list.c")
    grade()
    tests = json.loads(RECORD.read_text())["exercises"]["list.c"]["passed"]
    passed["tests"] = tests["tests"]
    record["exercises"]["list.c"]["passed"] = passed
    RECORD.write_text(json.dumps(record))
    replace(EXERCISES / "list.c", *MISTAKE)
    report("where nothing has changed, no file is blamed", says(
        grade(), "no file of yours has changed", "!your edit"))


def others_leave_no_trace():
    solve("list.c")
    for words in (["FROM=solutions"], ["EX=0.1", "SKIP=0.2"],
                  ["TEST=list/removing_twice_does_nothing"], ["MINE=all"]):
        grade(*words)
        report(f"{words[-1]} is not recorded", RECORD.exists() and
               f"there is a {RECORD}")


def points_are_kept():
    solve("list.c")
    grade()
    report("each chapter's points are shown", says(
        aw("progress"), r"00-start-here .* 3 / 10 +1 of 4 exercises begun",
        r"01-ready-queue .* 0 / 35 +0 of"))
    shutil.rmtree("build/grade")
    report("they do not lie in build/", says(aw("progress"), r" 3 / 10 "))
    solve("error.c")
    grade("EX=0.3")
    report("one exercise adds to the others", says(
        aw("progress"), r" [4-9]\S* / 10 +2 of 4"))
    shutil.copy(f"autograder/stubs/{CHAPTER}/list.c", EXERCISES)
    report("a stub has no points", says(aw("progress"), "! 3 / 10",
                                        "1 of 4 exercises begun"))


def speed_is_kept():
    """Points for speed stay while the files are the same."""
    solve("clock.c", chapter="02-timers")
    solve("heap.c", chapter="02-timers")
    aw("grade", "EX=2.2", "TIMING=0")
    path = Path(".progress/02-timers.json")
    record = json.loads(path.read_text())
    record["exercises"]["heap.c"]["graded"]["earned"] = 10.5
    path.write_text(json.dumps(record))
    aw("grade", "EX=2.2", "TIMING=0", "FRESH=1")
    report("TIMING=0 takes no points for speed away", says(
        aw("progress"), r"02-timers .* 10\.5 / 45"))
    solve("heap.c", "/* an edit */\n", chapter="02-timers")
    aw("grade", "EX=2.2", "TIMING=0")
    report("an edit does", says(aw("progress"), r"!10\.5 / 45"))


def a_broken_record_is_put_aside():
    RECORD.parent.mkdir()
    RECORD.write_text("{half")
    solve("list.c")
    report("a record that cannot be read is put aside, and said", says(
        grade(), "cannot be read; it is kept as", "status 0"),
        Path(f"{RECORD}.unreadable").read_text() != "{half" and "it is lost")
    RECORD.write_text("{another half")
    grade()
    report("and not in the place of an older one", [
        text for name, text in (("", "{half"), ("-2", "{another half"))
        if not os.path.exists(f"{RECORD}.unreadable{name}")
        or Path(f"{RECORD}.unreadable{name}").read_text() != text])
    RECORD.write_text('{"schema": 2, "exercises": []}')
    grade()
    report("a later version's record is left alone",
           RECORD.read_text() != '{"schema": 2, "exercises": []}'
           and "it was changed")


def grading():
    return subprocess.Popen([GRADER, "grade", "CH=00", "TIMING=0"],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)


def a_save_while_it_compiles():
    """What is kept under a text's name was made of that text."""
    wrong = []
    for i in range(3):
        solve("list.c", f"/* {i} */\n" * 2000)
        shutil.rmtree("build/grade/work", ignore_errors=True)
        running = grading()
        while running.poll() is None and not list(
                Path("build/grade").glob("work/*")):
            time.sleep(0.001)
        time.sleep(0.03 * i)
        replace(EXERCISES / "list.c", *MISTAKE)
        running.communicate()
        wrong.append(says(grade("FRESH=1"), r"0\.1 .* \d.*fail"))
        solve("list.c", f"/* {i} */\n" * 2000)
        wrong.append(says(grade("FRESH=1"), r"0\.1 .* 3 / 3"))
    report("a save while it is compiled is not taken for the text before",
           *wrong)


def a_save_while_it_is_tested():
    """What passed is what was compiled, and not what lies there since."""
    solve("list.c", "/* a program of its own */\n"
          "static int use(void) { return 7; }\n"
          "int (*aw_use)(void) = use;\n")
    programs = Path("build/grade/prog")
    before = set(programs.glob("*"))
    running = grading()
    while running.poll() is None and set(programs.glob("*")) == before:
        time.sleep(0.001)
    replace(EXERCISES / "list.c", *MISTAKE)
    running.communicate()
    report("a save while it is tested is an edit", says(
        grade(), r"broken    since your edit of list\.c"))


if __name__ == "__main__":
    in_copy([an_edit_is_named, another_file_is_named, a_day_is_named,
             the_workbook_is_named, others_leave_no_trace, points_are_kept,
             speed_is_kept, a_broken_record_is_put_aside,
             a_save_while_it_compiles, a_save_while_it_is_tested])
