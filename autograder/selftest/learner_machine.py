#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the machine does wrong costs nobody a point, and gives nobody one: a
jail that does not start a job each time it is asked to.
"""
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from learner_copy import GRADER, aw, in_copy, report, says, solve

JAIL = os.path.abspath(os.environ.get("AW_JAIL", "build/grader/aw-jail"))
PROBE = "probe_cancel.c"
A_PROBE_OF_NOTHING = """#include <criterion/criterion.h>

Test(mine, holds_always)
{
    cr_assert(1);
}
"""


def with_jail(when, *words, program=" -j2"):
    """A grading whose jail fails to start a test program `when` holds of $n,
    which counts them; with `program`, those that have it in their line.  It sees no namespaces: the jail is run twice there."""
    count, jail = Path("build/count").resolve(), Path("build/jail").resolve()
    count.write_text("0\n")
    jail.write_text(f"""#!/bin/sh
case "$1 $*" in "--outer "*"{program}"*)
    read -r n <{count}
    n=$((n + 1))
    echo $n >{count}
    if {when}; then
        echo "it is out of order" >&2
        exit 1
    fi
esac
exec {JAIL} "$@"
""")
    jail.chmod(0o755)
    os.environ.update(AW_JAIL=str(jail), AW_ISOLATION="none")
    said = aw("grade", "TIMING=0", "FRESH=1", "JOBS=1", *words)
    os.environ["AW_JAIL"] = JAIL
    del os.environ["AW_ISOLATION"]
    return said


def tests():
    """The learner's program is the first that runs, the reference's follows."""
    solve("error.c")
    report("a jail in order", says(with_jail("false", "EX=0.3"),
                                   "Score 2 of 2", "status 0"))
    for which, when in ("the learner's", "[ $n = 1 ]"), ("all", "true"):
        report(f"no point is lost where {which} tests do not start", says(
            with_jail(when, "EX=0.3"), "could_not_grade: error/",
            "machine   .*it is out of order", "!crashed", "Score 0 of 0",
            "!complete", "!Everything", "!everything", "status 2",
            "Next: nothing could be graded, which is no fault of yours"))
        page = Path("build/grade/report.html").read_text()
        report("the page says so, too", says(
            page, "<strong>Nothing could be graded", "!that was asked"))
        results = json.loads(Path("build/grade/results.json").read_text())
        report("and the results do not call it complete",
               says(results["chapters"][0]["state"], "^started$"))
    report("the machine is told where the reference does not start", says(
        with_jail("[ $n = 2 ]", "EX=0.3"), "could_not_grade: error/",
        "machine   .*it is out of order", "Score 0 of 0"))
    report("nothing of it is kept", says(
        aw("grade", "EX=0.3", "TIMING=0"), "Score 2 of 2", "status 0"))


def some_of_it():
    """The predictions have programs of their own."""
    for file in "list.c", "splice.c", "error.c", "predict_list.c":
        solve(file)
    said = with_jail("[ $n -le 2 ]", "CH=00")
    report("some of it could be graded", says(
        said, "could_not_grade", r"[1-9] / [1-9] +started",
        "Next: what could be graded passes, and the rest is no fault",
        "!Score 0", "status 0"))


def speed():
    """STRICT=1 wants all of it, and speed is a part."""
    solve("run.c", chapter="01-ready-queue")
    words = "EX=1.3", "STRICT=1", "TIMING=1"
    said = with_jail("true", *words, program=" push_run")
    report("speed that was not measured is not full marks", says(
        said, "push_run inconclusive", "it is out of order", "status 1",
        "!complete", "!everything that was asked"))
    for status, strict in enumerate(("STRICT=0", "STRICT=1")):
        said = with_jail("true", *words, strict, "TEST=timing/push_run",
                         program=" push_run")
        report(f"nor is it all alone, {strict}", says(
            said, "Score 0 of 0", f"status {status}",
            "Next: timing/push_run could not be graded, which is no fault"))
    said = with_jail("true", *words, "TIMING=0", program=" push_run")
    report("who does not ask for it has them", says(
        said, "complete", "everything that was asked", "status 0"))


def a_probe():
    chapter = Path("exercises/01-ready-queue")
    (chapter / PROBE).write_text(A_PROBE_OF_NOTHING)
    report("a probe of nothing catches nothing", says(
        with_jail("false", "EX=1.6"), "0 of 6 broken versions"))
    for which, when in (("the broken versions", "[ $n -gt 1 ]"),
                        ("all", "true")):
        report(f"nothing is won or lost where {which} do not start", says(
            with_jail(when, "EX=1.6"), "could_not_grade: probe_cancel/",
            "machine   .*it is out of order", "!holds no test",
            "Score 0 of 0"))


def a_probe_once_more():
    """Five more runs on the reference follow the first six broken versions,
    and then each of those once more."""
    solve(PROBE, chapter="01-ready-queue")
    report("a good probe", says(with_jail("false", "EX=1.6"), "Score 3 of 3"))
    for which, when in (("its third run", "[ $n = 9 ]"),
                        ("that of the broken versions", "[ $n -gt 12 ]")):
        report(f"nothing is won or lost where {which} does not start", says(
            with_jail(when, "EX=1.6"), "could_not_grade: probe_cancel/",
            "machine   .*it is out of order", "Score 0 of 0"))
    report("nothing of it is kept either", says(
        aw("grade", "EX=1.6", "TIMING=0"), "Score 3 of 3"))
    Path("exercises/01-ready-queue", PROBE).write_text(A_PROBE_OF_NOTHING)
    report("once is enough to catch nothing", says(
        with_jail("[ $n -gt 12 ]", "EX=1.6"), "0 of 6 broken versions"))


def interrupted_at_once():
    """While the first jobs try out what the machine allows."""
    begun, jail = Path("build/begun").resolve(), Path("build/jail").resolve()
    jail.write_text(f"#!/bin/sh\necho >{begun}\nsleep 2\nexec {JAIL} \"$@\"\n")
    jail.chmod(0o755)
    solve("error.c")
    for words in (["grade", "EX=0.3", "TIMING=0"], ["doctor"]):
        for isolation in "any", "none":
            begun.unlink(missing_ok=True)
            run = subprocess.Popen(
                [GRADER, *words], stdin=subprocess.DEVNULL, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                env={**os.environ, "AW_JAIL": str(jail),
                     "AW_ISOLATION": isolation})
            while run.poll() is None and not begun.exists():
                time.sleep(0.01)
            run.send_signal(signal.SIGINT)
            said = f"{run.communicate()[0]}status {run.returncode}\n"
            report(f"Ctrl-C at the beginning ends {words[0]}", says(
                said, "status 130", "aw-grade: interrupted", "!Score",
                "!reduced"))


if __name__ == "__main__":
    in_copy([tests, some_of_it, speed, a_probe, a_probe_once_more, interrupted_at_once])
