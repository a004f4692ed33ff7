#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prove the tests: stubs fail, solutions pass, every mutant is caught.

    make mutants [CH=02] [WHOLE=1] [FRESH=1]

A mutant is a patch in autograder/mutants/CHAPTER/ that turns a solution into
a mistake that learners make.  It must compile without a warning, and fail the
test that it names; with WHOLE=1 all tests of its chapter run, and it must pass
at least half of them: a mistake and no rubble.  A slow variant (slow_*.patch)
must pass every test of its exercise, with WHOLE=1 of its chapter, and fail the
timing target that it names.  No mutant may
break the harness itself.  Verdicts that were kept count, unless FRESH=1.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GRADER = os.environ.get("AW_GRADER", "build/grader/aw-grade")
WORK = Path("build/mutants")
WHOLE = os.environ.get("WHOLE") == "1"
FRESH = os.environ.get("FRESH") == "1"
tally = {"ok": 0, "FAILED": 0, "skip": 0}


def verdict(how, what, why=""):
    """In one piece: several are graded at a time."""
    tally[how] += 1
    sys.stdout.write(f"{how:6} {what}{': ' + why if why else ''}\n")
    sys.stdout.flush()


def report(ok, what, why=""):
    verdict("ok" if ok else "FAILED", what, why)


def skip(what, why):
    verdict("skip", what, why)


def grade(chapter, tree, *words):
    """Grade `tree`, and return the chapter's part of the results."""
    found = WORK / f"{chapter}-{Path(tree).parent.name}.json"
    run = subprocess.run(
        [GRADER, "grade", f"CH={chapter}", f"FROM={tree}", f"RESULTS={found}",
         f"FRESH={int(FRESH)}", *words],
        capture_output=True, text=True, errors="replace")
    if run.returncode not in (0, 1):
        return None, run.stdout + run.stderr
    results = json.loads(found.read_text())
    return results["chapters"][0], run.stdout


def copy(chapter):
    """A fresh copy of the chapter's solutions, as a submission.  Its place is
    the thread's: objects are kept by path, so what a mutant leaves alone is
    compiled once for each thread, and not once for each mutant."""
    tree = WORK / chapter / threading.current_thread().name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(f"solutions/{chapter}", tree / "solutions" / chapter)
    return tree


def all_tests(result):
    return {t["name"]: t for e in result["exercises"] for t in e["tests"]}


def all_timing(result):
    return {t["name"]: t for e in result["exercises"] for t in e["timing"]}


def header(patch):
    fields = dict(re.findall(r"^(Mistake|Caught-by): (.+)$",
                             patch.read_text(), re.M))
    return fields.get("Mistake"), fields.get("Caught-by")


def warnings(tree, chapter, files):
    """What the compiler says about the mutant's files."""
    said = ""
    for file in files:
        run = subprocess.run(
            [os.environ["AW_CC"], *os.environ["AW_CFLAGS"].split(), "-O1",
             "-fsyntax-only", str(tree / "solutions" / chapter / file)],
            capture_output=True, text=True, errors="replace")
        said += run.stderr
    return said


def narrowed(chapter, name):
    """Grade that test or target alone, unless it is a probe's, which is told
    by all tests of the learner's, or WHOLE=1 is said."""
    rubric = json.loads(
        Path("autograder/tests", chapter, "rubric.json").read_text())
    probes = [e for e in rubric["exercises"]
              if e["kind"] == "probe" and name in e.get("tests", [])]
    return [] if WHOLE or probes else [f"TEST={name}"]


def check_slow(patch, result, target):
    name = target.removeprefix("timing/")
    bad = [t["name"] for t in all_tests(result).values()
           if t["status"] != "passed"]
    timing = all_timing(result).get(name)
    if bad:
        return report(False, str(patch), f"a slow variant must pass {bad[0]}")
    if timing is None:
        return report(False, str(patch), f"nothing is timed as {name}")
    if timing["status"] == "inconclusive":
        return skip(str(patch), f"{name} inconclusive: the machine is too "
                    f"noisy to decide at {timing['ratio']:.2f}x")
    report(timing["status"] == "failed", str(patch),
           f"{name} {timing['status']} at {timing['ratio']:.2f}x "
           f"(required {timing['required']})")


def check_mutant(patch):
    chapter, name = patch.parent.name, patch.stem
    mistake, caught_by = header(patch)
    if not mistake or not caught_by:
        return report(False, str(patch), "needs Mistake: and Caught-by:")
    tree = copy(chapter)
    run = subprocess.run(["patch", "-s", "-p1", "-d", tree], text=True,
                         input=patch.read_text(), capture_output=True)
    if run.returncode:
        return report(False, str(patch), f"does not apply: {run.stdout}")
    files = re.findall(rf"^\+\+\+ b/solutions/{chapter}/(\S+)",
                       patch.read_text(), re.M)
    said = warnings(tree, chapter, files)
    if said:
        return report(False, str(patch), "compiles with: " + said)
    slow = name.startswith("slow_")
    only = narrowed(chapter, caught_by)
    for _ in range(3 if slow else 1):  # what was inconclusive is not kept
        result, output = grade(chapter, tree / "solutions",
                               f"TIMING={int(slow)}", *only)
        if result is None or "inconclusive" not in {
                t["status"] for t in all_timing(result).values()}:
            break
    if result is None:
        return report(False, str(patch), "broke the grader: " + output)
    if slow:
        return check_slow(patch, result, caught_by)
    tests = all_tests(result)
    if caught_by not in tests:
        return report(False, str(patch), f"there is no test {caught_by}")
    module = [t for t in tests.values()
              if not t["name"].startswith(("hunt_", "probe_", "predict_"))]
    good = sum(t["status"] == "passed" for t in module)
    broken = [t["name"] for t in tests.values()
              if t["status"] == "could_not_grade"]
    status = tests[caught_by]["status"]
    if status == "not_run":  # its exercise needs the one that is broken
        result, _ = grade(chapter, tree / "solutions", "TIMING=0",
                          f"TEST={caught_by}")
        status = all_tests(result)[caught_by]["status"]
    if broken:
        report(False, str(patch), f"the harness broke at {broken[0]}")
    elif not only and 2 * good < len(module):
        report(False, str(patch), f"passes only {good} of {len(module)} tests")
    else:
        report(status not in ("passed", "not_run", "could_not_grade"),
               str(patch), f"{caught_by} {status}" + (
                   "" if only else
                   f"; {len(module) - good} of {len(module)} tests fail"))


def check_solution(chapter):
    result, output = grade(chapter, "solutions")
    bad = [] if result is None else [
        t["name"] for t in all_tests(result).values()
        if t["status"] != "passed"] + [
        f"timing/{t['name']} ({t['ratio']}x)"
        for t in all_timing(result).values()
        if t["status"] not in ("gold", "inconclusive")]
    report(result is not None and not bad, f"solutions/{chapter}",
           f"not passed: {bad}" if bad else "" if result else output)


def check_stubs(chapter):
    """A stub with a blank line at its end is a stub that has been started."""
    tree = WORK / chapter / "stubs" / "exercises"
    shutil.rmtree(tree, ignore_errors=True)
    (tree / chapter).mkdir(parents=True)
    for stub in Path(f"autograder/stubs/{chapter}").glob("*.c"):
        (tree / chapter / stub.name).write_text(stub.read_text() + "\n")
    result, output = grade(chapter, tree)
    if result is None:
        return report(False, f"stubs of {chapter}", output)
    for e in result["exercises"]:
        timing = [t["status"] for t in e["timing"]]
        easy = [t["name"] for t in e["tests"] if t["status"] == "passed"]
        broken = [t["name"] for t in e["tests"]
                  if t["status"] == "could_not_grade"]
        if e["kind"] == "tune":
            # Right and slow, or right and wasteful: counts are tests.
            slow = "failed" in timing
            wasteful = [t for t in e["tests"] if t["status"] == "failed"]
            report((slow or bool(wasteful)) and not broken,
                   f"stub of {e['id']}", f"timing {timing}")
        else:
            report(not easy and not broken, f"stub of {e['id']}",
                   f"passes {easy}" if easy else
                   f"could not grade {broken}" if broken else "")


def check(chapter):
    """What is timed has the machine for itself; the rest shares it."""
    patches = sorted(Path("autograder/mutants", chapter).glob("*.patch"))
    slow = [p for p in patches if p.name.startswith("slow_")]
    check_solution(chapter)
    check_stubs(chapter)
    for patch in slow:
        check_mutant(patch)
    with ThreadPoolExecutor(os.cpu_count()) as several:
        list(several.map(check_mutant, [p for p in patches if p not in slow]))


def main():
    chosen = sys.argv[1] if len(sys.argv) > 1 else ""
    WORK.mkdir(parents=True, exist_ok=True)
    for tests in sorted(Path("autograder/tests").iterdir()):
        chapter = tests.name
        if not (tests / "rubric.json").exists() or \
                (chosen and int(chapter[:2]) != int(chosen[:2])):
            continue
        check(chapter)
    print(f"{tally['ok']} passed, {tally['FAILED']} failed, "
          f"{tally['skip']} skipped")
    return 1 if tally["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main())
