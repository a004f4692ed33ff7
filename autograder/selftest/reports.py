#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The reports of a grading: are they what others expect to read?

    make reports

Prepared submissions are graded: stubs, a solution, one with mistakes, one that
prints what HTML, XML and JSON would take for their own.  report_pages.c adds
what no submission does at once.  gradescope.json, junit.xml and report.html
are checked against their forms and against results.json, and the page is
looked at in Chromium, if there is one.
"""
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))

import browser  # noqa: E402
import report_formats  # noqa: E402
import report_looks  # noqa: E402
import results as results_form  # noqa: E402
import workflow  # noqa: E402

WORK = Path("build/reports")
VERDICTS = Path("build/grade/verdicts")
BUILT = os.environ.get("GRADER_DIR", "build/grader")
EXTRA = os.environ.get("GRADER_EXTRA", "").replace("--coverage", "-lgcov")
SCREEN = 24  # lines: no message on the terminal is longer
counts = {"passed": 0, "failed": 0, "skipped": 0}


def report(what, wrong=(), skipped=None):
    try:
        wrong = list(wrong)
    except (OSError, ValueError, KeyError, SyntaxError) as error:
        wrong = [f"it cannot be read: {error!r}"]  # no file, no JSON, no XML
    verdict = "skipped" if skipped else "failed" if wrong else "passed"
    counts[verdict] += 1
    mark = {"passed": "ok     ", "failed": "FAILED ", "skipped": "skipped"}
    print(mark[verdict], what + (f": {skipped}" if skipped else ""))
    for line in wrong[:10]:
        print("        ", line)
    sys.stdout.flush()


# ---- Submissions ------------------------------------------------------------

def mutant(folder, chapter, name):
    """Put the mistake of a mutant into the files that it is about."""
    patch = Path("autograder/mutants", chapter, name + ".patch").read_text()
    for file in re.findall(r"(?m)^\+\+\+ b/solutions/(\S+)", patch):
        shutil.copy(Path("solutions", file), folder / file)
    subprocess.run(["patch", "-s", "-p2", "-d", folder], input=patch,
                   text=True, check=True)


def with_mistakes(folder):
    """Of chapter 01: too slow, wrong, not to be compiled, and to be written."""
    chapter = "01-ready-queue"
    stubs = Path("autograder/stubs", chapter)
    shutil.copytree(Path("solutions", chapter), folder / chapter)
    mutant(folder, chapter, "slow_push_walks")
    mutant(folder, chapter, "hunt_indexer_done_after_abort")
    probe = (stubs / "probe_cancel.c").read_text()
    (folder / chapter / "probe_cancel.c").write_text(probe + "\n")
    (folder / chapter / "predict_turns.c").write_text("int <main>;\n")


def that_prints(folder):
    case = Path("autograder/selftest/cases/prints_markup")
    shutil.copytree(case, folder)
    shutil.copy(case.parent / "raw.h", folder / "00-start-here")


def grade(name, *words):
    """(the folder of its reports, what it printed)."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run = subprocess.run(
        [os.environ["AW_GRADER"], "grade",
         f"RESULTS={folder}/results.json", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, errors="replace")
    if run.returncode != 0:
        sys.exit(f"reports.py: {name} was not graded:\n{run.stderr}")
    return folder, run.stdout


def gradings():
    """(name, folder, output)"""
    submissions = WORK / "submissions"
    shutil.rmtree(submissions, ignore_errors=True)
    submissions.mkdir(parents=True)
    with_mistakes(submissions / "mistakes")
    that_prints(submissions / "prints")
    yield "stubs", *grade("stubs", "FROM=autograder/stubs")
    yield "solution", *grade("solution", "FROM=solutions", "CH=01")
    yield "mistakes", *grade("mistakes", f"FROM={submissions}/mistakes",
                             "CH=01")
    yield "prints", *grade("prints", f"FROM={submissions}/prints", "CH=00",
                           "TIMING=0")
    yield "one_test", *grade("one_test", "FROM=solutions", "CH=01",
                             "TEST=handle/a_new_handle_is_not_queued")


def everything():
    """The folder and the output of a grading that never was: all outcomes,
    the worst of texts."""
    folder = WORK / "everything"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    objects = [str(p) for p in Path(BUILT).glob("*.o")
               if p.name != "main.o" and not p.name.startswith("jail")]
    Path("build/test").mkdir(exist_ok=True)
    program = Path("build/test/report_pages")
    subprocess.run(
        ["gcc", "-std=gnu17", "-D_GNU_SOURCE=", "-O1", "-Wall", "-Wextra",
         "-Iautograder/src", "-o", program,
         "autograder/selftest/report_pages.c", *objects, *EXTRA.split(),
         "-luv", "-ljansson", "-lelf", "-lcrypto", "-lm"], check=True)
    run = subprocess.run([program, folder], check=True, text=True,
                         errors="replace", stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL)
    return folder, run.stdout


# ---- What they have to be ---------------------------------------------------

def check_results(results):
    for chapter in results["chapters"]:
        for e in chapter["exercises"]:
            for target in e["timing"]:
                yield from results_form.target(target)


def read(path):
    """Bytes that are no UTF-8 become what the checks look for."""
    return path.read_text(errors="replace")


def check_forms(name, folder):
    results = json.loads((folder / "results.json").read_text())
    report(f"{name}: results.json", check_results(results))
    report(f"{name}: gradescope.json", report_formats.gradescope(
        read(folder / "gradescope.json"), results))
    report(f"{name}: junit.xml", report_formats.junit(
        (folder / "junit.xml").read_bytes(), results))
    report(f"{name}: report.html", report_formats.html(
        read(folder / "report.html"), results))
    return results


def check_screen(output):
    """No message is longer than a screen; the last words say what to do."""
    if report_formats.UNFIT.search(output):
        yield "it holds characters that are no text"
    blocks = output.rstrip().split("\n\n")
    for block in blocks[1:-1]:
        if block.count("\n") + 1 > SCREEN:
            yield f"a message has {block.count(chr(10)) + 1} lines: " + \
                block[:60]
    if not re.search(r"(?m)^Report: \S+report\.html\nNext: ", blocks[-1]):
        yield f"it ends with {blocks[-1]!r}"


def check_mistakes(results):
    """Is the submission what it is meant to be?"""
    said = {t["status"] for c in results["chapters"] for e in c["exercises"]
            for t in e["tests"] + e["timing"]}
    for status in ("passed", "failed", "todo", "compile_error", "gold"):
        if status not in said:
            yield f"nothing is {status}"
    slow = [t for c in results["chapters"] for e in c["exercises"]
            for t in e["timing"] if t["status"] == "failed"]
    if not slow or "times the reference's CPU time" not in slow[0]["message"]:
        yield f"what is too slow says nothing: {slow}"


def check_coverage(folder):
    """It is shown where it was measured, and nowhere else."""
    page = (folder / "report.html").read_text()
    for words in ("00-timers/heap.c", "117 of 120", "30 of 31", "12-13, 40"):
        if words not in page:
            yield f"the page does not say {words}"
    if 'id="coverage"' in (WORK / "stubs" / "report.html").read_text():
        yield "there is coverage that nobody measured"


def targets(folder):
    results = json.loads((folder / "results.json").read_text())
    return {t["name"]: t for c in results["chapters"] for e in c["exercises"]
            for t in e["timing"] if t["status"] != "inconclusive"}


def check_kept(before):
    """What was kept is told again; what an older grader kept, and what is
    damaged, is measured anew."""
    words = "FROM=solutions", "CH=01"
    kept = targets(grade("kept", *words)[0])
    for name in before:
        if kept.get(name) != before[name]:
            yield f"{name} was {before[name]}, and is {kept.get(name)}"
    for text in ('{"status":1,"ratio":0.5,"pairs":9}',
                 '{"ratio":0.5,"ratios":[0.5,0]}', '{"ratio":0.5,"ratios":7}',
                 '{"ratio":0.5,"ratios":[%s0.5]}' % (25 * "0.5,"), "no JSON"):
        for file in VERDICTS.glob("*-push_run.json"):
            file.write_text(text)
        anew = targets(grade("kept", *words)[0]).get("push_run")
        if anew and (anew["ratio"] == 0.5 or len(anew["ratios"]) < 9):
            yield f"{text} was taken as {anew}"


def check_summary(folder):
    def run(path):
        return subprocess.run(
            [sys.executable, "autograder/systems/github/summary.py", path],
            text=True, stdout=subprocess.PIPE, check=True).stdout

    results = json.loads((folder / "results.json").read_text())
    out = run(folder / "results.json")
    if not out.startswith(f"## {results['earned']:g} of "):
        yield f"it says {out!r}"
    if "Nothing was graded" not in run(WORK / "no_such_file"):
        yield "it does not say that nothing was graded"


def look_at(pages):
    if not browser.where():
        report("report.html in a browser", skipped="there is no chromium")
        return
    try:
        with report_looks.Browser() as chromium:
            for name, folder, results in pages:
                title = re.search("<title>(.*?)</title>",
                                  read(folder / "report.html"))[1]
                for what, wrong in report_looks.look(chromium, folder,
                                                     results, title):
                    report(f"{name}, {what}", wrong)
    except (OSError, EOFError, RuntimeError) as error:
        report("the browser", [f"it has given up: {error!r}"])


def main():
    if "AW_GRADER" not in os.environ:
        sys.exit("reports.py is started by make: make reports")
    pages = []
    for name, folder, output in gradings():
        pages.append((name, folder, check_forms(name, folder)))
        report(f"{name}: on the terminal", check_screen(output))
    found = {name: results for name, _, results in pages}
    report("mistakes: what they are", check_mistakes(found["mistakes"]))
    report("kept verdicts", check_kept(targets(WORK / "solution")))
    folder, output = everything()
    pages.append(("everything", folder, check_forms("everything", folder)))
    report("everything: on the terminal", check_screen(output))
    report("everything: coverage", check_coverage(folder))
    report("the workflow's summary", check_summary(WORK / "mistakes"))
    submission = WORK / "submissions" / "exercises"
    that_prints(submission)
    for what, wrong, skipped in workflow.checks(submission):
        report(what, wrong, skipped)
    look_at(pages)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(
        **counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
