#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whatever happens to the grader, the learner's files survive it.

    survive.py [TIMES]

In a copy of the workbook, with edits in a chapter's exercises, `make grade`,
`make reset` and `make watch` are started TIMES times (10) and killed, with
all that belongs to them, at a random moment.  Then every edit must still be
in its place, or whole in .backup/; results.json must be whole or absent; and
nothing may run.  Turns take place in full isolation and without any.  At
last, a grading that nobody kills must work: what was
left half done must not be believed.

The seed is printed, and AW_SEED=n draws the same moments again.
"""
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

import surroundings  # noqa: E402

CHAPTER = "00-start-here"
EXERCISES = Path("exercises", CHAPTER)
RESULTS = Path("build/grade/results.json")

# The command, and the seconds within which it is killed: long enough that
# some get to their end.
GRADER = os.environ.get("AW_GRADER", "build/grader/aw-grade")
COMMANDS = {
    "grade": (["make", "grade", "CH=00", "TIMING=0", "FRESH=1"], 4.0),
    "reset": ([GRADER, "reset", "CH=00"], 0.012),
    "watch": ([GRADER, "watch", "CH=00", "TIMING=0"], 5.0),
}
TURNS = ["reset", "grade", "reset", "watch"]  # reset does the most harm
counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(what, complaints):
    counts["failed" if complaints else "passed"] += 1
    print("FAILED " if complaints else "ok     ", what, flush=True)
    for line in complaints:
        print("        ", line, flush=True)


def copy_of_workbook(folder):
    """The workbook, its build with it: compiling it anew takes minutes.  Not
    what others may be writing: this may run beside them."""
    top = Path(folder, "workbook")
    grader = Path(os.environ.get("GRADER_DIR", "build/grader")).name
    ours = {"gcc", "clang", grader, "setup.ok", "author.ok", "probed.mk"}
    shutil.copytree(".", top, symlinks=True, ignore=lambda at, names: [
        n for n in names if (at == "." and n in (".git", ".backup")) or
        (at == "./build" and n not in ours)])
    return top


def run_make(*words):
    return subprocess.run(["make", "--no-print-directory", *words],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


# ---- What a learner has -----------------------------------------------------

def edit(turn):
    """{path: text} of a chapter that somebody works on.  Each turn's text is
    found nowhere else, and long enough to be written in several pieces."""
    texts = {}
    for stub in sorted(Path("autograder/stubs", CHAPTER).glob("*.c")):
        text = Path("solutions", CHAPTER, stub.name).read_text()
        text += f"/* turn {turn} of {stub.name} */\n"
        text += f"/* {random.getrandbits(64):x} */\n" * 3000
        path = EXERCISES / stub.name
        path.write_text(text)
        texts[path] = text
    return texts


def is_kept(text):
    return any(text == path.read_text()
               for path in Path(".backup").rglob("*") if path.is_file())


def files_lost(texts, command):
    """Each file is as it was, or it is the stub and the text is kept."""
    for path, text in texts.items():
        now = path.read_text() if path.is_file() else None
        stub = Path("autograder/stubs", CHAPTER, path.name).read_text()
        if now == text:
            continue
        if command != "reset":
            yield f"{path} was changed by {command}"
        elif now is None:
            yield f"{path} is gone"
        elif now != stub:
            yield f"{path} is neither the old text nor the stub"
        elif not is_kept(text):
            yield f"{path} was reset, and its text is not in .backup/"


def results_broken():
    if RESULTS.exists():
        try:
            json.loads(RESULTS.read_text())
        except ValueError as error:
            yield f"results.json: {error}"


def record_broken():
    path = Path(".progress", f"{CHAPTER}.json")
    if path.exists():
        try:
            json.loads(path.read_text())
        except ValueError as error:
            yield f"{path}: {error}"


def leftovers(before):
    """A half-written file beside its target does no harm in build/ and in
    .backup/ and .progress/; after a kill it may also lie in exercises/, under
    a name that nothing compiles.  Nothing else may change."""
    allowed = re.compile(re.escape(str(EXERCISES.resolve())) +
                         r"/[^/]+\.c(\.new-\d+)?$|" +
                         re.escape(str(Path(".progress").resolve())))
    for path in before.tree_changed():
        if not allowed.match(str(path)):
            yield f"it came, went or changed: {path}"


# ---- One kill ---------------------------------------------------------------

def kill_at_random(command):
    """Returns when it was killed, as words; or that it had ended before."""
    words, longest = COMMANDS[command]
    moment = random.uniform(0, longest)
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL,
                               start_new_session=True)
    if command == "watch":  # somebody saves a file meanwhile
        time.sleep(moment / 2)
        os.utime(EXERCISES / "list.c")
        time.sleep(moment / 2)
    else:
        time.sleep(moment)
    ended = process.poll() is not None
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    return f"{'ended before' if ended else 'killed after'} {moment:.3f} s"


def one_kill(turn, command, isolation):
    os.environ["AW_ISOLATION"] = isolation
    texts = edit(turn)
    before = surroundings.Surroundings(".")
    when = kill_at_random(command)
    complaints = [f"still runs: {surroundings.describe(pid)}"
                  for pid in before.processes_left(seconds=15)]
    surroundings.end_descendants()
    complaints += files_lost(texts, command)
    complaints += results_broken()
    complaints += record_broken()
    complaints += leftovers(before)
    report(f"{turn:3} {command}, {'no' if isolation == 'none' else 'full'} "
           f"isolation, {when}", complaints)


def still_works():
    """The solutions, with an empty line added, get full marks afterwards."""
    for path in EXERCISES.glob("*.new-*"):
        path.unlink()
    for path in sorted(Path("autograder/stubs", CHAPTER).glob("*.c")):
        text = Path("solutions", CHAPTER, path.name).read_text()
        (EXERCISES / path.name).write_text(text + "\n")
    run = run_make("grade", "CH=00", "TIMING=0", "STRICT=1")
    report("a grading afterwards", [] if run.returncode == 0
           else run.stdout.splitlines()[-20:])


def environment_of_make():
    """What the Makefile exports to the grader."""
    rule = "show:\n\t@env | grep ^AW_\n"
    run = subprocess.run(["make", "-s", "-f", "Makefile", "-f", "-", "show"],
                         input=rule, stdout=subprocess.PIPE, text=True)
    return dict(line.split("=", 1) for line in run.stdout.splitlines())


def main():
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    seed = int(os.environ.get("AW_SEED") or random.getrandbits(32))
    random.seed(seed)
    print(f"AW_SEED={seed}")
    surroundings.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="aw-survive-") as folder:
        os.chmod(folder, 0o755)  # jobs run as another user
        os.chdir(copy_of_workbook(folder))
        os.environ.update(environment_of_make())
        run = run_make("grade", "CH=00", "TIMING=0", "FROM=solutions")
        if run.returncode:
            sys.exit("survive.py: the copy does not work\n" + run.stdout)
        for turn in range(times):
            one_kill(turn, TURNS[turn % len(TURNS)],
                     "none" if turn // len(TURNS) % 2 else "full")
        still_works()
        os.chdir("/")
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
