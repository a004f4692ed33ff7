#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A large class: how long it takes, how much memory, and whether interrupts
leave a trace.

    class_soak.py [SUBMISSIONS] [CHAPTER] [INTERRUPTS]

300 submissions of chapter 00, made of its solutions, stubs and mutants, are
graded by make class; then once more, all of them anew, with 20 kills and
interrupts at random moments.  Both sheets must be equal, each solution must
have full marks, and the grader's own processes (not what they run) must stay
below 200 MB.  Time is printed, and judged by who reads it."""
import csv
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

RUN = [sys.executable, "autograder/class/run.py"]
WORK = Path("build/class_soak").resolve()
MEMORY_MAX = 200 << 20
OURS = ("autograder/class/", "class/job.py", "aw-grade")
counts = {"passed": 0, "failed": 0}


def report(what, good, found=""):
    counts["passed" if good else "failed"] += 1
    print("ok     " if good else "FAILED ", what, "" if good else found,
          flush=True)


# ---- The class --------------------------------------------------------------

def chapter_folder(number):
    return next(Path("solutions").glob(f"{number}-*")).name


def apply(patch, folder):
    subprocess.run(["patch", "-s", "-p2", "-d", folder],
                   input=patch.read_bytes(), check=True)


def mutants(chapter):
    """Mistakes that touch this chapter's modules, and no probe's: those are
    the reference's with a mistake, for the probe to find."""
    for patch in sorted(Path("autograder/mutants", chapter).glob("*.patch")):
        touched = [line.split("/")[2].strip() for line in
                   patch.read_text(errors="replace").splitlines()
                   if line.startswith("+++ b/solutions/" + chapter)]
        if touched and not any("probe" in name for name in touched):
            yield patch


def submission(folder, chapter, i, patches):
    """A third are right, a third have one mistake, a third are half done.
    Empty lines in front make objects that nothing is known of yet."""
    here = folder / chapter
    shutil.copytree(Path("solutions", chapter), here)
    if i % 3 == 1:
        apply(patches[i // 3 % len(patches)], folder)
    files = sorted(here.glob("*.c"))
    for path in files:
        path.write_text("\n" * random.randint(1, 3000) + path.read_text())
    for path in files[len(files) // 2:] if i % 3 == 2 else ():
        shutil.copy(Path("autograder/stubs", chapter, path.name), path)


def make_class(n, chapter):
    shutil.rmtree(WORK, ignore_errors=True)
    patches = list(mutants(chapter))
    for i in range(n):
        folder = WORK / "submissions" / f"s{i:04}"
        submission(folder, chapter, i, patches)
        if i % 2:
            shutil.make_archive(str(folder), "zip", folder)
            shutil.rmtree(folder)


# ---- What it takes ----------------------------------------------------------

def memory_of_grader():
    """Resident bytes of make class, its jobs' graders and who starts them;
    what they share is counted for each, so it is less in truth."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace")
            words = " ".join(words.split("\0")[:2])
            if str(WORK) in (folder / "cmdline").read_text() or \
                    "build/class/" in (folder / "cmdline").read_text():
                if any(name in words for name in OURS):
                    total += int((folder / "statm").read_text().split()[1])
        except (OSError, UnicodeError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE")


def start(out, chapter, *words):
    return subprocess.Popen(
        [*RUN, WORK / "submissions", WORK / out, f"CH={chapter}", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        start_new_session=True)


def measured(n, chapter):
    begun, peak = time.monotonic(), 0
    process = start("at_once", chapter)
    while process.poll() is None:
        peak = max(peak, memory_of_grader())
        time.sleep(0.2)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.monotonic() - begun
    cpu = used.ru_utime + used.ru_stime
    print(f"{n} submissions of chapter {chapter}: {seconds:.0f} s, of CPU "
          f"{cpu:.0f} s, that is {cpu / n:.2f} s each; grader's memory "
          f"{peak / (1 << 20):.0f} MB at most", flush=True)
    report("it ends well", process.returncode == 0, process.returncode)
    report("the grader's memory", 0 < peak < MEMORY_MAX, peak)
    return seconds


def interrupted(chapter, times, seconds):
    for _ in range(times):
        process = start("stopped", chapter, "FRESH=1")
        time.sleep(random.uniform(0.2, 2.5 * seconds / times))
        if random.random() < 0.5:
            process.kill()
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait()
    report("it ends well after the last", start(
        "stopped", chapter, "FRESH=1").wait() == 0)


def rows(out):
    with open(WORK / out / "grades.csv", newline="") as file:
        return list(csv.DictReader(file))


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    chapter = sys.argv[2] if len(sys.argv) > 2 else "00"
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    seed = int(os.environ.get("AW_SEED") or random.getrandbits(32))
    random.seed(seed)
    print(f"AW_SEED={seed}")
    if "AW_GRADER" not in os.environ:
        sys.exit("class_soak.py: start it through make soak")
    make_class(n, chapter_folder(chapter))
    seconds = measured(n, chapter)
    short = [row["id"] for i, row in enumerate(rows("at_once"))
             if (row["earned"] == row["possible"]) != (i % 3 == 0)]
    report("right ones have full marks, and no others", not short, short)
    if times:
        interrupted(chapter, times, seconds)
        report("the sheet is the same", rows("stopped") == rows("at_once"), [
            (a, b) for a, b in zip(rows("stopped"), rows("at_once")) if a != b])
    shutil.rmtree(WORK)
    print("{passed} passed, {failed} failed, 0 skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
