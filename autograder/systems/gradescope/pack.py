# SPDX-License-Identifier: MIT
"""make gradescope: a zip file for Gradescope's "configure autograder" page.

    pack.py [NAME=value ...]

It holds setup.sh, run_autograder, the words to grade with, and the workbook.
"""
import os
import sys
import zipfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
HERE = Path("autograder/systems/gradescope")
OUTPUT = Path("build/gradescope.zip")
LEFT_OUT = {"build", ".git", ".backup", "class-results", "__pycache__"}


def add(archive, name, data, mode):
    member = zipfile.ZipInfo(name)  # of 1980: the same bytes each time
    member.external_attr = (0o100000 | mode) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, data)


def workbook_files():
    for folder, folders, names in os.walk("."):
        folders[:] = sorted(set(folders) - LEFT_OUT)
        yield from (Path(folder, name) for name in sorted(names))


def main():
    words = [w for w in sys.argv[1:] if w != "FROM=exercises"]
    odd = [w for w in words if set(w) & set(" '\"\\$*?[\n")]
    if odd:
        sys.exit(f"gradescope: {odd[0]} cannot be handed on; leave out "
                 "blanks and quotes")
    os.chdir(TOP)
    OUTPUT.parent.mkdir(exist_ok=True)
    new = OUTPUT.with_suffix(f".new-{os.getpid()}")
    with zipfile.ZipFile(new, "w") as archive:
        for name in ("setup.sh", "run_autograder"):
            add(archive, name, (HERE / name).read_bytes(), 0o755)
        add(archive, "words", " ".join(words) + "\n", 0o644)
        for path in workbook_files():
            if path.is_symlink() or not path.is_file():
                continue
            mode = 0o755 if os.access(path, os.X_OK) else 0o644
            add(archive, f"workbook/{path}", path.read_bytes(), mode)
    os.replace(new, OUTPUT)
    print(f"{OUTPUT} grades with: {' '.join(words) or 'all that was begun'}.  "
          "Give it to Gradescope as the assignment's autograder.")


if __name__ == "__main__":
    main()
