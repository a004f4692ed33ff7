# SPDX-License-Identifier: MIT
"""Running programs: on asyncio, and on the runtime, which may die of them."""
import json
import os
import re
import subprocess
from pathlib import Path

HERE = Path("autograder/differential")
WORK = Path("build/differential")
PATIENCE = 60  # seconds, for a run without an end; and for each
EACH = 0.05    # program, of which a thousand take a second when nobody is by


def python():
    """A Python 3.13 or later, or ""."""
    found = subprocess.run(["autograder/tools/newest_python.sh"],
                           capture_output=True, text=True)
    return found.stdout.strip()


def truth_of(text):
    """The traces, and how often each kind was asked to end as it blocked."""
    coverage = WORK / "coverage.json"
    run = subprocess.run([python(), HERE / "oracle.py", coverage], input=text,
                         capture_output=True, text=True, check=True)
    return run.stdout, json.loads(coverage.read_text())


def parts(text):
    """The text's programs, or its traces, by their first lines."""
    return {part.split()[1]: part
            for part in re.split(r"^(?=program )", text, flags=re.M) if part}


class Builder:
    """Links the interpreter with objects of a runtime."""

    def __init__(self, compiler, objects):
        self.compiler = compiler.split() + [f"-I{HERE}"]
        self.objects = [o for o in objects if not re.match(
            r"(hunt|tune|predict|probe)_", Path(o).name)]
        self.own = [self.compile(file) for file in sorted(HERE.glob("*.c"))]

    def compile(self, file, folder=WORK):
        target = folder / (Path(file).stem + ".o")
        subprocess.run([*self.compiler, "-c", "-o", target, file], check=True)
        return str(target)

    def link(self, program, replaced=()):
        """`replaced`: sources, in place of the objects of the same path."""
        mine = list(self.objects)
        for file in replaced:
            name = "/".join(file.parts[-3:])[:-2] + ".o"
            mine = [o for o in mine if not o.endswith(name)]
            mine.append(self.compile(file, program.parent))
        subprocess.run([*self.compiler, "-o", program, *self.own, *mine,
                        "-luv", "-pthread"], check=True)
        return program


def run_once(program, engine, text):
    try:
        run = subprocess.run([program], input=text, capture_output=True,
                             text=True,
                             timeout=PATIENCE + EACH * len(parts(text)),
                             env={**os.environ, "AW_ENGINE": engine})
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode(), "it has no end"
    if run.returncode == 0:
        return run.stdout, ""
    said = [line for line in run.stderr.splitlines() if line.strip()][:12]
    return run.stdout, "\n".join([*said, f"(ended with {run.returncode})"])


def traces_of(program, engine, text, deaths=20):
    """The traces by seed.  Whoever dies says of what in his own trace, and the
    programs behind him are run again without him, up to `deaths` times."""
    left, traces = parts(text), {}
    while left:
        out, error = run_once(program, engine, "".join(left.values()))
        found = parts(out)
        last = next(reversed(found), next(iter(left)))
        if error:
            found[last] = found.get(last, "") + "\n" + error + "\n"
        traces.update(found)
        seeds = list(left)
        left = {s: left[s] for s in seeds[seeds.index(last) + 1:]}
        deaths -= 1
        if not error or deaths == 0:
            break
    return traces


def differing(texts, ours, theirs):
    """The seeds of those that differ; who was not run does."""
    return [s for s in texts if ours.get(s) != theirs[s]]
