# SPDX-License-Identifier: MIT
"""What the workbook asks for, and a name for all that a grade depends on."""
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))

from submit_rules import (FILE_MAX, MANIFEST, TOP, add,  # noqa: E402, F401
                          chapter_digest, files, plain, rubrics, wanted)

# A change below one of these can change a grade.
GRADED_BY = ["Makefile", "autograder/class", "autograder/src",
             "autograder/stubs", "autograder/support", "autograder/tests",
             "autograder/timing", "autograder/mutants",
             "autograder/tools/submit_rules.py", "chapters", "solutions"]


def commit():
    """The commit that grades, and whether it was changed; without git, the
    beginning of the digest."""
    def git(*words):
        return subprocess.run(["git", "-C", str(TOP), *words], text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)

    if (TOP / ".git").exists() and shutil.which("git"):
        head = git("rev-parse", "--short=12", "HEAD")
        if head.returncode == 0:
            same = git("diff", "--quiet", "HEAD", "--", *GRADED_BY)
            return f"commit {head.stdout.strip()}" + \
                (", changed" if same.returncode else "")
    return f"of digest {digest()[:12]}"


def digest():
    """The same on every machine that has the same workbook, so that what one
    has graded counts on another."""
    if "AW_WORKBOOK" in os.environ:  # computed once, by make class
        return os.environ["AW_WORKBOOK"]
    sha = hashlib.sha256()
    for path in files(GRADED_BY):
        add(sha, path)
    return sha.hexdigest()
