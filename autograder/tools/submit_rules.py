# SPDX-License-Identifier: MIT
"""What make submit and make class agree on.

It stands among the tools, since learners have make submit, and only
instructors make class."""
import hashlib
import json
import os
import stat
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
FILE_MAX = 1 << 20
MANIFEST = "MANIFEST.json"


def rubrics():
    """Every chapter's rubric, in the order of the chapters."""
    return [json.loads(path.read_text())
            for path in sorted(TOP.glob("autograder/tests/*/rubric.json"))]


def wanted():
    """{(chapter, file)}: the files that a submission may hold."""
    return {(rubric["chapter"], exercise["file"])
            for rubric in rubrics() for exercise in rubric["exercises"]}


def plain(path):
    """The first bytes of a regular file; None when it is something else."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK |
                     os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return None
        return file.read(FILE_MAX + 1)


def add(digest, path):
    digest.update(f"{path.relative_to(TOP)}\n{path.stat().st_size}\n".encode())
    digest.update(path.read_bytes())


def files(names):
    """All files that are, or stand below, these paths of the workbook."""
    for name in names:
        path = TOP / name
        yield from sorted(p for p in path.rglob("*") if p.is_file() and
                          "__pycache__" not in p.parts) \
            if path.is_dir() else [path]


def chapter_digest(chapter):
    """What a learner works by: the contract, the stubs, what is asked."""
    sha = hashlib.sha256()
    for path in files([f"chapters/{chapter}/aw", f"autograder/stubs/{chapter}",
                       f"autograder/tests/{chapter}/rubric.json"]):
        add(sha, path)
    return sha.hexdigest()
