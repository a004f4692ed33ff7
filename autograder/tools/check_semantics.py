# SPDX-License-Identifier: MIT
"""Every case of docs/semantics.md has its test, or a difference's row."""

import re
from pathlib import Path

from book import below, chapters, exercises, field, text

CASES = Path("docs/semantics.md")
DIFFERENCES = Path("docs/asyncio-differences.md")


def rows(path, cells):
    """(line, cells) of each row of a table that has so many cells."""
    for number, line in enumerate(text(path).splitlines(), 1):
        row = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(row) == cells and \
                not re.fullmatch(r"[-| ]+|(id|case) \|.*", line.strip("| ")):
            yield number, row


def carried():
    """The ids that stand in comments of tests."""
    comments = [comment for chapter in chapters()
                for path in below(f"autograder/tests/{chapter}", ".c", ".h")
                for comment in re.findall(r"/\*.*?\*/", text(path), re.S)]
    return set(re.findall(r"\b[A-K]\d{1,2}\b", " ".join(comments)))


def difference(report, number, row, cases):
    """Its case and its test are there."""
    case, test = row[0], re.fullmatch(r"(\d\d) `(\S+)`", row[3])
    report.look(DIFFERENCES)
    if case and case not in cases:
        report.wrong(DIFFERENCES, number, f"{CASES} has no case {case}")
    if not test:
        report.wrong(DIFFERENCES, number, "names no test: write "
                     "\"06 `suite/fact`\" into its last cell")
        return
    names = [name for chapter in chapters() if chapter[:2] == test[1]
             for e in exercises(chapter) for name in field(e, "tests")]
    if test[2] not in names:
        report.wrong(DIFFERENCES, number,
                     f"chapter {test[1]} has no test {test[2]}")


def semantics(report):
    """Each case of a chapter that is there is tested, or is a difference."""
    here = {chapter[:2] for chapter in chapters()}
    listed = {row[0]: (number, row[1]) for number, row in rows(CASES, 3)}
    decided = list(rows(DIFFERENCES, 4))
    done = carried() | {row[0] for _, row in decided}
    for case, (number, chapter) in listed.items():
        report.look(CASES)
        if chapter in here and case not in done:
            report.wrong(CASES, number, f"no test of chapter {chapter} carries "
                         f"/* {case} */ and no row of {DIFFERENCES} does")
    for number, row in decided:
        difference(report, number, row, listed)
