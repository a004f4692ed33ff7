# SPDX-License-Identifier: MIT
"""Is the workflow for GitHub Classroom one, and does what it names exist?"""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

FILE = Path("autograder/systems/github/classroom.yml")
ACTIONS = {
    "actions/checkout@v4": {"repository", "ref", "token", "path",
                            "persist-credentials"},
    "actions/upload-artifact@v4": {"name", "path", "if-no-files-found"},
}
TOP = {"name", "on", "permissions", "jobs"}
JOB = {"runs-on", "container", "timeout-minutes", "env", "steps"}
STEP = {"name", "uses", "with", "run", "working-directory", "if"}
REPORTS = {"results.json", "gradescope.json", "junit.xml", "report.html"}


def unknown(where, keys, known):
    for key in set(keys) - known:
        yield f"{where} has an unknown key {key!r}"


def words_of_grade():
    return set(re.findall(r'\{"([A-Z]+)", &line->',
                          Path("autograder/src/words.c").read_text()))


def script(text):
    """A step's shell: it parses, and make is told what it knows."""
    text = re.sub(r"\$\{\{.*?\}\}", "word", text)
    parsed = subprocess.run(["bash", "-n"], input=text, text=True,
                            stderr=subprocess.PIPE)
    if parsed.returncode:
        yield parsed.stderr.strip()
    targets = set(re.findall(r"(?m)^([a-z-]+):", Path("Makefile").read_text()))
    for line in re.findall(r"(?m)^\s*make\s+(.*)$",
                           text.replace("\\\n", " ")):
        target, *words = line.split()
        if target not in targets:
            yield f"make {target}: there is no such target"
        for word in words:
            if word.partition("=")[0] not in words_of_grade():
                yield f"make {target} {word}: it is not understood"


def files(text):
    """Files of the course's repository, and reports, that are named."""
    for name in re.findall(r"course/((?:autograder|chapters|docs)/\S+)", text):
        if not Path(name).exists():
            yield f"there is no {name}"
    for name in re.findall(r"build/reports/(\S+)", text):
        if name not in REPORTS:
            yield f"{name} is not written"


def step(s):
    where = f"the step {s.get('name')!r}"
    yield from unknown(where, s, STEP)
    if ("uses" in s) == ("run" in s):
        yield f"{where} must either use or run something"
    if "uses" in s:
        if s["uses"] not in ACTIONS:
            yield f"{where} uses {s['uses']}"
        yield from unknown(where, s.get("with", {}),
                           ACTIONS.get(s["uses"], set()))
    yield from script(s.get("run", ""))


def form(workflow):
    workflow = {("on" if key is True else key): value  # YAML 1.1 reads on so
                for key, value in workflow.items()}
    yield from unknown("the workflow", workflow, TOP)
    for key in TOP - workflow.keys():
        yield f"it lacks {key}"
    if workflow.get("permissions") != {"contents": "read"}:
        yield "it may do more than read"
    for name, job in workflow.get("jobs", {}).items():
        yield from unknown(f"the job {name}", job, JOB)
        if not {"runs-on", "steps"} <= job.keys():
            yield f"the job {name} runs nowhere, or nothing"
        for s in job.get("steps", []):
            yield from step(s)


def only_exercises(workflow):
    """Nothing of the learner's repository is run or built: only exercises/
    is copied out of it."""
    for job in workflow["jobs"].values():
        for s in job["steps"]:
            if s.get("working-directory", "").startswith("learner"):
                yield f"the step {s['name']!r} runs in the learner's folder"
            for use in re.findall(r"(\S*learner/\S*)", s.get("run", "")):
                if use != "../learner/exercises":
                    yield f"the step {s['name']!r} takes {use}"


def grades(workflow, submission):
    """Carry out the step that grades, on this submission."""
    script = next(s["run"] for job in workflow["jobs"].values()
                  for s in job["steps"] if "make grade" in s.get("run", "")
                  and "working-directory" in s)
    shutil.rmtree("build/submission", ignore_errors=True)
    results = Path("build/reports/results.json")
    results.unlink(missing_ok=True)
    environment = {key: value for key, value in os.environ.items()
                   if not key.startswith(("MAKE", "MFLAGS"))}
    run = subprocess.run(
        ["sh", "-e", "-c", script.replace("../learner/exercises", "$FROM")],
        env={**environment, "OFFICIAL": "", "FROM": str(submission)},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode != 0:
        yield run.stdout
    elif json.loads(results.read_text())["chapters"][0]["state"] != "started":
        yield "it has not graded what was handed in"


def checks(submission):
    """(what, complaints, why it was skipped)

    submission  a folder named exercises, with something begun in chapter 00
    """
    try:
        import yaml
    except ImportError:
        yield "the workflow", (), "there is no python3-yaml"
        return
    text = FILE.read_text()
    try:
        workflow = yaml.safe_load(text)
    except yaml.YAMLError as error:
        yield "the workflow is YAML", [str(error)], None
        return
    yield "the workflow has its form", form(workflow), None
    yield "the workflow's files exist", files(text), None
    yield "the workflow takes exercises only", only_exercises(workflow), None
    yield "the workflow grades", grades(workflow, submission), None
