#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make class: what an instructor is told of what is not the usual, in the
notes of the sheet, in the summary, and before anything is graded.  Chapter 00
is graded; what the grader cannot be made to say here is written by hand."""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).parent), "autograder/class"]

import class_submissions as submissions  # noqa: E402
import ledger  # noqa: E402
import job  # noqa: E402
from class_submissions import ALL, ERROR, LIST, SOURCES, SPLICE  # noqa: E402

WORK = Path("build/class_notes_test").resolve()
counts = {"passed": 0, "failed": 0, "skipped": 0}
EXIT = "    __asm__ volatile(\"syscall\" : : \"a\"(231), \"D\"(0));\n"


def check(what, holds, found=""):
    counts["passed" if holds else "failed"] += 1
    print("ok     " if holds else "FAILED ", what, "" if holds else found)


def grade(folder, out, *words):
    return subprocess.run([sys.executable, "autograder/class/run.py", folder,
                           out, *words], stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def edited(file, old, new):
    text = SOURCES[file].decode()
    assert old in text
    return text.replace(old, new, 1).encode()


# ---- Notes ------------------------------------------------------------------

EXPECTED = {
    "alone": ("graded", "3", r"list.c stands in no folder 00-start-here, and "
                             rf"was taken for {LIST}$"),
    "broken": ("graded", "7", r"0\.1: list.c does not compile$"),
    "early": ("graded", r"\d.*", r"0\.2: the program ended early in \d tests$"),
    "nothing": ("empty", "0", "no file of the workbook was found in it$"),
    "other": ("graded", "0", "nothing of 00-start-here is in it; it holds "
                             "02-timers$"),
    "pair": ("graded", "10", "$"),
    "rar": ("unclear", "", "none of its files could be taken .*; hw.rar is an "
                           "archive that is not read here$"),
    "refused": ("graded", "7", r"0\.1 is refused: list.c uses exit, which this "
                               r"exercise does not allow$"),
    "stubs": ("graded", "0", "every file equals its stub$"),
    "text": ("unclear", "", "none of its files could be taken .*workbook's$"),
    "whole": ("graded", "10", "$"),
}


def make(folder):
    submissions.into_folder(folder / "alone", {"list.c": SOURCES["list.c"]})
    submissions.into_folder(folder / "broken", ALL | {
        LIST: SOURCES["list.c"] + b"broken\n"})
    if os.uname().machine == "x86_64":
        head = "struct aw_list *aw_list_pop(struct aw_list *list)\n{\n"
        submissions.into_folder(folder / "early", ALL | {
            SPLICE: edited("splice.c", head, head + EXIT)})
    (folder / "nothing").mkdir()
    clock = "02-timers/clock.c"
    submissions.into_folder(folder / "other", {
        clock: Path("solutions", clock).read_bytes()})
    (folder / "pair").mkdir()
    submissions.into_tar(folder / "pair/00.tar.gz", ALL, "w:gz")
    submissions.into_tar(folder / "pair/02.tar.gz", {
        clock: Path("solutions", clock).read_bytes()}, "w:gz")
    submissions.into_folder(folder / "rar", {"hw.rar": b"Rar!"})
    submissions.into_folder(folder / "refused", ALL | {
        LIST: edited("list.c", "    node->next = node;",
                     "    if (!node)\n        __builtin_exit(0);\n"
                     "    node->next = node;")})
    stub = Path("autograder/stubs", ERROR)
    submissions.into_folder(folder / "stubs", {ERROR: stub.read_bytes()})
    submissions.into_folder(folder / "text", {"README.txt": b"done"})
    submissions.into_folder(folder / "whole", ALL)


def notes():
    make(WORK / "all")
    run = grade(WORK / "all", WORK / "out", "CH=00", "TIMING=0")
    with open(WORK / "out/grades.csv", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for student, (status, earned, note) in EXPECTED.items():
        row = rows.get(student)
        check(student, (not row and student == "early") or (
            row["status"] == status and
            re.fullmatch(earned, row["earned"]) and
            re.match(note, row["note"])), row)
    check("the run ends well", run.returncode == 0, run.stdout)
    return (WORK / "out/summary.txt").read_text()


def summary(text):
    first = text.splitlines()[0]
    check("the first line says what was graded, and with what",
          re.match(r"00-start-here, graded with CH=00 TIMING=0 \(SEED=1\), "
                   r"workbook (commit|of digest) [0-9a-f]{12}.*, "
                   r"\d{4}-\d\d-\d\d$", first), first)
    check("the page says the same",
          f"<p>{first}</p>" in (WORK / "out/index.html").read_text())
    check("it counts what does not compile, and what is refused",
          "\n      1 does not compile, 1 refused\n" in text, text)
    check("and quotes no promise for these", "(2)" not in text, text)
    check("it says of how many",
          re.search("of the [89] that could be graded:", text), text)


# ---- What the machine could not decide --------------------------------------

def undecided():
    row = {"digest": "1", "status": "graded", "unsure": 0}
    check("who was graded is settled", ledger.is_settled(row, "1"))
    row["unsure"] = 1
    check("but not where something was undecided",
          not ledger.is_settled(row, "1"))
    results = json.loads((WORK / "out/students/whole/results.json").read_text())
    exercise = results["chapters"][0]["exercises"][0]
    exercise["tests"][0]["status"] = "could_not_grade"
    exercise["timing"] = [{"name": "push_run", "status": "inconclusive"}]
    check("both kinds count", job.scores(results)["unsure"] == 2)
    said = job.notes.of_results(results)
    check("both are told", said == ["0.1: speed was inconclusive (push_run)",
                                    "1 test could not be graded here"], said)


# ---- Before anything is graded ----------------------------------------------

def words():
    run = grade(WORK / "all", WORK / "none", "CH=00", "EX=2.1")
    check("words that leave nothing to grade", run.returncode == 2 and
          "there is nothing to grade" in run.stdout, run.stdout)
    os.environ["AW_ISOLATION"] = "none"
    run = grade(WORK / "all", WORK / "none", "CH=00")
    del os.environ["AW_ISOLATION"]
    check("what to do where isolation is reduced", run.returncode == 2 and
          "make doctor" in run.stdout and "OFFICIAL=0" in run.stdout,
          run.stdout)
    before = (WORK / "out/grades.csv").read_bytes()
    run = grade(WORK / "all", WORK / "out", "CH=02", "TIMING=0")
    check("other words in the same folder", run.returncode == 2 and
          "OUT=another" in run.stdout and "CH=00 TIMING=0" in run.stdout and
          (WORK / "out/grades.csv").read_bytes() == before, run.stdout)
    run = grade(WORK / "all", WORK / "out", "TIMING=0", "CH=00", "JOBS=1")
    check("the same words in another order, and JOBS", run.returncode == 0 and
          "to grade" not in run.stdout, run.stdout)
    run = subprocess.run(["autograder/class/job.sh", WORK / "nowhere",
                          WORK / "students/x", "CH=00"], text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    check("job.sh of a submission that is nowhere", run.returncode == 2 and
          "nowhere" in run.stdout and not (WORK / "students").exists(),
          run.stdout)


def main():
    if "AW_GRADER" not in os.environ:
        sys.exit("class_notes_test.py: start it through make test, or with "
                 "the environment that make environment prints")
    shutil.rmtree(WORK, ignore_errors=True)
    summary(notes())
    undecided()
    words()
    shutil.rmtree(WORK)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
