#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is the reference ever failed?  It is graded again and again, timing and all,
a chapter drawn at random each time; every other time while both cores are
busy by fits and starts.

    load.py [RUNS] [CHAPTER] [SEED]

No test may fail, and at most 2 % of the timing decisions may be inconclusive.
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
HOG = """
import random, time
while True:
    until = time.monotonic() + random.random() / 2
    while time.monotonic() < until:
        pass
    time.sleep(random.random() / 2)
"""


class Load:
    """Hogs, one for each core; or nothing."""

    def __init__(self, wanted):
        self.hogs = [subprocess.Popen([sys.executable, "-c", HOG])
                     for _ in range(os.cpu_count() if wanted else 0)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for hog in self.hogs:
            hog.kill()
            hog.wait()


def grade(chapter):
    """What went wrong, and the timing decisions."""
    RESULTS.unlink(missing_ok=True)
    done = subprocess.run(
        [GRADER, "grade", "FROM=solutions", "FRESH=1", f"RESULTS={RESULTS}",
         f"CH={chapter}"], capture_output=True, text=True, errors="replace")
    if not RESULTS.exists():
        return [f"no results: {done.stdout}{done.stderr}"], []
    results = json.loads(RESULTS.read_text())
    every = [e for c in results["chapters"] for e in c["exercises"]]
    timing = [t for e in every for t in e["timing"]]
    wrong = [f"{t['name']} {t['status']}: {t['message']}" for e in every
             for t in e["tests"] if t["status"] != "passed"]
    wrong += [f"timing/{t['name']} {t['status']} at {t['ratio']}"
              for t in timing if t["status"] not in ("gold", "inconclusive")]
    if done.returncode:
        wrong.append(f"status {done.returncode}")
    return wrong, timing


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    chapters = [c for c in sys.argv[2:3] if c] or sorted(
        p.name[:2] for p in Path("solutions").glob("[0-9]*"))
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    decisions, inconclusive, bad = 0, 0, 0
    for run in range(runs):
        chapter, loaded = draw.choice(chapters), bool(run % 2)
        with Load(loaded):
            wrong, timing = grade(chapter)
        unclear = sum(t["status"] == "inconclusive" for t in timing)
        decisions += len(timing)
        inconclusive += unclear
        bad += bool(wrong)
        print(f"{'FAILED' if wrong else 'ok    '} run {run + 1}: {chapter}"
              f"{', under load' if loaded else ''}, {len(timing)} timing "
              f"decisions{f', {unclear} inconclusive' if unclear else ''}",
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
