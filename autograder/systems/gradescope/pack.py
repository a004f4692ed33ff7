# SPDX-License-Identifier: MIT
"""make gradescope: a zip file for Gradescope's "configure autograder" page.

    pack.py [NAME=value ...]

It holds setup.sh, run_autograder, the words to grade with, and of the workbook
what a grading needs.  Submissions and grades that lie beside it stay here.
"""
import os
import sys
import zipfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
HERE = Path("autograder/systems/gradescope")
OUTPUT = Path("build/gradescope.zip")
PACKED = ["Makefile", "compile_flags.txt", "LICENSE", "chapters", "solutions",
          "autograder"]
STUBS = Path("autograder/stubs")

sys.dont_write_bytecode = True
sys.path.insert(0, str(TOP / "autograder/class"))

import run  # noqa: E402


def add(archive, name, data, mode):
    member = zipfile.ZipInfo(name)  # of 1980: the same bytes each time
    member.external_attr = (0o100000 | mode) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)


def workbook_files():
    """(where it is here, its name in the zip)."""
    for path in run.workbook.files(PACKED):
        yield path, path.relative_to(TOP)
    for path in run.workbook.files([STUBS]):
        yield path, "exercises" / path.relative_to(TOP / STUBS)


def rehearse(words):
    """A word that is none is told here, and not to each student."""
    if "AW_GRADER" not in os.environ:
        sys.exit("gradescope: start it with make gradescope")
    try:
        run.rehearse(["OFFICIAL=0", *words])
    except run.Trouble as trouble:
        print(f"gradescope: {trouble}; nothing was packed", file=sys.stderr)
        sys.exit(2)


def main():
    words = [w for w in sys.argv[1:] if w != "FROM=exercises"]
    odd = [w for w in words if set(w) & set(" '\"\\$*?[\n")]
    if odd:
        sys.exit(f"gradescope: {odd[0]} cannot be handed on; leave out "
                 "blanks and quotes")
    os.chdir(TOP)
    rehearse(words)
    OUTPUT.parent.mkdir(exist_ok=True)
    new = OUTPUT.with_suffix(f".new-{os.getpid()}")
    with zipfile.ZipFile(new, "w") as archive:
        for name in ("setup.sh", "run_autograder"):
            add(archive, name, (HERE / name).read_bytes(), 0o755)
        add(archive, "words", " ".join(words) + "\n", 0o644)
        for path, name in workbook_files():
            if path.is_symlink():
                continue
            mode = 0o755 if os.access(path, os.X_OK) else 0o644
            add(archive, f"workbook/{name}", path.read_bytes(), mode)
    os.replace(new, OUTPUT)
    print(f"{OUTPUT} grades with: {' '.join(words) or 'all that was begun'}.  "
          "Give it to Gradescope as the assignment's autograder.")


if __name__ == "__main__":
    main()
