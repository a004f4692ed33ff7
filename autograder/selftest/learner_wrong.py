#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What cannot be done is said in a sentence, and then nothing has changed:
words that are not understood, a workbook that is damaged, a disk that is
full, files that may not be written.  The grader ends with 2.
"""
import json
import os
import pty
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from learner_copy import (CHAPTER, EXERCISES, GRADER, aw, grade, in_copy,
                          report, says, solve)
from surroundings import tree

RUBRIC = Path("autograder/tests", CHAPTER, "rubric.json")
JAIL = os.environ.get("AW_JAIL", "build/grader/aw-jail")
NOBODY = 65534


def refused(what, said, *patterns):
    """It ends with 2 and says so; `patterns` are searched for over lines."""
    report(what, says(said, *patterns, r"\nstatus 2\n\Z"))


def unchanged(what, test):
    """Nothing of the learner's has come, gone or changed."""
    before = {folder: tree(folder) for folder in ("exercises", "autograder")}
    test()
    report(what, [folder for folder in before
                  if tree(folder) != before[folder]])


# ---- Words ------------------------------------------------------------------

OF_GRADE = [
    ("CHAPTER=00", '"CHAPTER=00" is not understood; CH=, EX=, .* are'),
    ("00", '"00" is not understood'),
    ("MINE=some", "MINE=some is not understood; MINE=all grades"),
    ("SEED=0x7", "SEED=0x7 is no number"),
    ("ORDERS=many", "ORDERS=many is not understood; .*ORDERS=1000"),
    ("ORDERS=123456", "ORDERS=123456 is not understood"),
    ("JOBS=two", "JOBS=two is not understood; .*JOBS=2"),
    ("JOBS=1000", "JOBS=1000 is not understood"),
    ("ENGINE=kqueue", "ENGINE=kqueue is not understood; .*ENGINE=uv"),
    ("TIMING=no", "TIMING=no is not understood; say TIMING=0 or TIMING=1"),
    ("STRICT=yes", "STRICT=yes is not understood"),
    ("FRESH=2", "FRESH=2 is not understood"),
    ("OFFICIAL=y", "OFFICIAL=y is not understood"),
    ("GDB=on", "GDB=on is not understood"),
    ("CH=77", r'no chapter "77"\.  There are:\n  00-start-here  \(exercises '
     r"0\.1 to 0\.4\)"),
    ("EX=0.9", r'no exercise "0\.9"\.  There are:'),
    ("SKIP=9.99", r'no exercise "9\.99"'),
    ("FROM=docs", "docs is no submission: .*docs/00-start-here/"),
    ("FROM=nowhere", "nowhere is no submission"),
    ("TEST=list/no_such", 'no test "list/no_such"; .*such as list/'),
]
OF_OTHERS = [
    (["hint"], "no exercise was named: .*make hint EX=1.2"),
    (["hint", "EX=0.9"], r'no exercise "0\.9": .*make hint EX=1\.2'),
    (["reset"], "say what to reset, as in make reset CH=02"),
    (["reset", "CH=77"], "say what to reset"),
    (["reset", "CH=00", "EX=0.9"], "say what to reset"),
    (["regrade"], 'no command "regrade"; grade, coverage, .* are'),
    ([""], 'no command ""'),
    (["grade", "EX=0.1", "TEST=error/success_passes_through"],
     'no test "error/success_passes_through" in exercise 0.1'),
    (["grade", "TEST=poller/a_poll_with_nothing_returns"], "no test|say CH="),
    (["grade", "CH=00", "FROM=solutions", "GDB=1"],
     "GDB=1 finds nothing to stop at: .*TEST="),
]


def words():
    for word, pattern in OF_GRADE:
        refused(f"grade {word}", grade(word), pattern)
    for line, pattern in OF_OTHERS:
        refused(" ".join(line) or "nothing", aw(*line), pattern)


def words_that_are_wrong():
    unchanged("words that are wrong change nothing", words)


def a_hidden_version_is_no_test():
    """The probes are found in the rubrics."""
    for path in sorted(Path("autograder/tests").glob("*/rubric.json")):
        for e in json.loads(path.read_text())["exercises"]:
            if e["kind"] == "probe":
                stem = e["file"].removesuffix(".c")
                refused("a probe's hidden version", aw(
                    "grade", f"EX={e['id']}",
                    f"TEST={stem}/catches_mutant_1"),
                    f"a hidden version of the probe {e['id']}, .*say EX=")
                return


def without_make():
    """What make hands over is asked for, and not guessed."""
    jail = os.environ.pop("AW_JAIL")
    refused("without AW_JAIL", grade(), "AW_JAIL is not set; .*through make")
    refused("doctor without AW_JAIL", aw("doctor"), "AW_JAIL is not set")
    os.environ["AW_JAIL"] = "nowhere/aw-jail"
    refused("a jail that is not there", grade(),
            "the helper program nowhere/aw-jail is missing; build it")
    os.environ["AW_JAIL"] = jail
    said = subprocess.run([JAIL, "CH=00"], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.STDOUT)
    report("the jail by hand", said.returncode != 2 and said.returncode, says(
        said.stdout, "started by the grader, not by hand"))
    os.rename("chapters", "chapters-elsewhere")
    refused("another folder", grade(), "holds no chapter with a rubric")
    os.rename("chapters-elsewhere", "chapters")


def a_name_that_is_no_text():
    """A folder may be called anything."""
    folder = os.fsdecode(b"build/caf\xe9")
    shutil.copytree("solutions", folder)
    said = aw("grade", "EX=0.3", "TIMING=0", f"FROM={folder}")
    report("a folder whose name is no text", says(
        said, "Score 2 of 2", "status 0", "graded build/caf[?]", "!\ufffd"))
    path = Path("build/grade/results.json")
    results = json.loads(path.read_text()) if path.exists() else {"from": "-"}
    report("its name is shown as text", results["from"] != "build/caf?"
           and results["from"])
    shutil.rmtree(folder)


def no_place_to_build():
    """As another user's, whose build/ cannot be written."""
    if os.getuid():
        print("skipped  no place to build: this one is not root")
        return
    os.rename("build/grade", "build/grade-elsewhere")
    said = try_as(["doctor"], user=NOBODY)
    os.rename("build/grade-elsewhere", "build/grade")
    refused("doctor without a place to build", said,
            r"cannot make the folder build/grade: Permission denied",
            "nothing can be run: build/grade cannot be made", "!AW_JAIL")


# ---- A damaged rubric -------------------------------------------------------

def exercise(**keys):
    """A rubric whose first exercise has these keys; None takes one out."""
    def edit(rubric):
        for key, value in keys.items():
            rubric["exercises"][0][key] = value
            if value is None:
                del rubric["exercises"][0][key]
    return edit


def top(**keys):
    return lambda rubric: rubric.update(keys)


def no_exercise(rubric):
    rubric["exercises"][0] = "0.1"


TARGET = {"name": "n", "claim": "c", "required": 2.0, "gold": 1.3, "points": 1}
DAMAGES = [
    (top(author="me"), 'the top: unknown key "author"'),
    (top(chapter="01-else"), '"chapter" must be "00-start-here"'),
    (top(title=""), '"title" must be a string that is not empty'),
    (top(hours=0), '"hours" must be a number above 0'),
    (top(imports="memset"), '"imports" must be a list'),
    (top(imports=[1]), '"imports" must hold strings only'),
    (top(exercises=[]), '"exercises" must be a list with exercises'),
    (no_exercise, r"exercise 0\.1: must be an object"),
    (exercise(point=3), r'exercise 0\.1: unknown key "point"'),
    (exercise(id="0.2"), r'"id" is "0\.2", but it is number 0\.1'),
    (exercise(title=None), '"title" must be a string'),
    (exercise(kind="essay"), 'no kind of exercise is called "essay"'),
    (exercise(kind="hunt"), r"the file of a hunt must be called hunt_\.\.\.\.c"),
    (exercise(file="list.h"), '"file" must be the name of a C source'),
    (exercise(file="../list.c"), '"file" must be the name of a C source'),
    (exercise(file="other.c"),
     "there is no autograder/stubs/00-start-here/other.c"),
    (exercise(points=-1), '"points" must be a number above 0'),
    (exercise(minutes="ten"), '"minutes" must be a number above 0'),
    (exercise(section=7), '"section" must be a string'),
    (exercise(needs="0.2"), '"needs" must be a list'),
    (exercise(tests=None), 'a probe has "mutants", all others have "tests"'),
    (exercise(mutants=["m"]), 'a probe has "mutants"'),
    (exercise(hints=["one", "two"]), '"hints" must be three'),
    (exercise(timing=[{**TARGET, "gold": 1.0}]),
     r"n: 1\.15 <= gold < required must hold"),
    (exercise(timing=[{**TARGET, "required": 1.3}]),
     r"n: 1\.15 <= gold < required must hold"),
    (exercise(timing=[{"name": "n"}]), '"claim" must be a string'),
]


def a_damaged_rubric():
    text = RUBRIC.read_text()
    for edit, pattern in DAMAGES:
        rubric = json.loads(text)
        edit(rubric)
        RUBRIC.write_text(json.dumps(rubric))
        refused(f"a rubric: {pattern}", aw("progress"),
                f"aw-grade: {RUBRIC}: .*{pattern}")
    RUBRIC.write_text(text.replace(",", ",\n,", 1))
    refused("a rubric that is no JSON", aw("progress"),
            rf"aw-grade: {RUBRIC}:\d+: .*expected near")
    RUBRIC.write_text(text)
    report("the rubric as it was", says(aw("progress"), "status 0"))


# ---- Disks ------------------------------------------------------------------

def on_a_small_disk(size, *words, **environment):
    """A grading whose build/grade/ is a disk of its own; None where that
    cannot be had."""
    mounts = f"mount -t tmpfs -o mode=755,size={size} none build/grade"
    unshare = ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
    if subprocess.run([*unshare, "sh", "-c", mounts],
                      stderr=subprocess.DEVNULL).returncode:
        return None
    run = subprocess.run(
        [*unshare, "sh", "-c", f'{mounts} && exec "$@"', "sh", GRADER, "grade",
         "CH=00", "TIMING=0", *words], stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, **environment})
    return f"{run.stdout}status {run.returncode}\n"


def a_full_disk():
    said = on_a_small_disk("1m")
    if said is None:
        print("skipped  a full disk: nothing can be mounted here")
        return
    refused("a disk that is full", said,
            "the disk is full: a grading needs 64 MB", "!Score")
    # This compiler fills what is left, and is then what fails.
    solve("error.c")
    compiler = Path("build", "cc-that-fills")
    compiler.write_text("#!/bin/sh\nfor i in 1 2 3 4; do\n"
                        'head -c 30000000 /dev/zero >"$TMPDIR/$i" 2>/dev/null\n'
                        'done\nexec gcc "$@"\n')
    compiler.chmod(0o755)
    said = on_a_small_disk("80m", "EX=0.3", AW_ISOLATION="none",
                           AW_CC=str(compiler.resolve()))
    refused("a disk that becomes full costs no point", said,
            "could_not_grade: error/", "machine   the disk is full",
            "!compile_error", r"Score 0 of 0")
    said = on_a_small_disk("80m", "EX=0.3")
    report("a disk that is just large enough", says(
        said, r"Score 2 of 2", "status 0"))


def limited():
    """What is longer than nothing cannot be written, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def try_as(words, **how):
    run = subprocess.run([GRADER, *words], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, **how)
    return f"{run.stdout}status {run.returncode}\n"


def nothing_can_be_written():
    solve("list.c")
    mine = (EXERCISES / "list.c").read_text()

    def attempts():
        refused("reset where nothing can be written", try_as(
            ["reset", "CH=00"], preexec_fn=limited),
            r"cannot write \.backup/.*: File too large", "!the stub again")
        refused("hint where nothing can be written", try_as(
            ["hint", "EX=0.1"], preexec_fn=limited),
            r"cannot write \.progress/hints/", "1. nudge")
    unchanged("nothing is lost where nothing can be written", attempts)
    report("no half of a file is left", [
        str(path) for path in Path(".").rglob("*.new-*")])

    shutil.rmtree(".backup", ignore_errors=True)
    Path(".backup").write_text("")  # a file where a folder should be
    refused("reset without a place for the old file", aw("reset", "EX=0.1"),
            r"cannot make the folder \.backup/00-start-here: Not a directory")
    report("reset keeps what it cannot keep elsewhere",
           (EXERCISES / "list.c").read_text() != mine and "it is gone")
    Path(".backup").unlink()
    (EXERCISES / "list.c").unlink()
    (EXERCISES / "list.c").mkdir()
    refused("reset of a folder", aw("reset", "EX=0.1"),
            "list.c cannot be read; it stays as it is")
    (EXERCISES / "list.c").rmdir()
    stub = Path("autograder/stubs", CHAPTER, "list.c")
    stub.rename("build/list.stub")
    refused("a stub that is gone", aw("reset", "EX=0.1"), "list.c")
    Path("build/list.stub").rename(stub)


def another_user():
    """Somebody who may read the workbook, and write nothing."""
    if os.getuid():
        print("skipped  another user: this one is not root")
        return
    solve("list.c")

    def attempts():
        for words in (["grade", "CH=00"], ["coverage", "CH=00"]):
            refused(f"{words[0]} of what is not mine", try_as(
                words, user=NOBODY), "cannot .*: Permission denied", "!Score")
        refused("reset of what is not mine", try_as(
            ["reset", "CH=00"], user=NOBODY),
            "cannot make the folder .backup: Permission denied")
        refused("update of what is not mine", try_as(["update"], user=NOBODY),
                "cannot make the folder .progress: Permission denied",
                "!(?s:cannot.*cannot)")
    unchanged("nothing of it changes", attempts)


# ---- A terminal -------------------------------------------------------------

def on_a_terminal():
    """Lines are rewritten there, and the report has colours."""
    solve("error.c")
    said, environment = [], {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(GRADER, [GRADER, "grade", "EX=0.3", "TIMING=0", "FRESH=1"],
                  environment)
    try:
        while part := os.read(terminal, 4096):
            said.append(part)
    except OSError:  # its other end is closed
        pass
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    text = b"".join(said).decode(errors="replace")
    report("a terminal is shown how far it is", status,
           says(text, "\r\033\\[Ktesting [0-9]+ of [0-9]+", "!testing: "))
    report("a terminal has colours", says(text, "\033\\[3[0-9]m.*0\\.3"))
    report("the last line of it is gone", says(
        text.rpartition("of ")[0], "!\n\033"))


def a_header_is_not_handed_in():
    solve("list.c", '#include "mine.h"\n')
    (EXERCISES / "mine.h").write_text("enum { MINE };\n")
    run = subprocess.run([sys.executable, "autograder/tools/submit.py", "00"],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True)
    report("make submit refuses what would not compile elsewhere", says(
        run.stdout, r"list\.c includes mine\.h, which is not handed in: write "
        r"what it holds into list\.c"), run.returncode == 0 and "status 0")


if __name__ == "__main__":
    in_copy([words_that_are_wrong, a_hidden_version_is_no_test, without_make,
             a_name_that_is_no_text, no_place_to_build,
             a_damaged_rubric, a_full_disk, nothing_can_be_written,
             another_user, on_a_terminal, a_header_is_not_handed_in])
