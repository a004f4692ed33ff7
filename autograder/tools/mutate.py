#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Machine-made mutants: change one operator, constant or statement of a
solution, and see whether the tests notice.

    make mutate CH=02 [MOST=200]

Survivors are printed as they stand; each is either equivalent to the
original (list it, with the reason, in autograder/mutants/CHAPTER/equivalent.txt)
or a test that is missing.  Fails when less than nine in ten are caught.
"""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GRADER = os.environ.get("AW_GRADER", "build/grader/aw-grade")
WORK = Path("build/mutate")
SWAPS = [
    (r"==", "!="), (r"!=", "=="), (r"<=", "<"), (r">=", ">"),
    (r"(?<![-<])<(?![<=])", "<="), (r"(?<![->])>(?![>=])", ">="),
    (r"&&", "||"), (r"\|\|", "&&"),
    (r"(?<![+\w])\+(?![+=])", "-"), (r"(?<![-\w(])-(?![->=\d])", "+"),
    (r"\+\+", "--"), (r"(?<!-)--", "++"), (r"\+=", "-="), (r"-=", "+="),
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"\b0\b(?!x)", "1"), (r"\b1\b", "0"), (r"!(?![=])", ""),
    (r"\bNULL\b", "(void *)8"),
    (r"->next\b", "->prev"), (r"->prev\b", "->next"),
]


def code_lines(text):
    """Numbers of lines that hold code: no comment, include or blank."""
    comment = False
    for number, line in enumerate(text.splitlines()):
        bare = line.strip()
        if bare.startswith("/*"):
            comment = True
        if not comment and bare and not bare.startswith(("#", "//")):
            yield number
        if "*/" in bare:
            comment = False


def mutants_of(path):
    text = path.read_text()
    lines = text.splitlines(keepends=True)
    for number in code_lines(text):
        line = lines[number]
        quoted = re.sub(r'"(\\.|[^"\\])*"', lambda m: " " * len(m[0]), line)
        quoted = re.sub(r"/\*.*?\*/", lambda m: " " * len(m[0]), quoted)
        for pattern, other in SWAPS:
            for found in re.finditer(pattern, quoted):
                changed = line[:found.start()] + other + line[found.end():]
                yield number, changed
        statement = re.match(r"\s+[^(){}]*\(.*\);\s*$|\s+[\w>.\[\]-]+ "
                             r"[+-]?= .*;\s*$", quoted)
        if statement and "return" not in line and "AW_ASSERT" not in line \
                and not re.match(r"\s*(struct|int|bool|size_t|const|uint)",
                                 line):
            yield number, re.match(r"\s*", line)[0] + ";\n"


def caught(chapter, tree):
    found = tree / "results.json"
    run = subprocess.run([GRADER, "grade", f"CH={chapter}", f"FROM={tree}",
                          "TIMING=0", f"RESULTS={found}"],
                         capture_output=True, text=True, errors="replace")
    if run.returncode:
        return "could not grade: " + run.stdout + run.stderr
    results = json.loads(found.read_text())
    statuses = {t["status"] for e in results["chapters"][0]["exercises"]
                for t in e["tests"]}
    return "" if statuses <= {"passed"} else ", ".join(sorted(statuses))


def judge(chapter, path, number, line, excused):
    """One of the tally's words, and what was changed."""
    tree = WORK / f"{chapter}-{threading.current_thread().name[-1]}"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(f"solutions/{chapter}", tree / chapter)
    lines = path.read_text().splitlines(keepends=True)
    name = f"{path.name}: {lines[number].strip()} -> {line.strip()}"
    lines[number] = line
    (tree / chapter / path.name).write_text("".join(lines))
    how = caught(chapter, tree)
    if "compile_error" in how:
        return "no program", name
    if how:
        return "caught", name
    return "equivalent" if name in excused else "survived", name


def main():
    chapter = next(c for c in os.listdir("solutions")
                   if int(c[:2]) == int(sys.argv[1][:2]))
    most = int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2] else 120
    known = Path(f"autograder/mutants/{chapter}/equivalent.txt")
    excused = known.read_text() if known.exists() else ""
    every = [(path, number, line)
             for path in sorted(Path("solutions", chapter).glob("*.c"))
             if not path.name.startswith(("probe_", "predict_"))
             for number, line in mutants_of(path)]
    random.Random(1).shuffle(every)
    tally = {"caught": 0, "survived": 0, "equivalent": 0, "no program": 0}
    shutil.rmtree(WORK, ignore_errors=True)
    with ThreadPoolExecutor(os.cpu_count()) as several:
        for (path, number, _), (what, name) in zip(every, several.map(
                lambda mutant: judge(chapter, *mutant, excused),
                every[:most])):
            tally[what] += 1
            if what == "survived":
                print(f"survived  {path}:{number + 1}: {name}", flush=True)
    judged = tally["caught"] + tally["survived"]
    share = tally["caught"] / judged if judged else 1
    print(f"{chapter}: {tally}, {share:.1%} caught")
    ok = share >= 0.9
    print(f"{int(ok)} passed, {int(not ok)} failed, 0 skipped")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
