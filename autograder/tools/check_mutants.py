# SPDX-License-Identifier: MIT
"""Checks of what proves the tests: mutants."""

import re
from pathlib import Path

from book import (TOP, below, chapters, exercises, field, fold, line_of,
                  rubric_path, run, targets, text)

MUTANTS_MIN = 6


def header(path, key):
    """(line, value) of a line `Key: value` above the patch itself."""
    above = text(path).split("\n--- ")[0]
    match = re.search(rf"(?m)^{key}:[ \t]*(\S.*)", above)
    return (line_of(above, match.start()), match[1].strip()) if match else None


def mutant(report, chapter, path):
    graded = {name for e in exercises(chapter) for name in field(e, "tests")
              if isinstance(name, str)}
    timed = {"timing/" + field(t, "name", str) for _, t in targets(chapter)}
    slow = path.name.startswith("slow_")
    caught = header(path, "Caught-by")
    report.look(path)
    if not header(path, "Mistake"):
        report.wrong(path, 1, "lacks its header \"Mistake: ...\"")
    if not caught:
        report.wrong(path, 1, "lacks its header \"Caught-by: suite/fact\"")
    elif caught[1] not in (timed if slow else graded):
        report.wrong(path, caught[0], f"the rubric has no {caught[1]}" + (
            ": a slow one has timing/NAME" if slow else ""))
    outside = [name for name in re.findall(r"(?m)^(?:---|\+\+\+) [ab]/(\S+)",
                                           text(path))
               if not name.startswith(f"solutions/{chapter}/")]
    if outside:
        report.wrong(path, 1, f"changes {outside[0]}: a mutant changes "
                     f"solutions/{chapter} only")
    applies(report, path)


def applies(report, path):
    status, output = run("patch", "-p1", "--dry-run", "--batch", "--forward",
                         "--fuzz=0", stdin=TOP / path)
    if status:
        report.wrong(path, 1, "does not apply: make it anew against the "
                     f"solution as it is ({fold(output)[:120]})")


def history(report):
    """The mistakes that asyncio once had are mutants that there are."""
    path = Path("docs/asyncio-differences.md")
    report.look(path)
    behind = text(path).partition("## Mistakes that asyncio once had")
    for at in re.finditer(r"`(\d\d-[\w-]+/\w+)`", behind[2]):
        if not (TOP / f"autograder/mutants/{at[1]}.patch").exists():
            report.wrong(path, line_of(text(path), len(behind[0]) +
                                       len(behind[1]) + at.start()),
                         f"there is no mutant {at[1]}")


def mutants(report):
    """Each applies and names its test; there are enough of them.  So do the
    shortcuts that the differential test has to notice."""
    history(report)
    for path in below("autograder/differential/shortcuts", ".patch"):
        report.look(path)
        applies(report, path)
    for chapter in chapters():
        patches = below(f"autograder/mutants/{chapter}", ".patch")
        for path in patches:
            mutant(report, chapter, path)
        plain = [p for p in patches if not p.name.startswith("slow_")]
        if int(chapter[:2]) and len(plain) < MUTANTS_MIN:
            report.wrong(Path("autograder/mutants") / chapter, 1,
                         f"{len(plain)} mutants, and {MUTANTS_MIN} are the "
                         "fewest: add mistakes that learners make")
        caught = {header(p, "Caught-by")[1] for p in patches
                  if header(p, "Caught-by")}
        for exercise, target in targets(chapter):
            name = "timing/" + field(target, "name", str)
            if name not in caught:
                report.wrong(rubric_path(chapter), 1, f"exercise "
                             f"{exercise.get('id')}: no slow_*.patch is "
                             f"caught by {name}")
