# SPDX-License-Identifier: MIT
"""What the workbook asks for, and a name for all that a grade depends on."""
import hashlib
import json
import os
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]

# A change below one of these can change a grade.
GRADED_BY = ["Makefile", "autograder/class", "autograder/src",
             "autograder/stubs", "autograder/support", "autograder/tests",
             "autograder/timing", "autograder/mutants", "chapters",
             "solutions"]


def rubrics():
    """Every chapter's rubric, in the order of the chapters."""
    return [json.loads(path.read_text())
            for path in sorted(TOP.glob("autograder/tests/*/rubric.json"))]


def wanted():
    """{(chapter, file)}: the files that a submission may hold."""
    return {(rubric["chapter"], exercise["file"])
            for rubric in rubrics() for exercise in rubric["exercises"]}


def _add(digest, path):
    digest.update(f"{path.relative_to(TOP)}\n{path.stat().st_size}\n".encode())
    digest.update(path.read_bytes())


def _files(names):
    for name in names:
        path = TOP / name
        yield from sorted(p for p in path.rglob("*") if p.is_file() and
                          "__pycache__" not in p.parts) \
            if path.is_dir() else [path]


def digest():
    """The same on every machine that has the same workbook, so that what one
    has graded counts on another."""
    if "AW_WORKBOOK" in os.environ:  # computed once, by make class
        return os.environ["AW_WORKBOOK"]
    sha = hashlib.sha256()
    for path in _files(GRADED_BY):
        _add(sha, path)
    return sha.hexdigest()


def chapter_digest(chapter):
    """What a learner works by: the contract, the stubs, what is asked."""
    sha = hashlib.sha256()
    for path in _files([f"chapters/{chapter}/aw", f"autograder/stubs/{chapter}",
                        f"autograder/tests/{chapter}/rubric.json"]):
        _add(sha, path)
    return sha.hexdigest()
