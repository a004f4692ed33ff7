#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does make coverage name the lines that no test reached, and no others?

Each submission below is graded by `aw-grade coverage`; what it says of one
file is compared with what stands there.  Lines are found by marks in the
text, so that nobody has to count.
"""
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

CHAPTER = "00-start-here"
WORK = Path("build/coverage-test")
RESULTS = WORK / "results.json"
LIST = Path("solutions", CHAPTER, "list.c")
counts = {"passed": 0, "failed": 0, "skipped": 0}

APPEND = "    node->prev = list->prev;\n"  # in aw_list_append
REMOVE = "    node->prev->next = node->next;\n"  # in aw_list_remove
ENDS = {"crashes": "*(volatile int *)0 = 1;",
        "never ends": "for (;;) calls++;",
        "breaks a contract": 'AW_ASSERT(calls == 0, "for a test");'}


def report(what, why):
    counts["failed" if why else "passed"] += 1
    print("FAILED " if why else "ok     ", what, why or "", flush=True)


def submission(name, text, folder=WORK):
    path = folder / name / CHAPTER / "list.c"
    shutil.rmtree(folder / name, ignore_errors=True)
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def coverage(folder):
    """(exit status, output, what results.json says of exercise 0.1)"""
    RESULTS.unlink(missing_ok=True)
    run = subprocess.run(
        [os.environ["AW_GRADER"], "coverage", "CH=00", "TIMING=0",
         f"FROM={folder}", f"RESULTS={RESULTS}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace")
    if not RESULTS.exists():
        return run.returncode, run.stdout, None
    chapter = json.loads(RESULTS.read_text())["chapters"][0]
    first = next(e for e in chapter["exercises"] if e["id"] == "0.1")
    return run.returncode, run.stdout, first["coverage"]


def numbers(missed):
    """"12-14, 20" as {12, 13, 14, 20}"""
    found = set()
    for part in filter(None, missed.split(", ")):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def marked(path):
    """The lines that say that nothing reaches them."""
    return {i for i, line in enumerate(path.read_text().splitlines(), 1)
            if "/* not reached */" in line}


def try_it(what, path):
    """The marked lines are missed, and no others."""
    status, output, found = coverage(path.parent.parent)
    why = None
    if status != 0 or not found:
        why = f"status {status}, {found}:\n{output}"
    elif numbers(found["missed"]) != marked(path):
        why = f"it names {found['missed']}, and not {sorted(marked(path))}"
    elif found["lines"] - found["reached"] != len(marked(path)):
        why = f"{found}"
    elif marked(path) and "dead code, or a case" not in output:
        why = f"the report does not ask about them:\n{output}"
    report(what, why)
    return output


def main():
    if "AW_GRADER" not in os.environ:
        sys.exit("coverage_test.py is started by make test")
    text = LIST.read_text()
    assert APPEND in text and REMOVE in text, "list.c has changed"
    shutil.rmtree(WORK, ignore_errors=True)

    try_it("the solution", submission("solution", text))
    try_it("a branch that is never taken", submission(
        "branch", text.replace(REMOVE, "    if (node == (void *)1)\n"
                               "        node = node->next; /* not reached */\n"
                               + REMOVE)))
    try_it("a helper that should have been static", submission(
        "helper", text + "\nint helper(int a);\n" +
        "int helper(int a) { return a + 1; } /* not reached */\n"))
    # What a test reaches before it ends badly has been reached: so has the
    # line where it does.
    for name, end in ENDS.items():
        try_it(f"a function that {name}", submission(
            name.replace(" ", "_"), text.replace(
                APPEND, f"    static int calls;\n    if (++calls == 5)\n"
                        f"        {end}\n{APPEND}")))
    outside = Path(os.environ.get("TMPDIR", "/tmp"), "aw-case+coverage")
    try_it("a folder outside of the project",
           submission("sub", text, outside))
    shutil.rmtree(outside)

    status, output, found = coverage(submission(
        "broken", "no C at all\n").parent.parent)
    report("a file that does not compile", None if status == 0 and
           found is None else f"{status}, {found}:\n{output}")
    run = subprocess.run([os.environ["AW_GRADER"], "coverage", "CH=00"],
                         env={**os.environ, "AW_CC": "clang"}, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    report("clang", None if run.returncode == 2 and
           re.search("counted with gcc", run.stdout) else run.stdout)
    page = Path("build/grade/cover", CHAPTER, "index.html")
    report("a page for people", None if page.exists() else f"no {page}")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
