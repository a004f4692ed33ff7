#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long from a save to a grade?  A constant of one file is changed each
time, so nothing that was compiled, linked or judged before can be used for
it.  (A change that ends in the same object, a comment, takes no test.)  The
file is the one whose exercise has the most tests.

    latency.py [CHAPTER] [TIMES]

The median must be under two seconds.
"""
import json
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path


def main():
    chapter = sys.argv[1] if len(sys.argv) > 1 else "02"
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    tree = Path("build/latency")
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree("solutions", tree)
    folder = next(tree.glob(f"{chapter}-*"))
    rubric = json.loads(
        Path("autograder/tests", folder.name, "rubric.json").read_text())
    most = max(rubric["exercises"], key=lambda e: len(e.get("tests", [])))
    file = folder / most["file"]
    text = file.read_text()
    words = ["make", "--no-print-directory", "grade", f"CH={chapter}",
             "TIMING=0", f"FROM={tree}"]
    subprocess.run(words, capture_output=True, check=True)
    taken = []
    for i in range(times):
        file.write_text(text + "__attribute__((used)) static const long "
                        f"saved = {time.time_ns()};\n")
        begun = time.monotonic()
        subprocess.run(words, capture_output=True, check=True)
        taken.append(time.monotonic() - begun)
    median = statistics.median(taken)
    print(f"save to grade, CH={chapter}, {file.name} changed: median "
          f"{median:.2f} s of {times}, {min(taken):.2f} to {max(taken):.2f}")
    print(f"{int(median < 2)} passed, {int(median >= 2)} failed, 0 skipped")
    return 0 if median < 2 else 1


if __name__ == "__main__":
    sys.exit(main())
