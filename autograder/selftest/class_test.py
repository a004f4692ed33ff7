#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make class: whatever is handed in, everybody gets the row they deserve.

Submissions of chapter 00, good and hostile (class_submissions.py), are graded;
once more with kills and interrupts at random moments, and the sheet must be
the same to the byte.  AW_SEED=n draws the same moments again.
"""
import csv
import fcntl
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).parent), "autograder/class"]

import class_submissions as submissions  # noqa: E402
import ledger  # noqa: E402
import surroundings  # noqa: E402

WORK = Path("build/class_test").resolve()
DIR, OUT = WORK / "submissions", WORK / "out"
RUN = [sys.executable, "autograder/class/run.py"]
STOPS = 6
HOWS = ["killed", "interrupted", "killed with its jobs"]
counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(what, complaints):
    complaints = list(complaints)
    counts["failed" if complaints else "passed"] += 1
    print("FAILED " if complaints else "ok     ", what, flush=True)
    for line in complaints:
        print("        ", line, flush=True)


def grade(folder, out, *words, **environment):
    return subprocess.run([*RUN, folder, out, "CH=00", *words],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True,
                          env=os.environ | environment)


def rows(out):
    with open(out / "grades.csv", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def unlike(row, status, earned, note):
    if row["status"] != status:
        yield f"status {row['status']}, not {status}"
    if row["earned"] != ("" if earned is None else f"{earned:g}"):
        yield f"earned {row['earned']}, not {earned}"
    if not re.match(note, row["note"], re.S):
        yield f"note \"{row['note']}\" is not like \"{note}\""


def refused(run, words):
    """It must not begin, and say why."""
    if run.returncode != 2:
        yield f"status {run.returncode}, not 2"
    if not re.search(words, run.stdout):
        yield f"it does not say \"{words}\", but: {run.stdout}"


# ---- One class --------------------------------------------------------------

def everybody_has_their_row():
    run = grade(DIR, OUT)
    report("the run ends well", [run.stdout] if run.returncode else [])
    found = rows(OUT)
    report("everybody has one row, in order",
           [] if list(found) == sorted(submissions.EXPECTED) else list(found))
    for student, expected in submissions.EXPECTED.items():
        report(student, unlike(found[student], *expected))


def the_surroundings(before):
    report("nothing was written but below build/", map(str, before.tree_changed()))
    report("nothing runs", map(surroundings.describe, before.processes_left()))


def pages_and_summary():
    text = (OUT / "summary.txt").read_text()
    names = [s for s in submissions.EXPECTED if s in text]
    report("the summary names nobody", names)
    wishes = [r"16 submissions: 12 graded, 1 nothing handed in, 3 unreadable",
              r"0\.1 .* 6 +7 +13\n.*most often not kept \(1\): Given any",
              r"points: 0 to 10"]
    report("the summary counts", [f"{wish}\n{text}" for wish in wishes
                                  if not re.search(wish, text)])
    index = (OUT / "index.html").read_text()
    report("the index leads to pages that are there", [
        page for page in re.findall(r'href="([^"]+)"', index)
        if not (OUT / page).is_file()] or
        ([] if "students/alice/" in index else ["alice has none"]))
    notes = (OUT / "students/dave/note.txt").read_text()
    report("no name makes a line of its own",
           [notes] if "\nnewline" in notes else [])
    cells = [cell for row in csv.reader(open(OUT / "grades.csv"))
             for cell in row]
    report("no cell is a formula",
           [c for c in cells if c[:1] in tuple("=+-@\t\r") and c])


# ---- Again ------------------------------------------------------------------

def to_grade(run):
    found = re.search(r"^(\d+) to grade", run.stdout, re.M)
    return int(found[1]) if found else 0


def only_what_changed():
    report("a second run grades nobody", [n for n in
                                          [to_grade(grade(DIR, OUT))] if n])
    path = DIR / "alice" / submissions.ERROR
    path.write_bytes(path.read_bytes() + b"\n")
    n = to_grade(grade(DIR, OUT))
    report("a changed submission is graded again, alone",
           [] if n == 1 else [f"{n} were"])
    report("other words are refused in the same folder", refused(
        grade(DIR, OUT, "EX=0.3"), "graded with other words, CH=00; .*OUT="))
    shutil.rmtree(OUT)


def half_folders(out):
    """A student's folder is whole, and says so, or is not there."""
    for folder in (out / "students").glob("[!.]*"):
        row = ledger.read(folder)
        if not row or row["id"] != folder.name or \
                not (folder / "report.txt").is_file():
            yield f"{folder.name} is not whole"


def jobs_of(process):
    """The pids of the job.py that it has started."""
    return [pid for pid, parent in surroundings.processes().items()
            if parent == process.pid]


def stop(process, how):
    try:
        if how == "interrupted":
            os.killpg(process.pid, signal.SIGINT)
            return
        jobs = jobs_of(process) if how == "killed with its jobs" else []
        for pid in [process.pid, *jobs]:
            os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def listens(process):
    """It has its own answer to SIGTERM.  Before that, Python is starting, and
    an interrupt ends that with a status of Python's."""
    with open(f"/proc/{process.pid}/status") as file:
        caught = next(int(line.split()[1], 16) for line in file
                      if line.startswith("SigCgt"))
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def one_stop(turn):
    """At a moment that goes by what has been done, however busy it is."""
    how, students = HOWS[turn % len(HOWS)], OUT / "students"
    more, moment = random.randrange(3), random.uniform(0, 1.5)
    goal = len(list(students.glob("[!.]*"))) + more
    before = surroundings.Surroundings(".")
    process = subprocess.Popen(
        [*RUN, DIR, OUT, "CH=00", "FRESH=1"], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True)
    while process.poll() is None and (
            not listens(process) or
            len(list(students.glob("[!.]*"))) < goal):
        time.sleep(0.05)
    time.sleep(moment)
    stop(process, how)
    status = process.wait()
    complaints = list(half_folders(OUT))
    complaints += [f"still runs: {surroundings.describe(pid)}"
                   for pid in before.processes_left(seconds=15)]
    surroundings.end_descendants()
    if status not in ((0, 130) if how == "interrupted" else (0, -9)):
        complaints.append(f"it ended with {status}")
    report(f"{how} {moment:.2f} s after {more} more were graded", complaints)


def stopped_and_resumed():
    run = grade(DIR, WORK / "at_once", "FRESH=1")
    for turn in range(STOPS):
        one_stop(turn)
    again = grade(DIR, OUT, "FRESH=1")
    differ = [name for name in ("grades.csv", "summary.txt", "index.html")
              if len({re.sub(r"\d{4}-\d\d-\d\d", "", (o / name).read_text())
                      for o in (OUT, WORK / "at_once")}) > 1]
    report("the sheet is that of a run that nobody stopped",
           differ + [run.stdout for r in (run, again) if r.returncode])


def nothing_outlives_a_stop():
    """Graders that would run for ever, each way to stop make class."""
    endless = WORK / "endless.sh"
    endless.write_text("#!/bin/sh\ncase \"$*\" in\n"
                       "*FROM=build/class/*) exec sleep 100000 ;;\nesac\n"
                       f"exec {os.environ['AW_GRADER']} \"$@\"\n")
    endless.chmod(0o755)
    for how in HOWS:
        before = surroundings.Surroundings(".")
        process = subprocess.Popen(
            [*RUN, DIR, WORK / "endless", "CH=00"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"AW_GRADER": str(endless)})
        while process.poll() is None and not any(
                "sleep" in surroundings.describe(pid)
                for pid in surroundings.descendants()):
            time.sleep(0.05)
        stop(process, how)
        process.wait()
        left = before.processes_left(seconds=10)
        report(f"{how}, with graders that have no end",
               map(surroundings.describe, left))
        surroundings.end_descendants()


# ---- What goes wrong --------------------------------------------------------

def a_grader_that_dies():
    """AW_GRADER dies on one student's files, and gives up on another's."""
    small, out = WORK / "small", WORK / "small_out"
    for name in ("amy", "ben", "cas"):
        shutil.copytree(DIR / "alice", small / name)
    bad = WORK / "grader.sh"
    bad.write_text("#!/bin/sh\ncase \"$*\" in\n*class/ben*) kill -9 $$ ;;\n"
                   "*class/cas*) echo no luck; exit 2 ;;\nesac\n"
                   f"exec {os.environ['AW_GRADER']} \"$@\"\n")
    bad.chmod(0o755)
    run = grade(small, out, AW_GRADER=str(bad))
    found = rows(out)
    complaints = list(unlike(found["amy"], "graded", 10, "$"))
    complaints += unlike(found["ben"], "failed", None, "could not be graded: "
                         "the grader was ended by signal 9$")
    complaints += unlike(found["cas"], "failed", None,
                         "could not be graded: no luck$")
    report("a grader that dies costs nobody else", complaints +
           ([] if run.returncode == 1 else [f"status {run.returncode}"]))
    run = grade(small, out)
    report("who could not be graded is tried again",
           [] if to_grade(run) == 2 and run.returncode == 0 and
           all(r["earned"] == "10" for r in rows(out).values())
           else [run.stdout])
    reduced(small, WORK / "reduced")


def reduced(small, out):
    run = grade(small, out, AW_ISOLATION="none")
    report("without isolation nothing is graded",
           refused(run, "isolation is only reduced"))
    run = grade(small, out, "OFFICIAL=0", AW_ISOLATION="none")
    report("but OFFICIAL=0 allows it, and the row says so",
           [] if run.returncode == 0 and rows(out)["amy"]["note"] ==
           "graded in reduced isolation" else [run.stdout])


def what_cannot_begin():
    odd = WORK / "odd"
    for name in ("alice.zip", "Anna B.zip", "-rf.zip", "x" * 101 + ".tar"):
        submissions.into_zip(odd / name, {}) if odd.is_dir() else odd.mkdir()
    for name in ("alice", "bob"):
        (odd / name).mkdir()
    submissions.into_zip(odd / "bob.zip", {})
    run = grade(odd, WORK / "never")
    report("names that are no ids, and an id twice", [
        c for words in (r"Anna B\.zip: its name is to be", r"-rf\.zip: its",
                        r"x{90}.*: its", r"bob\.zip: bob has handed in bob,")
        for c in refused(run, words)])
    report("nothing was begun", [p for p in [WORK / "never"] if p.exists()])
    other = WORK / "other"
    other.mkdir()
    (other / "thesis.tex").write_text("mine")
    for what, words, folder, out in (
            ("no folder", "there is no folder", WORK / "nowhere", OUT),
            ("DIR is not said", "say which folder holds", "", OUT),
            ("results among submissions", "may not stand", DIR, DIR / "out"),
            ("results where other things are", "holds other things", DIR, other)):
        report(what, refused(grade(folder, out), words))
    for what, words, word in (
            ("a word that is none", "is not understood", "TIMING=no"),
            ("a chapter that is none", "there is no chapter", "CH=99"),
            ("FROM", "FROM= is not for a class", "FROM=solutions"),
            ("JOBS", "JOBS=many is not understood", "JOBS=many")):
        report(what, refused(grade(DIR, WORK / "words", word), words))
    (WORK / "full" / "grades.csv").mkdir(parents=True)
    (WORK / "full" / ".class").touch()
    report("a sheet that cannot be written", refused(
        grade(DIR, WORK / "full"), "grades.csv.*has been graded stays"))
    with open(OUT / ".class") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        report("two in one folder", refused(grade(DIR, OUT), "another make"))


# ---- From a learner to a row ------------------------------------------------

def submit(*words):
    return subprocess.run([sys.executable, "autograder/tools/submit.py", *words],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)


def a_header_of_their_own():
    """What passes with it would not compile where it is graded."""
    header = Path("chapters/00-start-here/aw/base.h")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost"]
    for words in ["init", "-q"], ["add", "-A"], ["commit", "-qm", "as it came"]:
        subprocess.run([*git, *words], check=True)
    quiet = submit("00").stdout
    header.write_text(header.read_text() + "int aw_of_mine(void);\n")
    said = submit("00").stdout
    report("a changed contract is told before it is handed in",
           [] if str(header) in said and "git checkout" in said and
           "git checkout" not in quiet else [quiet, said])


def hand_in(source):
    """In a copy of the workbook without its build: submit reads, and packs."""
    copy = WORK / "copy"
    shutil.copytree(".", copy, symlinks=True, ignore=lambda at, names: [
        n for n in names if at == "." and n in ("build", ".git", ".backup",
                                                "class-results")])
    here, bundle = os.getcwd(), "build/submit/00-start-here.tar.gz"
    os.chdir(copy)
    run = submit("00")
    report("nothing begun, nothing to hand in",
           [] if run.returncode == 1 and "nothing to hand in" in run.stdout
           else [run.stdout])
    Path("exercises", submissions.LIST).write_bytes(source)
    submit("00")
    first = Path(bundle).read_bytes()
    Path("exercises", submissions.LIST).touch()
    run = submit("00")
    report("the same contents, the same bytes",
           [] if Path(bundle).read_bytes() == first else [run.stdout])
    a_header_of_their_own()
    os.chdir(here)
    return first


def round_trip():
    turn = WORK / "turn"
    turn.mkdir()
    first = hand_in(submissions.SOURCES["list.c"])
    (turn / "zoe.tar.gz").write_bytes(first)
    # A file that was exchanged after make submit.
    with submissions.tarfile.open(turn / "zoe.tar.gz") as archive:
        members = {m.name: archive.extractfile(m).read() for m in archive}
    members["00-start-here/" + submissions.LIST] += b"/* later */\n"
    submissions.into_tar(turn / "yan.tar", members, "w")
    grade(turn, WORK / "turn_out")
    found = rows(WORK / "turn_out")
    report("what make submit packs, make class reads",
           unlike(found["zoe"], "graded", 3, "$"))
    report("a file that its manifest does not know",
           unlike(found["yan"], "graded", 3,
                  f"{submissions.LIST} is not the file that MANIFEST"))


def main():
    seed = int(os.environ.get("AW_SEED") or random.getrandbits(32))
    random.seed(seed)
    print(f"AW_SEED={seed}")
    if "AW_GRADER" not in os.environ:
        sys.exit("class_test.py: start it through make test, or with the "
                 "environment that make environment prints")
    surroundings.adopt_orphans()
    shutil.rmtree(WORK, ignore_errors=True)
    submissions.make(DIR)
    before = surroundings.Surroundings(".")
    everybody_has_their_row()
    the_surroundings(before)
    pages_and_summary()
    only_what_changed()
    stopped_and_resumed()
    nothing_outlives_a_stop()
    a_grader_that_dies()
    what_cannot_begin()
    round_trip()
    shutil.rmtree(WORK)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
