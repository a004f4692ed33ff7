# SPDX-License-Identifier: MIT
"""Who handed in: a folder of submissions, one for each student."""
import os
import re
from pathlib import Path

from unpack import kind_of, shown

ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@-]{0,99}")


def student_of(path):
    """alice of alice/, alice.zip, alice.tar.gz; of alice.rar, too, which
    then cannot be read."""
    if path.is_dir() and not path.is_symlink():
        return path.name
    name, kind = kind_of(path.name)
    return name if kind else Path(path.name).stem


def submissions(folder):
    """({id: path} in the order of ids, [what is wrong with others])."""
    found, wrong = {}, []
    for name in sorted(os.listdir(folder)):
        path = Path(folder, name)
        if name.startswith("."):
            continue
        student = student_of(path)
        if not ID.fullmatch(student):
            wrong.append(f"{shown(name)}: its name is to be the student's id, "
                         "of at most 100 letters, digits and ._@-, beginning "
                         "with a letter or digit; rename it")
        elif student in found:
            wrong.append(f"{shown(name)}: {student} has handed in "
                         f"{shown(found[student].name)}, too; take one away")
        else:
            found[student] = path
    return dict(sorted(found.items())), wrong
