# SPDX-License-Identifier: MIT
"""make class: grade a folder of submissions, several at a time.

    run.py DIR OUT [NAME=value ...]

Each is graded by a process of its own (job.py).  What is settled is not
graded again, so after an interrupt the same command goes on.  Ends with 0
when everybody has a row, with 1 when some could not be graded, with 2 when
it could not begin, with 130 when interrupted."""
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import budget  # noqa: E402
import intake  # noqa: E402
import job  # noqa: E402
import ledger  # noqa: E402
import sheet  # noqa: E402
import workbook  # noqa: E402
from progress import Progress  # noqa: E402

# In a folder of ours: locked while somebody writes there, and the words that
# it was graded with.
MARK = ".class"


class Trouble(Exception):
    """It cannot begin; says why, and what to do."""


class Stopped(BaseException):
    pass


def _stop(*_):
    raise Stopped


# ---- Before anything is graded ----------------------------------------------

def words_for_grader(words):
    """Without what is ours to say."""
    ours = []
    for word in words:
        name, _, value = word.partition("=")
        if name == "RESULTS" or (name == "FROM" and value != "exercises"):
            raise Trouble(f"{name}= is not for a class; say DIR=submissions "
                          "and OUT=results")
        if name == "JOBS" and not (value.isdigit() and 0 < int(value) < 1000):
            raise Trouble(f"JOBS={value} is not understood; say how many "
                          "programs may run at a time, as in JOBS=2")
        if name not in ("FROM", "JOBS"):
            ours.append(word)
    return ours


def check_folders(folder, out):
    if not folder:
        raise Trouble("say which folder holds the submissions, one for each "
                      "student: make class DIR=submissions CH=02")
    folder, out = Path(folder).resolve(), Path(out).resolve()
    if not folder.is_dir():
        raise Trouble(f"there is no folder {folder}")
    if out == folder or folder in out.parents:
        raise Trouble("the results may not stand among the submissions; say "
                      "OUT=another folder")
    if out.exists() and not out.is_dir():
        raise Trouble(f"{out} is no folder; say OUT=another")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists() and \
            [p.name for p in out.iterdir()] != ["students"]:
        raise Trouble(f"{out} holds other things; say OUT=a new folder")
    return folder, out


def lock(out):
    """Held until this process ends, however it ends; returns what holds it."""
    out.mkdir(parents=True, exist_ok=True)
    fd = os.open(out / MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Trouble(f"another make class writes to {out}; wait for it, or "
                      "say OUT=another folder") from None
    return fd


def same_words(fd, out, words):
    """One folder, one set of words: others would put another sheet over the
    one that is there.  FRESH= asks for the same sheet once more."""
    said = " ".join(sorted(w for w in words if not w.startswith("FRESH=")))
    before = os.pread(fd, 10000, 0).decode(errors="replace").strip()
    said = f"words: {said}".strip()
    if before and before != said:
        raise Trouble(f"{out} holds what was graded with other words, "
                      f"{before[7:] or 'none'}; for these say OUT=another "
                      f"folder (to begin anew in this one: rm -r {out})")
    os.pwrite(fd, f"{said}\n".encode(), 0)


def rehearse(words):
    """Grade the stubs: that takes no time, and what the grader does not
    understand or cannot do here is known before anybody is graded.  Returns
    the exercises that will be graded."""
    job.WORK.mkdir(parents=True, exist_ok=True)
    results = job.WORK / f".rehearsal-{os.getpid()}.json"
    run = subprocess.run(
        [os.environ["AW_GRADER"], "grade", "FROM=autograder/stubs",
         f"RESULTS={results}", *job.with_defaults(words)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, errors="replace")
    try:
        if run.returncode not in (0, 1):
            print(run.stderr, end="", file=sys.stderr, flush=True)
            raise Trouble("nothing was graded; see above" + (
                ".  make doctor says what to do about it; OFFICIAL=0 grades "
                "with less, and says so in each row"
                if "isolation" in run.stderr else ""))
        found = job.json.loads(results.read_text())
    finally:
        for path in job.WORK.glob(f"{results.stem}*"):
            path.unlink()
    exercises = [e for chapter in found["chapters"]
                 for e in chapter["exercises"]]
    if not exercises:
        raise Trouble("there is nothing to grade with these words: "
                      f"{' '.join(words)}.  Does the exercise belong to that "
                      "chapter?")
    return exercises


def head_line(words):
    """What the whole sheet depends on."""
    chapter = job.notes.asked(words) or "every chapter that was begun"
    seed = [w for w in job.with_defaults(words) if w.startswith("SEED=")][0]
    return (f"{chapter}, graded with {' '.join(words) or 'no words'} "
            f"({seed}), workbook {workbook.commit()}, "
            f"{os.environ.get('AW_CC_VERSION', 'compiler unknown')}, "
            f"{time.strftime('%Y-%m-%d')}")


# ---- Grading ----------------------------------------------------------------

class Class:
    def __init__(self, found, out, words, asked):
        self.found, self.students = found, out / "students"
        self.out, self.words = out, words
        self.head = head_line(words)
        self.rows, self.todo = {}, []
        self.running = {}  # {process id: (process, student)}
        self.asked = asked
        self._look(workbook.wanted())

    def _look(self, wanted):
        words = job.with_defaults(self.words)
        for student, path in self.found.items():
            row = ledger.read(self.students / student)
            if ledger.is_settled(row, job.digest(path, wanted, words)):
                self.rows[student] = row
            else:
                self.todo.append(student)

    def _start(self, jobs):
        student = self.todo.pop(0)
        process = subprocess.Popen(
            [sys.executable, str(Path(job.__file__)),
             str(self.found[student]), str(self.students / student),
             f"JOBS={jobs}", *self.words], stdin=subprocess.DEVNULL)
        self.running[process.pid] = process, student

    def _wait(self):
        pid, status = os.waitpid(-1, 0)
        if pid not in self.running:  # an orphan, where we collect those
            return False
        process, student = self.running.pop(pid)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode == 130:  # somebody ended it, and us, perhaps
            return True
        row = ledger.read(self.students / student) \
            if process.returncode in (0, 2) else None
        self.rows[student] = row or sheet.pending(student) | {
            "status": "failed", "notes":
            [f"could not be graded: job.py ended with {process.returncode}"]}
        return True

    def grade(self):
        programs = budget.jobs(self.asked)
        gradings, jobs = budget.divide(programs, len(self.todo))
        progress = Progress(len(self.rows), len(self.found))
        if self.todo:
            print(f"{len(self.todo)} to grade, {gradings} at a time; "
                  "Ctrl-C stops, and the same command goes on", flush=True)
        try:
            while self.todo or self.running:
                while self.todo and len(self.running) < gradings:
                    self._start(jobs)
                if self._wait():
                    progress.step()
        finally:
            progress.end()
            self._end_all()

    def _end_all(self):
        for process, _ in self.running.values():
            process.terminate()
        for process, _ in self.running.values():
            process.wait()

    def all_rows(self):
        return [self.rows.get(student) or sheet.pending(student)
                for student in self.found]


def begin():
    words, asked = words_for_grader(sys.argv[3:]), 0
    for word in sys.argv[3:]:
        if word.startswith("JOBS="):
            asked = int(word[5:])
    folder, out = check_folders(*sys.argv[1:3])
    os.chdir(workbook.TOP)
    found, wrong = intake.submissions(folder)
    if wrong:
        raise Trouble("nothing was graded:\n  " + "\n  ".join(wrong))
    if not found:
        raise Trouble(f"{folder} is empty")
    held = lock(out)
    ledger.sweep(out / "students")
    os.environ["AW_WORKBOOK"] = workbook.digest()
    os.environ["AW_CLASS"] = str(os.getpid())  # whom our jobs end with
    exercises = rehearse(words)
    same_words(held, out, words)
    return Class(found, out, words, asked), exercises


def main():
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        return whole_class()
    except OSError as error:  # a full disk, mostly
        print(f"class: {error.filename or 'a file'}: {error.strerror}; who has "
              "been graded stays so: mend that, and say the same again",
              file=sys.stderr)
        return 2


def whole_class():
    try:
        group, exercises = begin()
    except Trouble as trouble:
        print(f"class: {trouble}", file=sys.stderr)
        return 2
    except Stopped:
        return 130
    stopped = False
    try:  # the sheet is true at any time, also when we are killed
        sheet.write(group.out, group.all_rows(), exercises, group.head)
        group.grade()
    except Stopped:
        stopped = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    rows = group.all_rows()
    sheet.write(group.out, rows, exercises, group.head)
    return conclude(group, rows, stopped)


def conclude(group, rows, stopped):
    if stopped:
        print(f"interrupted: {len(group.rows)} of {len(rows)} are graded; the "
              "same command goes on")
        return 130
    print((group.out / "summary.txt").read_text())
    print(f"{group.out}/grades.csv has a row for each, index.html leads to "
          "each one's page, summary.txt names nobody")
    unsure = sum(bool(row.get("unsure")) for row in rows)
    if unsure:
        print(f"{unsure} have a test that could not be graded here, or a speed "
              "that could not be decided; say the same again to try them once "
              "more before you enter their points")
    failed = sum(row["status"] in ("failed", "pending") for row in rows)
    if failed:
        print(f"{failed} could not be graded, which is not their fault; say "
              "the same again to try them once more")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
