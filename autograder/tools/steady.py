#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does each reference test make as many checks whatever the seed?

    steady.py [SEEDS]

A learner's run with fewer checks than the reference's is refused, and the
reference's may have been kept from a run with another seed.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

GRADER = os.environ.get("AW_GRADER", "build/grader/aw-grade")
VERDICTS = Path("build/grade/verdicts")


def checks(seed):
    """{(file, test): how many}, of all that the reference's run keeps."""
    for kept in VERDICTS.glob("*.json"):
        kept.unlink()
    subprocess.run([GRADER, "grade", "FROM=solutions", "TIMING=0", "FRESH=1",
                    f"SEED={seed}", "RESULTS=build/steady.json"],
                   capture_output=True, check=True)
    return {(kept.name, t["test"]): t["checks"]
            for kept in VERDICTS.glob("*.json")
            for t in json.loads(kept.read_text())["found"]}


def main():
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    first, failed = checks(1), set()
    for seed in range(2, seeds + 1):
        for test, n in checks(seed).items():
            if test in first and first[test] != n and test not in failed:
                failed.add(test)
                print(f"FAILED {test[1]}: {first[test]} checks with one seed, "
                      f"{n} with another; UNCOUNTED (graded.h) is for those")
    print(f"{len(first) - len(failed)} passed, {len(failed)} failed, 0 skipped")
    return 1 if failed or not first else 0


if __name__ == "__main__":
    sys.exit(main())
