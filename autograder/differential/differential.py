#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random programs, on the runtime and on asyncio: not a byte may differ.

    make differential [PROGRAMS=2000] [SEED=1]

The truth is asyncio as of Python 3.13 (oracle.py).  Where no Python 3.13 or
later is found, the programs of recorded/ are run, with the traces that 3.13
has printed for them.  The first program that differs is made smaller and shown.
Afterwards every patch of shortcuts/ is put on a copy of the solutions, and must
be noticed, unless there are few programs.

The fixed set, which is run if nothing else is asked for, must also ask tasks to
end often enough in every kind of operation in which they can block.

    differential.py COMPILER OBJECTS PROGRAMS SEED
    differential.py COMPILER OBJECTS record     write recorded/ anew
"""
import itertools
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import generator  # noqa: E402
import programs  # noqa: E402
import running  # noqa: E402
from running import HERE, WORK, Builder, differing, parts  # noqa: E402
from shrink import shrink  # noqa: E402

RECORDED = HERE / "recorded"
ENGINES = ["epoll", "uv"]
FIXED = 2000  # programs
ENOUGH = 1000  # programs, for each shortcut to be noticed
LEAST = 100  # requests to end, for each of these while it blocks
# Not `reset` and `abort`: nobody suspends while he has a barrier's lock, so
# they never wait for it.
BLOCKING = """acquire await collect cover expect gather get group join limit
lock meet next pause put shield sleep wait waitall waitfail waitfirst within
yield""".split()


def text_of(seeds):
    return "".join(generator.text_of(seed) for seed in seeds)


# ---- A program that differs

def shrunk(text, program, engine):
    def differ(texts):
        together = "".join(texts)
        theirs = parts(running.truth_of(together)[0])
        ours = running.traces_of(program, engine, together, deaths=len(texts))
        return map(int, differing(parts(together), ours, theirs))

    return programs.unparse(*shrink(*next(programs.parse(text)), differ))


def show(seed, text, program, engine):
    print(f"\nprogram {seed} differs on {engine} (make differential "
          f"SEED={seed} PROGRAMS=1)")
    theirs = parts((RECORDED / "traces.txt").read_text()).get(seed)
    if running.python():
        text = shrunk(text, program, engine)
        theirs = running.truth_of(text)[0]
        print("It was made smaller:")
    ours = "".join(running.traces_of(program, engine, text).values())
    print(f"\n{text}\n  {'here':38}  asyncio")
    mark = ">"
    for a, b in itertools.zip_longest(ours.splitlines(), theirs.splitlines(),
                                      fillvalue=""):
        print(f"{' ' if a == b else mark} {a:38}  {b}".rstrip())
        mark = mark if a == b else " "


# ---- Shortcuts

def first_noticed(patch, builder, texts, theirs):
    """The first program that differs with the patch on a copy of the
    solutions, compiled in place of them; or None."""
    tree = WORK / patch.stem
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree("solutions", tree / "solutions")
    subprocess.run(["patch", "-s", "-p1", "-d", tree], check=True, text=True,
                   input=patch.read_text())
    files = re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(), re.M)
    program = builder.link(tree / "interpret", [tree / f for f in files])
    seeds = list(texts)
    for some in seeds[:50], seeds[50:300], seeds[300:]:
        text = "".join(texts[s] for s in some)
        ours = running.traces_of(program, "epoll", text, deaths=1)
        wrong = differing(some, ours, theirs)
        if wrong:
            return wrong[0]
    return None


def shortcuts(builder, texts, theirs):
    """Each shortcut, and who has noticed it."""
    for patch in sorted((HERE / "shortcuts").glob("*.patch")):
        first = first_noticed(patch, builder, texts, theirs)
        print(f"{patch.stem}: " +
              (f"noticed by program {first}" if first else "NOT NOTICED"),
              flush=True)
        yield patch.stem, first


# ---- All of it

def record(builder):
    """The first programs, and for each shortcut one that notices it."""
    text = text_of(range(1, FIXED + 1))
    texts, theirs = parts(text), parts(running.truth_of(text)[0])
    kept = {str(seed) for seed in range(1, 61)}
    kept |= {first for _, first in shortcuts(builder, texts, theirs) if first}
    RECORDED.mkdir(exist_ok=True)
    for name, what in ("programs", texts), ("traces", theirs):
        (RECORDED / f"{name}.txt").write_text(
            "".join(what[seed] for seed in texts if seed in kept))
    return 0


def check_coverage(coverage):
    """Returns how many kinds are there often enough, and how many not."""
    print("asked to end while they blocked:")
    for i in range(0, len(BLOCKING), 6):
        print("  " + "".join(f"{kind + ' ' + str(coverage.get(kind, 0)):14}"
                             for kind in BLOCKING[i:i + 6]).rstrip())
    rare = [kind for kind in BLOCKING if coverage.get(kind, 0) < LEAST]
    if rare:
        print(f"fewer than {LEAST}: {' '.join(rare)}")
    return len(BLOCKING) - len(rare), len(rare)


def compare(builder, texts, theirs):
    """All programs, on both engines.  Returns how many are equal, and not."""
    program, differ, shown = builder.link(WORK / "interpret"), 0, set()
    for engine in ENGINES:
        ours = running.traces_of(program, engine, "".join(texts.values()))
        wrong = differing(texts, ours, theirs)
        print(f"{engine}: {len(texts) - len(wrong)} of {len(texts)} as asyncio "
              "has them", flush=True)
        differ += len(wrong)
        if wrong and wrong[0] not in shown:
            show(wrong[0], texts[wrong[0]], program, engine)
            shown.add(wrong[0])
    return len(ENGINES) * len(texts) - differ, differ


def main():
    compiler, objects, what = sys.argv[1], sys.argv[2].split(), sys.argv[3]
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    builder = Builder(compiler, objects)
    if what == "record":
        return record(builder)
    n, first = int(what or FIXED), int(sys.argv[4] or 1)
    passed = failed = 0
    if running.python():
        texts = parts(text_of(range(first, first + n)))
        print(f"{n} programs, beside {running.python()}", flush=True)
        out, coverage = running.truth_of("".join(texts.values()))
        theirs = parts(out)
        if (n, first) == (FIXED, 1):
            passed, failed = check_coverage(coverage)
    else:
        texts = parts((RECORDED / "programs.txt").read_text())
        theirs = parts((RECORDED / "traces.txt").read_text())
        print("no Python 3.13 is here: the recorded programs")
        n = ENOUGH  # they were chosen
    equal, differ = compare(builder, texts, theirs)
    noticed = []
    if n >= ENOUGH:
        noticed = [who for _, who in shortcuts(builder, texts, theirs)]
    missed = noticed.count(None)
    passed += equal + len(noticed) - missed
    failed += differ + missed
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
