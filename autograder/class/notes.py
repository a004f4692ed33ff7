# SPDX-License-Identifier: MIT
"""What a person should know of one grading, as notes in its row: what was
handed in that is not what was asked for, and what in the results is not the
usual passing and failing."""
import workbook
from unpack import shown

BROKEN = {"compile_error": "does not compile", "refused": "refused"}


def asked(words):
    """The folder of the chapter that CH= or EX= names, or None."""
    said = dict(word.partition("=")[::2] for word in words)
    number = said.get("CH") or said.get("EX", "").partition(".")[0]
    chapters = sorted({chapter for chapter, _ in workbook.wanted()})
    return next((c for c in chapters if number and
                 c.startswith(f"{number.zfill(2)[:2]}-")), None)


def of_files(files, chapter):
    """`files`: {(chapter, file): bytes}, what was taken; `chapter`: what was
    asked for, or None."""
    there = sorted({c for c, _ in files})
    if there and chapter and chapter not in there:
        return [f"nothing of {chapter} is in it; it holds {', '.join(there)}"]
    looked = {key: data for key, data in files.items()
              if chapter in (None, key[0])}
    stubs = workbook.TOP / "autograder/stubs"
    if looked and all((stubs / c / name).read_bytes() == data
                      for (c, name), data in looked.items()):
        return ["every file equals its stub"]
    return []


def how_broken(exercise):
    """compile_error or refused, when none of its tests could begin."""
    return next((t["status"] for t in exercise["tests"]
                 if t["status"] in BROKEN), None)


def refusal(exercise):
    """list.c uses exit, which this exercise does not allow"""
    message = next(t["message"] for t in exercise["tests"]
                   if t["status"] == "refused") or ""
    lines = message.splitlines() or ["refused   it may not be graded"]
    return lines[0].partition(" ")[2].strip().partition(": ")[0]


def of_exercise(exercise, file):
    number, how = exercise["id"], how_broken(exercise)
    if how == "compile_error":
        yield f"{number}: {file} does not compile"
    elif how == "refused":
        yield f"{number} is refused: {shown(refusal(exercise))}"
    early = sum(t["status"] == "exited" for t in exercise["tests"])
    if early:
        yield f"{number}: the program ended early in " + \
            ("1 test" if early == 1 else f"{early} tests")
    for target in exercise["timing"]:
        if target["status"] == "inconclusive":
            yield f"{number}: speed was inconclusive ({target['name']})"


def unsure(exercise):
    """What the machine could not decide, and may decide the next time."""
    return sum(t["status"] == "could_not_grade" for t in exercise["tests"]), \
        sum(t["status"] == "inconclusive" for t in exercise["timing"])


def of_results(results):
    files = {e["id"]: e["file"] for rubric in workbook.rubrics()
             for e in rubric["exercises"]}
    exercises = [e for c in results["chapters"] for e in c["exercises"]]
    notes = [note for e in exercises for note in of_exercise(e, files[e["id"]])]
    spared = sum(unsure(e)[0] for e in exercises)
    if spared:
        notes.append(("1 test" if spared == 1 else f"{spared} tests") +
                     " could not be graded here")
    if results["isolation"] != "full":
        notes.append("graded in reduced isolation")
    return notes
