#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is the reference ever failed?  It is graded again and again, timing and all,
a chapter drawn at random each time; every other time while both cores are
busy by fits and starts.

    load.py [--stalls] [RUNS] [CHAPTER] [SEED]

No test may fail, and at most 2 % of the timing decisions may be inconclusive.
With --stalls speed is not graded, and all stands still again and again, for up
to 80 ms: whoever believes in the clock on the wall is found out.
"""
import json
import os
import random
import subprocess
import sys
from pathlib import Path

GRADER = os.environ.get("AW_GRADER", "build/grader/aw-grade")
RESULTS = Path("build/load/results.json")

# Busy for up to half a second, then idle for as long: others find the core
# now free and now taken, in the middle of whatever they measure.
FITS = """
import random, time
while True:
    until = time.monotonic() + random.random() / 2
    while time.monotonic() < until:
        pass
    time.sleep(random.random() / 2)
"""

# Before everybody else, so that nothing at all runs meanwhile on its core.
STALLS = """
import os, random, sys, time
os.sched_setaffinity(0, {int(sys.argv[1])})
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
while True:
    until = time.monotonic() + random.choice((.01, .02, .04, .08))
    while time.monotonic() < until:
        pass
    time.sleep(random.choice((.02, .05, .1)))
"""


class Load:
    """Hogs, one for each core; or nothing."""

    def __init__(self, hog):
        cores = sorted(os.sched_getaffinity(0)) if hog else []
        self.hogs = [subprocess.Popen([sys.executable, "-c", hog, str(core)])
                     for core in cores]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        ended = [hog.args for hog in self.hogs if hog.poll() is not None]
        for hog in self.hogs:
            hog.kill()
            hog.wait()
        if ended:
            sys.exit("a hog has ended by itself: there was no load")


def may_stall():
    """Real-time priority is not for everybody."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    except PermissionError:
        return False
    return True


def grade(chapter, *words):
    """What went wrong, and the timing decisions."""
    RESULTS.unlink(missing_ok=True)
    done = subprocess.run(
        [GRADER, "grade", "FROM=solutions", "FRESH=1", f"RESULTS={RESULTS}",
         f"CH={chapter}", *words],
        capture_output=True, text=True, errors="replace")
    if not RESULTS.exists():
        return [f"no results: {done.stdout}{done.stderr}"], []
    results = json.loads(RESULTS.read_text())
    every = [e for c in results["chapters"] for e in c["exercises"]]
    timing = [t for e in every for t in e["timing"]]
    wrong = [f"{t['name']} {t['status']}: {t['message']}" for e in every
             for t in e["tests"] if t["status"] != "passed"]
    wrong += [f"timing/{t['name']} {t['status']} at {t['ratio']}"
              for t in timing if "TIMING=0" not in words
              and t["status"] not in ("gold", "inconclusive")]
    if done.returncode:
        wrong.append(f"status {done.returncode}")
    return wrong, timing


def main():
    stalls = "--stalls" in sys.argv
    words = [word for word in sys.argv[1:] if word != "--stalls"]
    runs = int(words[0]) if words else 500
    chapters = [c for c in words[1:2] if c] or sorted(
        p.name[:2] for p in Path("solutions").glob("[0-9]*"))
    draw = random.Random(int(words[2]) if len(words) > 2 else 1)
    if stalls and not may_stall():
        print("skip   real-time priority is not allowed here, and nothing "
              "else stalls all\n0 passed, 0 failed, 1 skipped")
        return 0
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    decisions, inconclusive, bad = 0, 0, 0
    for run in range(runs):
        chapter, loaded = draw.choice(chapters), bool(run % 2)
        with Load(STALLS if stalls else FITS if loaded else None):
            wrong, timing = grade(chapter, *["TIMING=0"] * stalls)
        unclear = sum(t["status"] == "inconclusive" for t in timing)
        decisions += len(timing)
        inconclusive += unclear
        bad += bool(wrong)
        print(f"{'FAILED' if wrong else 'ok    '} run {run + 1}: {chapter}"
              f"{', stalled' if stalls else ', under load' * loaded}, "
              f"{len(timing)} timing decisions"
              f"{f', {unclear} inconclusive' if unclear else ''}",
              *wrong, sep="\n    ", flush=True)
    share = inconclusive / decisions if decisions else 0
    print(f"{decisions} timing decisions, {inconclusive} inconclusive "
          f"({share:.1%})")
    noisy = share > 0.02
    print(f"{runs - bad + (not noisy)} passed, {bad + noisy} failed, "
          f"0 skipped")
    return 1 if bad or noisy else 0


if __name__ == "__main__":
    sys.exit(main())
