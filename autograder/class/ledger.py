# SPDX-License-Identifier: MIT
"""What is known of each student: a folder, there whole or not at all.

row.json in it is what the sheet is made of.  A folder is made beside its
place and renamed into it, so a kill at any moment leaves the old one, the new
one, or none."""
import json
import os
import shutil
from pathlib import Path

ROW = "row.json"
SETTLED = {"graded", "empty", "unreadable", "unclear"}


def write(path, text):
    """A file, whole or not at all."""
    new = Path(f"{path}.new-{os.getpid()}")
    with open(new, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)


def read(folder):
    """The row of a student, or None."""
    try:
        row = json.loads((Path(folder) / ROW).read_text())
        return row if row["schema"] == 1 else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_settled(row, digest):
    """Is there nothing to be done again?  What could not be graded, all of it
    or a test, was the machine's fault, and may go better now."""
    return bool(row) and row["digest"] == digest and \
        row["status"] in SETTLED and not row.get("unsure")


def settle(work, folder):
    """Put all of `work` in the place of `folder`."""
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.parent / f".new-{os.getpid()}-{folder.name}"
    old = folder.parent / f".old-{os.getpid()}-{folder.name}"
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(work, new)
    if folder.is_dir():
        os.rename(folder, old)
    os.rename(new, folder)
    shutil.rmtree(old, ignore_errors=True)


def sweep(students):
    """Take away what killed gradings left; for who holds the lock."""
    for pattern in (".new-*", ".old-*"):
        for path in Path(students).glob(pattern):
            shutil.rmtree(path, ignore_errors=True)
    for path in Path(students).parent.glob("*.new-*"):
        path.unlink(missing_ok=True)
