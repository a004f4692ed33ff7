#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""solution.py CHAPTER EXERCISE: the learner's code beside the reference's.

Function by function, in the reference's order: what is the same but for
comments and space is named in one line, what differs stands side by side, or
one below the other where the terminal is narrow.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDE = 120  # from there on, two columns
# A name before the parameters of what begins in the first column.
HEAD = re.compile(r"(?ms)^(?:[a-z_][\w \t*]*?[\s*](\w+)|Test)"
                  r"\(([^;{]*)\)\s*\{.*?^\}\n?")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def functions(text):
    """{name: text with the comment above it}, in order; "" is all the rest."""
    found, rest, end = {}, [], 0
    for match in HEAD.finditer(text):
        before = text[end:match.start()]
        above = re.search(r"(?:^/\*(?:(?!\*/).)*\*/\n)?\Z", before, re.S | re.M)
        rest.append(before[:above.start()])
        name = match[1] or re.sub(r",\s*", "/", match[2])  # Test(suite, fact)
        found[name] = above[0] + match[0]
        end = match.end()
    found[""] = re.sub(r"\n{3,}", "\n\n", "".join(rest) + text[end:])
    return found


def bare(text):
    return re.sub(r"\s+", "", COMMENT.sub("", text))


def difference(mine, reference, width):
    """What `diff` says of two texts: the learner's is on the left, or marked
    with a minus."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("yours", "reference")]
        for path, text in zip(paths, (mine, reference)):
            path.write_text(text)
        how = ["--side-by-side", "--expand-tabs", f"--width={width}"]
        if width < WIDE:
            colour = "always" if is_coloured() else "never"
            how = ["-U1000", "--label=yours", "--label=reference",
                   f"--color={colour}"]
        run = subprocess.run(["diff", *how, *map(str, paths)],
                             stdout=subprocess.PIPE, text=True)
        return run.stdout


def is_coloured():
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def heading(text):
    print(f"\n\033[1m{text}\033[0m" if is_coloured() else f"\n{text}")


def show(chapter, name, exercise):
    reference = Path("solutions", chapter, name).read_text()
    path = Path("exercises", chapter, name)
    mine = path.read_text(errors="replace") if path.is_file() else ""
    stub = Path("autograder/stubs", chapter, name)
    heading(f"== {path}   |   solutions/{chapter}/{name}")
    if not mine or stub.is_file() and mine == stub.read_text():
        print(f"Not begun.  There are hints before this: "
              f"make hint EX={exercise}")
    ours, theirs = functions(reference), functions(mine)
    width = shutil.get_terminal_size((160, 24)).columns
    same = [n for n in ours if n and bare(ours[n]) == bare(theirs.get(n, ""))]
    if same:
        print("the same: " + ", ".join(same))
    for function, text in ours.items():
        if function in same or not function:
            continue
        if function not in theirs:
            heading(f"only in the reference: {function}")
            print(text, end="")
        else:
            heading(f"{function}")
            print(difference(theirs[function], text, width), end="")
    more = [n for n in theirs if n not in ours]
    if more:
        print(f"\nonly in yours: {', '.join(more)}")
    if bare(ours[""]) != bare(theirs.get("", "")):
        heading("outside of functions")
        print(difference(theirs.get("", ""), ours[""], width), end="")


def chapter_in(folder, number):
    """The names of that chapter's folders below `folder`: one or none."""
    return [p.name for p in sorted(Path(folder).glob("[0-9]*"))
            if number.isdigit() and p.name.split("-")[0].isdigit()
            and int(p.name.split("-")[0]) == int(number)]


def main(chapter, exercise):
    number = (chapter or exercise.partition(".")[0]).partition("-")[0]
    found = chapter_in("solutions", number)
    if not found and chapter_in("exercises", number):
        print(f"Chapter {number}: this copy has no text of its solution.",
              file=sys.stderr)
        return 2
    if not found:
        print("Say which chapter, as in make solution CH=02; there are:",
              *sorted(p.name for p in Path("exercises").glob("[0-9]*")),
              sep="\n", file=sys.stderr)
        return 2
    rubric = Path("autograder/tests", found[0], "rubric.json")
    book = json.loads(rubric.read_text())["exercises"]
    wanted = [e for e in book if not exercise or e["id"] == exercise]
    if not wanted:
        print(f"Chapter {found[0]} has no exercise {exercise}; it has "
              f"{book[0]['id']} to {book[-1]['id']}", file=sys.stderr)
        return 2
    for e in wanted:
        show(found[0], e["file"], e["id"])
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:3]))
    except BrokenPipeError:  # somebody has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
