#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Our tasks beside those of others: one table of ratios.

    make bench-peers [PAIRS=15]

For each pair of programs, rounds alternate, and the order changes each time.
A program does one thing some hundred thousand times, and prints what one of
them took in CPU time.  The ratio is the peer's time to ours; the table has its
median, the smallest and the largest, and what is required and aimed at.  Ends
with 1 when a required ratio is missed.  Peers that are not there are left out.
"""
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

OUT = Path("build/bench")
HERE = Path("autograder/bench/peers")
OURS = [str(OUT / "tasks")]

# what, ours, peer's name for it, peer, at least, goal
ROWS = [
    ("yield, 100 tasks", "yield", "yield", "State Threads", 4, 8),
    ("yield, 100 tasks", "yield", "yield", "Go", 5, 10),
    ("yield, 100 tasks", "yield", "yield", "asyncio", 50, 120),
    ("spawn and join", "spawn", "spawn", "State Threads", 3, 5),
    ("spawn and join", "spawn", "spawn", "Go", 4, 7),
    ("spawn and join", "spawn", "spawn", "Node", 1, 1.5),
    ("await and resolve", "trip", "trip", "State Threads", 0.6, None),
    ("await and resolve", "trip", "trip", "Go", 4, None),
    ("await and resolve", "trip", "trip", "asyncio", 50, None),
    ("the same, inlined switch", "inlined", "trip", "State Threads", 2, 2.5),
    ("the same, inlined switch", "inlined", "trip", "Go", 10, 20),
    ("the same, inlined switch", "inlined", "trip", "asyncio", None, 250),
]
TIMES = {"asyncio": 20000, "Node": 200000}  # what is slow does it less often
OFTEN = 400000


def build(command):
    return subprocess.run(command, capture_output=True).returncode == 0


def peers():
    """The peers that are there, and the command that starts each."""
    there = {"asyncio": [sys.executable, str(HERE / "tasks.py")]}
    if build(["gcc", "-O2", "-o", OUT / "st", HERE / "st.c", "-lst"]):
        there["State Threads"] = [str(OUT / "st")]
    if shutil.which("go") and build(
            ["env", f"GOCACHE={OUT.resolve()}/go-cache", "go", "build", "-o",
             OUT / "go-tasks", HERE / "tasks.go"]):
        there["Go"] = [str(OUT / "go-tasks")]
    if shutil.which("node"):
        there["Node"] = ["node", str(HERE / "tasks.js")]
    return there


def once(command, what, times):
    run = subprocess.run([*command, what, str(times)], capture_output=True,
                         text=True)
    if run.returncode != 0:
        sys.exit(f"peers: {' '.join(command)} {what}: {run.stderr}")
    return float(run.stdout)


def compare(ours, theirs, command, peer, pairs):
    """What each took, and the ratios, smallest first."""
    a, b = [], []
    for i in range(pairs):
        if i % 2:
            a.append(once(OURS, ours, OFTEN))
        b.append(once(command, theirs, TIMES.get(peer, OFTEN)))
        if not i % 2:
            a.append(once(OURS, ours, OFTEN))
    return (statistics.median(a), statistics.median(b),
            sorted(y / x for x, y in zip(a, b)))


def main():
    pairs = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else 15
    there, missed, skipped, done = peers(), 0, 0, 0
    print(f"{'':26}{'peer':15}{'ratio':>7}  {'spread':14}pairs  "
          f"{'ours':>9} {'theirs':>9}  at least  goal")
    for name, ours, theirs, peer, required, goal in ROWS:
        if peer not in there:
            skipped += 1
            print(f"{name:26}{peer:15}  it is not installed here: skipped")
            continue
        x, y, ratios = compare(ours, theirs, there[peer], peer, pairs)
        ratio = statistics.median(ratios)
        bad = required is not None and ratio < required
        missed, done = missed + bad, done + (not bad)
        spread = f"[{ratios[0]:.1f}-{ratios[-1]:.1f}]"
        print(f"{name:26}{peer:15}{ratio:6.1f}x  {spread:14}{pairs:5}  "
              f"{x:6.1f} ns {y:6.0f} ns  {required or '':>8}  {goal or '':>4}"
              + ("  MISSED" if bad else ""), flush=True)
    print(f"{done} passed, {missed} failed, {skipped} skipped")
    return missed > 0


sys.exit(main())
