#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every function that suspends, asked to end at each of its suspensions.

    make sweep [SEEDS=20]

The scenarios of this folder run on both engines, in asyncio's order and in
SEEDS others.  Each public function that suspends (suspending.py says which do)
must have a scenario, and each scenario must be about such a function; and the
mistakes of PLANTED, which are mutants of the chapters, must be noticed by the
scenario that stands beside them.

    sweep.py COMPILER OBJECTS SEEDS
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from suspending import functions_that_suspend

HERE = Path("autograder/sweep")
WORK = Path("build/sweep")
SUPPORT = Path("autograder/support/alloc.c")

PLANTED = [line.split(maxsplit=1) for line in
           (HERE / "planted.txt").read_text().splitlines()
           if line and not line.startswith("#")]


def build(program, compiler, objects):
    WORK.mkdir(parents=True, exist_ok=True)
    subprocess.run([*compiler.split(), "-Werror", f"-I{HERE}", "-o", program,
                    *sorted(HERE.glob("*.c")), SUPPORT, *objects, "-luv",
                    "-pthread"], check=True)


def run(program, engine, *words):
    return subprocess.run([program, *words], capture_output=True, text=True,
                          errors="replace",
                          env={**os.environ, "AW_ENGINE": engine})


# Every line of lines.c and queues.c is one of these.
COVERED = {"aw_waiters_wait"}


def scenarios():
    text = "".join(f.read_text() for f in HERE.glob("*.c"))
    return set(re.findall(r'\{"(aw_\w+)', text))


# ---- Mistakes ---------------------------------------------------------------

def noticed(patch, function, compiler, objects):
    tree = WORK / patch.stem
    shutil.rmtree(tree, ignore_errors=True)
    mine = list(objects)
    for file in re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(), re.M):
        (tree / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, tree / file)
        mine = [o for o in mine if not o.endswith("/" + file[:-2] + ".o")]
        mine.append(str(tree / file))
    subprocess.run(["patch", "-s", "-p1", "-d", tree], check=True, text=True,
                   input=patch.read_text())
    build(tree / "sweep", compiler, mine)
    said = run(tree / "sweep", "epoll", "3", function)
    first = next((line for line in (said.stdout + said.stderr).splitlines()
                  if "FAILED" in line or "misuse" in line), "nothing")
    return said.returncode == 1, first


def main():
    compiler, objects = sys.argv[1], sys.argv[2].split()
    seeds = sys.argv[3] or "20"
    objects = [o for o in objects if not re.match(
        r"(hunt|tune|predict|probe)_", Path(o).name)]
    build(WORK / "sweep", compiler, objects)
    passed = failed = 0
    for engine in ("epoll", "uv"):
        print(f"\n{engine}:", flush=True)
        said = run(WORK / "sweep", engine, seeds)
        print(said.stdout + said.stderr)
        count = re.findall(r"(\d+) passed, (\d+) failed", said.stdout)
        passed += int(count[-1][0]) if count else 0
        failed += int(count[-1][1]) if count else 1
    suspend, swept = functions_that_suspend(), scenarios() | COVERED
    for name in sorted(suspend ^ swept):
        failed += 1
        print(f"FAILED {name} " + (
            "suspends, and has no scenario" if name in suspend else
            "has a scenario, and does not suspend"))
    for patch, function in PLANTED:
        ok, said = noticed(Path("autograder/mutants", patch + ".patch"),
                           function, compiler, objects)
        passed, failed = passed + ok, failed + (not ok)
        print(f"{'ok    ' if ok else 'FAILED'} {patch}, {function}: {said}")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
