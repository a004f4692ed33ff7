# SPDX-License-Identifier: MIT
"""Grade one submission: read it, grade it, leave a folder with its results.

    job.py SUBMISSION RESULTS [NAME=value ...]

Started by job.sh, or by make class.  RESULTS is then a folder with row.json,
report.txt, note.txt, the files that were graded, and what the grader wrote.
Ends with 0 when that is so, whatever the score; with 2 when the grader could
not work (row.json then says why, and make class will try again); with 130
when it was interrupted (then there is no such folder, or the old one)."""
import ctypes
import fcntl
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import zlib
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import ledger  # noqa: E402
import notes  # noqa: E402
import unpack  # noqa: E402
import workbook  # noqa: E402

WORK = Path("build/class")
READ_CPU = 20           # seconds to read a submission
READ_MEMORY = 256 << 20  # address space for that, beyond what is used now
PATIENCE = 3600         # the grader has better limits of its own
BAD = {"failed", "crashed", "timeout", "exited"}
PR_SET_PDEATHSIG = 1


class Interrupted(BaseException):
    """No Exception: whoever reads a broken archive catches all of those."""


def die_with(parent):
    """So that nothing goes on when make class was killed; `parent` may be gone
    already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(130)


# ---- Reading ----------------------------------------------------------------

def address_space():
    return int(Path("/proc/self/statm").read_text().split()[0]) * \
        os.sysconf("SC_PAGE_SIZE")


def _too_slow(*_):
    raise unpack.Unreadable(f"reading it takes more than {READ_CPU} seconds")


def _interrupted(*_):
    raise Interrupted


class Bounds:
    """Inside, this process has little time and memory."""

    def __enter__(self):
        used = resource.getrusage(resource.RUSAGE_SELF)
        self.old = {what: resource.getrlimit(what) for what in
                    (resource.RLIMIT_CPU, resource.RLIMIT_AS)}
        signal.signal(signal.SIGXCPU, _too_slow)
        self._soft(resource.RLIMIT_CPU,
                   int(used.ru_utime + used.ru_stime) + READ_CPU)
        self._soft(resource.RLIMIT_AS, address_space() + READ_MEMORY)

    def _soft(self, what, value):
        soft, hard = self.old[what]
        known = [v for v in (value, soft, hard) if v != resource.RLIM_INFINITY]
        resource.setrlimit(what, (min(known), hard))

    def __exit__(self, *_):
        for what, limits in self.old.items():
            resource.setrlimit(what, limits)
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def read(submission, wanted, asked=None):
    """(Haul, None), or (None, why it cannot be read)."""
    try:
        with Bounds():
            return unpack.read(submission, wanted, asked), None
    except unpack.Unreadable as error:
        return None, str(error)


# ---- Grading ----------------------------------------------------------------

def lay_out(haul, work, words):
    """The submission as the grader wants it, under names of ours."""
    shutil.rmtree(work, ignore_errors=True)
    chapters = sorted({c for c, _ in workbook.wanted()})
    (work / (notes.asked(words) or chapters[0])).mkdir(parents=True)
    for (chapter, name), data in haul.files.items() if haul else ():
        (work / chapter).mkdir(exist_ok=True)
        (work / chapter / name).write_bytes(data)


def start_grader(work, words, report):
    ours = os.getpid()
    process = subprocess.Popen(
        [os.environ["AW_GRADER"], "grade", f"FROM={work}",
         f"RESULTS={work}/results.json", *words], stdin=subprocess.DEVNULL,
        stdout=report, stderr=subprocess.STDOUT,
        preexec_fn=lambda: die_with(ours))
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    finally:
        while process.returncode is None:  # one may come before its exec
            process.terminate()
            try:
                process.wait(1)
            except subprocess.TimeoutExpired:
                pass


def grade(work, words):
    """Returns why it could not be graded, or None."""
    with open(work / "report.txt", "wb") as report:
        status = start_grader(work, words, report)
    said = (work / "report.txt").read_text(errors="replace").strip()
    if status in (130, -signal.SIGINT, -signal.SIGTERM):
        raise Interrupted
    if status in (0, 1) and (work / "results.json").is_file():
        return None
    if status is None:
        return "the grader had no end"
    if status < 0:
        return f"the grader was ended by signal {-status}"
    # Where it lists what there is, the sentence stands first.
    lines = [line for line in said.splitlines()
             if line.startswith("aw-grade:")] or said.splitlines()[-1:] or \
        [f"the grader ended with {status}"]
    return unpack.shown(lines[0], 300)


# ---- What is known then -----------------------------------------------------

def digest(submission, wanted, words):
    sha = hashlib.sha256(json.dumps(
        [workbook.digest(), sorted(w for w in words
                                   if not w.startswith("JOBS="))]).encode())
    sha.update(unpack.digest(submission, wanted).encode())
    return sha.hexdigest()


def scores(results):
    """What the sheet and the summary need of results.json."""
    row = {"earned": results["earned"], "possible": results["possible"],
           "exercises": {}, "states": {}, "failing": [], "broken": {},
           "unsure": 0}
    for chapter in results["chapters"]:
        for e in chapter["exercises"]:
            row["exercises"][e["id"]] = e["earned"]
            row["states"][e["id"]] = e["state"]
            row["unsure"] += sum(notes.unsure(e))
            if notes.how_broken(e):
                row["broken"][e["id"]] = notes.how_broken(e)
            row["failing"] += sorted({(e["id"], t["claim"] or t["name"])
                                      for t in e["tests"]
                                      if t["status"] in BAD})
    return row


def nothing_to_grade(haul, why):
    """(status, notes) of what a person has to look at first, or None."""
    if why:
        return "unreadable", [f"unreadable: {why}"]
    if not haul.files and (haul.others or haul.notes):
        return "unclear", ["none of its files could be taken for one of the "
                           "workbook's"] + sorted(haul.notes)
    return None


def judge(haul, why, work, words):
    """The row of a submission that was laid out in `work`."""
    row = {"schema": 1, "earned": None, "possible": None, "exercises": {},
           "states": {}, "failing": []}
    odd = nothing_to_grade(haul, why)
    if odd:
        (work / "report.txt").write_text("\n".join(odd[1]) + "\n")
        return row | {"status": odd[0], "notes": odd[1]}
    told = sorted(haul.notes) + notes.of_files(haul.files, notes.asked(words))
    trouble = grade(work, words)
    if trouble:
        return row | {"status": "failed", "notes":
                      [f"could not be graded: {trouble}"] + told}
    results = json.loads((work / "results.json").read_text())
    if not haul.files:
        told.insert(0, "no file of the workbook was found in it")
    return row | scores(results) | {
        "status": "graded" if haul.files else "empty",
        "notes": told + notes.of_results(results)}


def leave(row, haul, work, folder):
    row_id = row["id"]
    lines = [f"{row_id}: {row['status']}"] + row["notes"]
    for key, name in sorted(haul.found.items()) if haul else ():
        if key in haul.files:
            lines.append(f"{'/'.join(key)} was {unpack.shown(name)}")
    if haul and haul.others:
        lines.append(f"{haul.others} other files were not read")
    (work / "note.txt").write_text("\n".join(lines) + "\n")
    (work / ledger.ROW).write_text(json.dumps(row, indent=1) + "\n")
    ledger.settle(work, folder)


def own_place(name):
    """Where this submission is graded: objects and messages bear its path, so
    it is the same each time.  Held until this process ends."""
    WORK.mkdir(parents=True, exist_ok=True)
    fd = os.open(WORK / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    fcntl.lockf(fd, fcntl.LOCK_EX, 1, zlib.crc32(name.encode()))
    return WORK / name


def main():
    die_with(int(os.environ.get("AW_CLASS") or os.getppid()))
    signal.signal(signal.SIGTERM, _interrupted)
    signal.signal(signal.SIGINT, _interrupted)
    submission, folder = Path(sys.argv[1]), Path(sys.argv[2])
    words = with_defaults(sys.argv[3:])
    os.chdir(workbook.TOP)
    wanted = workbook.wanted()
    name = folder.name
    work = own_place(name)
    try:
        key = digest(submission, wanted, words)
        haul, why = read(submission, wanted, notes.asked(words))
        lay_out(haul, work, words)
        row = judge(haul, why, work, words) | {"id": name, "digest": key}
        leave(row, haul, work, folder)
    except Interrupted:
        return 130
    finally:
        for again in (signal.SIGTERM, signal.SIGINT):
            signal.signal(again, signal.SIG_IGN)  # it ends already
        shutil.rmtree(work, ignore_errors=True)
    return 2 if row["status"] == "failed" else 0


def with_defaults(words):
    """What everybody in a class gets alike: full isolation, and the same
    orders for the tests that are free of order."""
    said = {w.partition("=")[0] for w in words}
    return [w for w in words if not w.startswith("STRICT=")] + \
        [w for w in ("JOBS=1", "OFFICIAL=1", "SEED=1", "FRESH=0")
         if w.partition("=")[0] not in said]


if __name__ == "__main__":
    sys.exit(main())
