#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile and broken submissions: does each get the report it deserves?

    make cases [CASE=name]
    cases.py --once          each with one kind of isolation, in turn
    cases.py --cheats 20     those that the README calls cheats, 20 times each,
                             with either kind of isolation in turn

A case is a folder in autograder/selftest/cases/: a submission, and what is
expected of its grading in expect.json (README.md lists the keys).  Every case
is graded twice, in full isolation and without any (AW_ISOLATION=none).
Whatever is expected, no process may be left, no file outside build/ may have
changed, the report may not hold what a terminal obeys, and results.json must
be whole and true to docs/results.md.
"""
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

import surroundings  # noqa: E402
from results import complaints as complaints_of_results  # noqa: E402

CASES = Path("autograder/selftest/cases")
WORK = Path("build/cases")
RESULTS = Path("build/grade/results.json")
CHAPTER = "00-start-here"
SECONDS = 40  # of CPU time, unless a case says otherwise
PATIENCE = 600  # on the clock: whatever has not ended then hangs

KEYS = {"about", "base", "prepare", "from", "words", "requires", "exit",
        "earned", "possible", "tests", "message", "output", "seconds",
        "leaves", "again", "full", "none"}
counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(verdict, what, why=()):
    counts[verdict] += 1
    mark = {"passed": "ok     ", "failed": "FAILED ", "skipped": "skipped"}
    print(mark[verdict], what, flush=True)
    for line in why:
        print("        ", line, flush=True)


# ---- A case -----------------------------------------------------------------

def load(name, isolation):
    """What is expected: the case's own keys, and those of this isolation."""
    expect = json.loads((CASES / name / "expect.json").read_text())
    for keys in (expect, expect.get("full", {}), expect.get("none", {})):
        unknown = set(keys) - KEYS
        if unknown:
            sys.exit(f"{CASES / name}/expect.json: unknown key {unknown}")
    return {**expect, **expect.get(isolation, {})}


def prepare_file(path, how):
    """What cannot lie in a repository, or would not stay as it is there."""
    verb, _, word = how.partition(" ")
    if verb == "crlf":
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    elif verb == "latin1":
        path.write_bytes(path.read_text().encode("latin-1"))
    elif verb == "unreadable":
        path.chmod(0)
    elif verb == "folder":
        path.mkdir()
    elif verb == "pipe":
        os.mkfifo(path)
    elif verb == "link":
        path.symlink_to(word)
    elif verb == "copy":
        shutil.copy(word, path)
    elif verb == "mutant":
        shutil.copy(Path("solutions", *path.parts[-2:]), path)
        patch = Path("autograder/mutants", path.parts[-2], word + ".patch")
        subprocess.run(["patch", "-s", "-p2", "-d", path.parents[1]],
                       input=patch.read_bytes(), check=True)
    else:
        sys.exit(f"{path}: cannot prepare \"{how}\"")


def prepare(name, expect):
    """The submission, laid out below build/cases.  Where the case has a
    `base`, its own text follows the solution's or the stub's, or stands
    around it."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(CASES / name, folder)
    (folder / "expect.json").unlink()
    base = {"solution": Path("solutions"), "stub": Path("autograder/stubs")}
    for path in folder.rglob("*.c"):
        if "base" in expect:
            theirs = (base[expect["base"]] / path.parent.name /
                      path.name).read_text()
            before, _, after = path.read_text().rpartition("/* BASE */\n")
            path.write_text(before + theirs + after)
        for header in CASES.glob("*.h"):
            shutil.copy(header, path.parent)
    for file, how in expect.get("prepare", {}).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        prepare_file(folder / file, how)
    return folder


def missing(expect):
    """Why this case cannot be tried here, or None."""
    need = expect.get("requires")
    if need == "x86_64" and platform.machine() != "x86_64":
        return "it is written for x86_64"
    if need == "pku" and " ospke" not in Path("/proc/cpuinfo").read_text():
        return "this processor lets all code be read"
    return None


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# ---- A grading --------------------------------------------------------------

def grade(folder, expect, isolation):
    """(exit status, all that was printed, seconds of CPU time): how long it
    takes on the clock is a matter of what else the machine does."""
    words = {"CH": "00", "TIMING": "0", "FRESH": "1",
             "FROM": expect.get("from", str(folder))}
    words.update(expect.get("words", {}))
    environment = {**os.environ, "AW_ISOLATION": isolation}
    RESULTS.unlink(missing_ok=True)
    begun = cpu_of_children()
    run = subprocess.Popen(
        [os.environ["AW_GRADER"], "grade",
         *(f"{name}={word}" for name, word in words.items())],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=environment)
    try:
        output, _ = run.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        surroundings.end_descendants()
        output, _ = run.communicate()
    return run.returncode, output, cpu_of_children() - begun


def exercises(results):
    return {e["id"]: e for c in results["chapters"] for e in c["exercises"]}


def tests_named(results, name):
    """One test, or all tests of an exercise."""
    found = exercises(results)
    if name in found:
        return found[name]["tests"]
    return [t for e in found.values() for t in e["tests"] if t["name"] == name]


def check_tests(expect, results):
    for name, status in expect.get("tests", {}).items():
        tests = tests_named(results, name)
        if not tests:
            yield f"results.json has no {name}"
        for test in tests:
            if not re.fullmatch(status, test["status"]):
                yield (f"{test['name']} is {test['status']}, and not {status}: "
                       f"{test['message']}")
    for name, pattern in expect.get("message", {}).items():
        # Of an exercise, the first failure: that is what a learner sees.
        said = next((t["message"] for t in tests_named(results, name)
                     if t["status"] != "passed"), None)
        if not re.search(pattern, said or ""):
            yield f"{name} says {said!r}, and not /{pattern}/"


def check_results(expect, isolation):
    if expect.get("exit", 0) == 2:
        if RESULTS.exists():
            yield "there are results, though nothing was graded"
        return
    try:
        results = json.loads(RESULTS.read_text())
    except (OSError, ValueError) as error:
        yield f"results.json: {error}"
        return
    number = expect.get("words", {}).get("CH", CHAPTER)
    chapter = next(Path("chapters").glob(number[:2] + "-*")).name
    yield from complaints_of_results(
        results, chapter, expect.get("words", {}).get("TEST"))
    if results["isolation"] != ("reduced" if isolation == "none" else "full"):
        yield f"isolation is {results['isolation']}"
    for key in ("earned", "possible"):
        if key in expect and results[key] != expect[key]:
            yield f"{key} is {results[key]}, and not {expect[key]}"
    yield from check_tests(expect, results)


def check_output(expect, output):
    text = output.decode(errors="replace")
    if "\ufffd" in text:
        yield "the report holds bytes that are no text"
    if not re.search(expect.get("output", ""), text):
        yield f"the report does not say /{expect['output']}/"
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text):
        yield "the report holds what a terminal obeys: " + repr(
            re.search(r".{0,30}[\x00-\x08\x0b-\x1f\x7f].{0,30}", text)[0])


def check_surroundings(expect, before):
    for pid in before.processes_left():
        yield f"still runs: {surroundings.describe(pid)}"
    surroundings.end_descendants()
    for path in before.tree_changed() + before.shared_left():
        if not any(path.match(p) for p in expect.get("leaves", ())):
            yield f"it came, went or changed: {path}"
        elif path.is_file():
            path.unlink()


def carry_out(name, isolation):
    expect = load(name, isolation)
    why = missing(expect)
    what = f"{name}, {'full' if isolation == 'full' else 'no'} isolation"
    if why:
        return report("skipped", f"{what}: {why}")
    folder = prepare(name, expect)
    before = surroundings.Surroundings(".")
    status, output, seconds = grade(folder, expect, isolation)
    if isolation == "full" and b"reduced isolation" in output:
        return report("skipped", f"{what}: not to be had on this machine")
    complaints = list(check_surroundings(expect, before))
    if status != expect.get("exit", 0):
        complaints.append(f"the grader's exit status is {status}")
    if seconds > expect.get("seconds", SECONDS):
        complaints.append("it took too long")
    complaints += check_results(expect, isolation)
    complaints += check_output(expect, output)
    if expect.get("again"):
        # With what was kept of the first grading.
        expect["words"] = {**expect.get("words", {}), "FRESH": "0"}
        grade(folder, expect, isolation)
        complaints += ["again: " + complaint
                       for complaint in check_results(expect, isolation)]
    if complaints:
        complaints += output.decode(errors="replace").splitlines()
    report("failed" if complaints else "passed", f"{what}: {seconds:.1f} s",
           complaints)


def cheats():
    """Those in the tables of the README."""
    text = (CASES.parent / "README.md").read_text()
    tables = text.split("## Which cheat is which case")[1].split("\n## ")[0]
    rows = [line.split("|") for line in tables.splitlines() if "|" in line]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row[2])]


def plan(words, names):
    """[(name, isolation)] in their order."""
    # What was compiled without isolation may not count as known with it.
    both = ("none", "full")
    if words == ["--once"]:
        return [(name, both[i % 2]) for i, name in enumerate(names)]
    if words[:1] == ["--cheats"]:
        times = int(words[1]) if len(words) > 1 else 20
        return [(name, both[(i + turn) % 2]) for turn in range(times)
                for i, name in enumerate(cheats())]
    return [(name, kind) for name in words or names for kind in both]


def main():
    names = sorted(p.parent.name for p in CASES.glob("*/expect.json"))
    planned = plan(sys.argv[1:], names)
    unknown = [name for name, _ in planned if name not in names]
    if "AW_GRADER" not in os.environ:
        sys.exit("cases.py is started by make: make cases")
    if unknown:
        sys.exit(f"there is no case {unknown[0]}; there are: {', '.join(names)}")
    surroundings.adopt_orphans()
    surroundings.be_alone(os.getcwd())
    for name, isolation in planned:
        carry_out(name, isolation)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
