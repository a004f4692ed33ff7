#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Static checks: what drifts apart while nobody looks.

    check.py                  all checks
    check.py quotes tags      these only
    check.py --list           what there is
    check.py --times          and how long each takes

Each complaint is `file:line: what is wrong, what to do`.  Exits with 1 if
there is any.  The last line counts, for each check, the files it looked at.
What clang-tidy and gcc said of a file is kept in build/check, by content.
"""

import argparse
import os
import sys
import time

sys.dont_write_bytecode = True

import check_c  # noqa: E402
import check_mutants  # noqa: E402
import check_semantics  # noqa: E402
import check_tests  # noqa: E402
import check_text  # noqa: E402
from book import TOP, Report  # noqa: E402

CHECKS = {
    "format": check_c.formatted,
    "length": check_c.short,
    "lint": check_c.lint,
    "flags": check_c.compile_flags,
    "stubs": check_c.stubs,
    "symbols": check_c.symbols,
    "includes": check_c.includes,
    "quotes": check_tests.quotes,
    "engines": check_tests.engines,
    "rubric": check_tests.rubrics,
    "mutants": check_mutants.mutants,
    "semantics": check_semantics.semantics,
    "tags": check_text.tags,
    "sections": check_text.sections,
    "links": check_text.links,
    "commands": check_text.commands,
}


def carry_out(name, times):
    report, began = Report(), time.monotonic()
    CHECKS[name](report)
    for complaint in report.complaints:
        print(f"{complaint} [{name}]")
    if times:
        print(f"{name}: {time.monotonic() - began:.2f} s")
    return report.counts


def main():
    parser = argparse.ArgumentParser(description="Static checks.")
    parser.add_argument("checks", nargs="*", metavar="check")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--times", action="store_true")
    options = parser.parse_args()
    unknown = [name for name in options.checks if name not in CHECKS]
    if unknown:
        parser.error(f"no check {unknown[0]}; there are {', '.join(CHECKS)}")
    if options.list:
        print("\n".join(CHECKS))
        return 0
    os.chdir(TOP)
    counts = [carry_out(name, options.times)
              for name in options.checks or CHECKS]
    passed, failed, skipped = map(sum, zip(*counts))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
