# SPDX-License-Identifier: MIT
"""A copy of the workbook that a learner works in, for learner_*.py."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

import survive  # noqa: E402

CHAPTER = "00-start-here"
EXERCISES = Path("exercises", CHAPTER)
GRADER = os.environ.get("AW_GRADER", "build/grader/aw-grade")
counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(what, *complaints):
    """One line for a test; it failed when there are complaints."""
    complaints = [c for c in complaints if c]
    counts["failed" if complaints else "passed"] += 1
    print("FAILED " if complaints else "ok     ", what, flush=True)
    for complaint in complaints:
        for line in str(complaint).splitlines():
            print("        ", line, flush=True)


def says(output, *patterns):
    """What it does not say; a pattern that begins with ! must not match."""
    wrong = [p for p in patterns
             if bool(re.search(p.removeprefix("!"), output)) == (p[0] == "!")]
    return "\n".join([f"it says not what it should: {p}" for p in wrong]
                     + [output]) if wrong else ""


def aw(*words):
    """The grader's answer: both streams, and its status as the last line."""
    run = subprocess.run([GRADER, *words], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         text=True, errors="replace")
    return f"{run.stdout}status {run.returncode}\n"


def grade(*words):
    return aw("grade", "CH=00", "TIMING=0", *words)


def solve(name, more="", chapter=CHAPTER):
    """The reference's file as the learner's, with `more` behind it."""
    text = Path("solutions", chapter, name).read_text() + more
    Path("exercises", chapter, name).write_text(text)


def replace(path, old, new):
    text = Path(path).read_text()
    assert old in text, f"{path} does not hold {old!r}"
    Path(path).write_text(text.replace(old, new))


def in_copy(tests):
    """Run each of `tests` in one copy of the workbook; exit with the sum."""
    if not Path(GRADER).exists():
        sys.exit("the grader is not built: make grade CH=00")
    home = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="aw-learner-") as folder:
        os.chmod(folder, 0o755)  # jobs run as another user
        os.environ.update(survive.environment_of_make())
        os.chdir(survive.copy_of_workbook(folder))
        for test in tests:
            shutil.rmtree(".progress", ignore_errors=True)
            shutil.rmtree("exercises")
            shutil.copytree("autograder/stubs", "exercises")
            test()
        os.chdir(home)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    sys.exit(1 if counts["failed"] else 0)
