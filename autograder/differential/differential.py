#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random programs, on the runtime and on asyncio: not a byte may differ.

    make differential [PROGRAMS=1000] [SEED=1]

The truth is asyncio as of Python 3.13 (oracle.py).  Where no Python 3.13 or
later is found, the programs of recorded/ are run, with the traces that 3.13
has printed for them.  Afterwards every patch of shortcuts/ is put on a copy
of the solutions, and must be noticed.

    differential.py COMPILER OBJECTS PROGRAMS SEED
    differential.py record      write recorded/ anew
"""
import itertools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import programs  # noqa: E402

HERE = Path("autograder/differential")
WORK = Path("build/differential")
RECORDED = HERE / "recorded"
ENGINES = ["epoll", "uv"]
ENOUGH = 1000  # programs, for a shortcut to be noticed


def python():
    found = subprocess.run(["autograder/tools/newest_python.sh"],
                           capture_output=True, text=True)
    return found.stdout.strip()


def truth_of(text):
    return subprocess.run([python(), HERE / "oracle.py"], input=text,
                          capture_output=True, text=True, check=True).stdout


def build(program, compiler, objects):
    subprocess.run([*compiler.split(), f"-I{HERE}", "-o", program,
                    *sorted(HERE.glob("*.c")), *objects, "-luv", "-pthread"],
                   check=True)


def trace_of(program, engine, text):
    run = subprocess.run([program], input=text, capture_output=True,
                         text=True, env={**os.environ, "AW_ENGINE": engine})
    if run.returncode == 0:
        return run.stdout
    return run.stdout + f"\n{run.stderr}\n(ended with {run.returncode})\n"


def parts(text):
    """The text's programs, or its traces, by their first lines."""
    return {part.split()[1]: part
            for part in re.split(r"^(?=program )", text, flags=re.M) if part}


def show(seed, text, ours, theirs):
    print(f"\nprogram {seed} differs (make differential SEED={seed} "
          f"PROGRAMS=1):\n\n{text}\n  {'here':38}  asyncio")
    for a, b in itertools.zip_longest(ours.splitlines(), theirs.splitlines(),
                                      fillvalue=""):
        print(f"{' ' if a == b else '>'} {a:38}  {b}")
        if a != b:
            return


def compare(text, ours, theirs):
    """How many programs are equal, and which is the first that is not."""
    texts, ours, theirs = parts(text), parts(ours), parts(theirs)
    wrong = [s for s in texts if ours.get(s, "") != theirs.get(s, "")]
    return len(texts) - len(wrong), wrong[:1]


def shortcut_noticed(patch, compiler, objects, text, theirs):
    """The patch on a copy of the solutions, compiled in place of them."""
    tree = WORK / patch.stem
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree("solutions", tree / "solutions")
    subprocess.run(["patch", "-s", "-p1", "-d", tree], check=True, text=True,
                   input=patch.read_text())
    mine = list(objects)
    for file in re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(), re.M):
        mine = [o for o in mine if not o.endswith("/" + file[:-2] + ".o")]
        mine.append(str(tree / file))
    build(tree / "interpret", compiler, mine)
    equal, wrong = compare(text, trace_of(tree / "interpret", "epoll", text),
                           theirs)
    print(f"{patch.stem}: {len(parts(text)) - equal} of {len(parts(text))} "
          f"differ, first {' '.join(wrong) or 'none'}")
    return bool(wrong)


def record():
    text = "".join(programs.Program(seed).text() for seed in range(200))
    RECORDED.mkdir(exist_ok=True)
    (RECORDED / "programs.txt").write_text(text)
    (RECORDED / "traces.txt").write_text(truth_of(text))


def main():
    if sys.argv[1] == "record":
        return record()
    compiler, objects = sys.argv[1], sys.argv[2].split()
    n, first = int(sys.argv[3] or 1000), int(sys.argv[4] or 1)
    objects = [o for o in objects if not re.match(
        r"(hunt|tune|predict|probe)_", Path(o).name)]
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    if python():
        text = "".join(programs.Program(seed).text()
                       for seed in range(first, first + n))
        theirs = truth_of(text)
        print(f"{n} programs, beside {python()}")
    else:
        text = (RECORDED / "programs.txt").read_text()
        theirs = (RECORDED / "traces.txt").read_text()
        print("no Python 3.13 is here: the recorded programs")
    passed = failed = 0
    build(WORK / "interpret", compiler, objects)
    for engine in ENGINES:
        ours = trace_of(WORK / "interpret", engine, text)
        equal, wrong = compare(text, ours, theirs)
        print(f"{engine}: {equal} of {len(parts(text))} as asyncio has them")
        passed, failed = passed + equal, failed + len(parts(text)) - equal
        for seed in wrong:
            show(seed, parts(text)[seed], parts(ours).get(seed, ours[-500:]),
                 parts(theirs)[seed])
    some = "".join(list(parts(text).values())[:ENOUGH])
    for patch in sorted((HERE / "shortcuts").glob("*.patch")):
        noticed = shortcut_noticed(patch, compiler, objects, some, theirs)
        passed, failed = passed + noticed, failed + (not noticed)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
