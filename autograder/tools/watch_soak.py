#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A long session of make watch: does it hold on to anything?

    watch_soak.py [GRADES]

In a copy of the workbook a file is saved 1,000 times, each time with another
text: right, wrong, one that crashes, one that does not compile, the stub, none
at all.  Each save is graded before the next one.  In the end, as compared with
the first hundred, the watch may not have more memory or more descriptors; at
no time may it have a child while it waits; and what it keeps below
build/grade/ stays within its bounds.  AW_GRADER may be a build with sanitizers:
what was never freed fails then as well, at Ctrl-C.
"""
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[1] / "selftest"))

from learner_copy import in_copy, replace, report, says, solve  # noqa: E402
from learner_watch import FILE, Watch  # noqa: E402

GRADES = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
SETTLED = min(100, GRADES // 2)  # gradings until all that is kept is there
WINDOW = 10  # gradings whose lowest memory counts: all kinds of texts

# How far the lowest of a window goes up and down is some 150 KB: lists of what
# is kept grow until their bounds, and the heap has gaps.  What is leaked goes
# up only; 600 bytes for each of 900 gradings, a few lines of a report, are
# above this.
GROWTH_MAX = 512 << 10
# What is pruned before a grading (tidy in main.c), and what that one adds.
KEPT = {"obj": 2000 + 50, "prog": 500 + 50, "verdicts": 5000 + 50}


# ---- What is saved ----------------------------------------------------------

def right(n):
    solve("list.c", f"__attribute__((used)) static const int saved = {n};\n")


def wrong(n):
    right(n)
    replace(FILE, "node->prev->next = node->next;", "")


def crashes(n):
    right(n)
    replace(FILE, "node->prev->next = node->next;",
            "*(volatile int *)0 = 1;")


def does_not_compile(n):
    FILE.write_text(f'#error "save {n}"\n')


def calls_what_it_may_not(n):
    right(n)
    with FILE.open("a") as file:
        file.write("int system(const char *);\n"
                   f"int aw_sys_{n}(void) {{ return system(\"\"); }}\n")


def stub(n):
    FILE.write_text(Path("autograder/stubs", *FILE.parts[1:]).read_text())


def none(n):
    FILE.unlink()


# What each is called in the report; the stub and no file are graded alike, so
# there is another text between them.
KINDS = [(right, r"\+ 0\.1 .*3 / 3"), (right, r"\+ 0\.1 .*3 / 3"),
         (wrong, "failed: +list/"), (right, r"\+ 0\.1 .*3 / 3"),
         (does_not_compile, 'save {n}"'), (right, r"\+ 0\.1 .*3 / 3"),
         (stub, "untouched"), (crashes, "crashed: +list/"),
         (calls_what_it_may_not, "system"), (none, "untouched")]


# ---- What it has ------------------------------------------------------------

def memory(pid):
    """Bytes of its own that are resident: pages of files come and go."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) << 10
    return 0


def descriptors(pid):
    return sorted(os.readlink(f"/proc/{pid}/fd/{fd}").split(":")[0]
                  for fd in os.listdir(f"/proc/{pid}/fd"))


def children(pid):
    """Zombies, too."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def files():
    """All that lies in the workbook, but for what is kept by digest.  (What is
    left in /tmp is looked for by cases.py, where nobody else writes.)"""
    kept = {Path("build/grade", name) for name in KEPT}
    found = set()
    for folder in (".", ".progress", "exercises", "build"):
        found |= {path for path in Path(folder).glob(
            "*" if folder == "." else "**/*") if path.parent not in kept}
    return found - {FILE}


class Measured:
    def __init__(self, pid):
        self.pid, self.memory, self.orphans = pid, [], []
        self.descriptors, self.files = [], set()

    def after_a_grading(self):
        self.memory.append(memory(self.pid))
        self.orphans += children(self.pid)
        n = len(self.memory)
        if n % 100 == 0:
            print(f"{n} gradings: {self.lowest(n) >> 10} KB", flush=True)
        if n == SETTLED:
            self.descriptors, self.files = descriptors(self.pid), files()

    def lowest(self, end):
        return min(self.memory[max(end - WINDOW, 0):end])


# ---- The session ------------------------------------------------------------

def session(watch, measured):
    """What was not graded as it should have been."""
    for n in range(1, GRADES + 1):
        save, expected = KINDS[n % len(KINDS)]
        save(n)
        watch.wait(n + 1)
        if len(watch.reports) != n + 1:
            return f"save {n} was not graded, or twice\n{watch.text}"
        said = says(watch.reports[n], expected.format(n=n))
        if said:
            return f"save {n}, {save.__name__}: {said}"
        watch.reports[n] = ""
        measured.after_a_grading()
    return ""


def soak():
    watch = Watch()
    watch.wait(1)
    measured = Measured(watch.process.pid)
    report(f"{GRADES} saves, {GRADES} gradings", session(watch, measured))
    before, after = measured.lowest(SETTLED), measured.lowest(GRADES)
    print(f"memory: {before >> 10} KB after {SETTLED} gradings, {after >> 10} "
          f"KB after {len(measured.memory)}")
    # A sanitizer holds back what was freed, on purpose.
    if "asan" not in os.environ.get("AW_GRADER", ""):
        report("its memory does not grow", after > before + GROWTH_MAX and
               f"{after - before} bytes")
    now = descriptors(watch.process.pid)
    report("its descriptors are the same", now != measured.descriptors and
           f"{measured.descriptors}\n{now}")
    report("it has no child while it waits", measured.orphans)
    report("no file is left", sorted(files() - measured.files))
    for name, most in KEPT.items():
        n = sum(1 for _ in Path("build/grade", name).iterdir())
        report(f"{name}: {n} are kept", n > most and f"more than {most}")
    status = watch.end()
    report("Ctrl-C ends it", status != 0 and f"status {status}",
           says(watch.text, "The watch has ended", "!Sanitizer"))


if __name__ == "__main__":
    in_copy([soak])
