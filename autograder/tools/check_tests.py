# SPDX-License-Identifier: MIT
"""Checks of what grades: quotes, and the rubric."""

import json
import re
from collections import Counter
from pathlib import Path

from book import (TOP, below, chapter_of, chapters, comments, exercises, field,
                  fold, kind, line_of, rubric, rubric_path, test_files, tests,
                  text)

CHAPTER_KEYS = {"chapter": str, "title": str, "hours": (int, float),
                "imports": list, "exercises": list}
EXERCISE_KEYS = {"id": str, "title": str, "kind": str, "file": str,
                 "points": (int, float), "minutes": (int, float),
                 "section": str, "needs": list, "tests": list, "timing": list,
                 "hints": list, "imports": list, "mutants": list}
TIMING_KEYS = {"name": str, "claim": str, "required": (int, float),
               "gold": (int, float), "points": (int, float)}
MAY_MISS = {"imports", "timing", "needs", "tests", "mutants"}
GOLD_MIN = 1.15  # closer than that, the machine decides


def is_borrowed(chapter, path):
    """Does the test stand in another chapter's folder?  There it is checked."""
    return chapter_of(path) != chapter


def stem_of(path):
    """autograder/tests/CHAPTER/STEM.c, or .../STEM/SOMETHING.c"""
    return Path(path.parts[3]).stem


def quotes(report):
    """Each graded test quotes a sentence of a header of its chapter, or of one
    whose tests it borrows: it keeps the same contract."""
    for chapter in chapters():
        homes = {chapter_of(path) for path in test_files(chapter)}
        prose = [fold(words) for home in homes | {chapter}
                 for path in below(f"chapters/{home}", ".h")
                 for _, words in comments(path)]
        for path in below(f"autograder/tests/{chapter}", ".c"):
            report.look(path)
        for path, line, name, promise in tests(chapter):
            if is_borrowed(chapter, path):
                continue
            if not any(promise in words for words in prose):
                report.wrong(path, line, f"{name} quotes \"{promise}\", which "
                             f"stands in no header of chapters/{chapter}: "
                             "change one of the two")


def borrows_whole(report, chapter):
    """Who takes tests of another chapter takes the folder: a file that is new
    there would not be asked of the other engine otherwise."""
    taken = {path for path in test_files(chapter)
             if is_borrowed(chapter, path)}
    for folder in {path.parent for path in taken}:
        for path in below(str(folder), ".c"):
            if path not in taken and path.stem != "contract" and \
                    path.parent == folder:
                report.wrong(path, 1, f"chapter {chapter} includes the files "
                             "beside this one, and not this one")


def engines(report):
    """From chapter 06 on tests hold on every engine: ENGINE= has to reach
    their loops."""
    for chapter in chapters():
        borrows_whole(report, chapter)
        if chapter < "06":
            continue
        tests_of = f"autograder/tests/{chapter}"
        for path in [*below(tests_of, ".c"), *below(tests_of, ".h"),
                     *(p for p in below("autograder/timing", ".c")
                       if p.name == f"{chapter}.c")]:
            report.look(path)
            for at in re.finditer(r"\baw_loop_init\(", text(path)):
                report.wrong(path, line_of(text(path), at.start()),
                             "makes a loop that does not listen to ENGINE=: "
                             "use graded_loop_init (graded_loop.h)")


# ---- The rubric -------------------------------------------------------------

class Rubric:
    """One rubric while it is checked."""

    def __init__(self, report, chapter):
        self.report, self.chapter = report, chapter
        self.path = rubric_path(chapter)
        self.words = text(self.path)

    def wrong(self, what, near=None):
        """`near`: an exercise's id, to say at which line it stands."""
        at = re.search(rf'"id"\s*:\s*"{re.escape(near)}"', self.words) \
            if near else None
        line = line_of(self.words, at.start()) if at else 1
        where = f"exercise {near}: " if near else ""
        self.report.wrong(self.path, line, where + what)

    def keys(self, thing, known, near, what):
        """Are a thing's keys known, all there, and of the right type?"""
        if not isinstance(thing, dict):
            self.wrong(f"{what} is no object in braces", near)
            return {}
        for key in thing.keys() - known.keys():
            self.wrong(f"unknown key \"{key}\": see docs/adding-a-chapter.md",
                       near)
        for key in known.keys() - thing.keys() - MAY_MISS:
            self.wrong(f"{what} lacks \"{key}\"", near)
        for key in known.keys() & thing.keys():
            value = thing[key]
            if not isinstance(value, known[key]) or isinstance(value, bool):
                self.wrong(f"\"{key}\" is of the wrong type", near)
            elif value == "" or (isinstance(value, (int, float)) and value <= 0):
                self.wrong(f"\"{key}\" is empty, or not above 0", near)
        return thing

    def strings(self, thing, key, near):
        found = field(thing, key)
        for item in found:
            if not isinstance(item, str) or not item.strip():
                self.wrong(f"\"{key}\" holds something other than text", near)
        return [item for item in found if isinstance(item, str)]


def no_key_twice(pairs):
    seen = Counter(key for key, _ in pairs)
    for key, times in seen.items():
        if times > 1:
            raise ValueError(f'the key "{key}" stands there twice')
    return dict(pairs)


def parses(report, chapter):
    path = rubric_path(chapter)
    if not (TOP / path).exists():
        report.wrong(path, 1, "is missing: docs/adding-a-chapter.md says what "
                     "it holds")
        return False
    try:
        json.loads(text(path), object_pairs_hook=no_key_twice)
    except ValueError as problem:
        report.wrong(path, getattr(problem, "lineno", 1), f"{problem}")
        return False
    return True


def exercise_is_well_formed(book, exercise, index):
    number = f"{int(book.chapter[:2])}.{index + 1}"
    near = field(exercise, "id", str)
    book.keys(exercise, EXERCISE_KEYS, near, "the exercise")
    if near != number:
        book.wrong(f"the id should be {number}: ids are in order", near)
    hints = book.strings(exercise, "hints", near)
    if len(hints) != 3:
        book.wrong("there are three hints: a nudge, the approach, nearly the "
                   "solution", near)
    name = field(exercise, "file", str)
    for folder in ("exercises", "solutions"):
        path = Path(folder) / book.chapter / name
        if name and not (TOP / path).is_file():
            book.wrong(f"{path} does not exist", near)
    if name and field(exercise, "kind", str) != kind(name):
        book.wrong(f"a file named {name} is of kind {kind(name)}", near)


def exercise_is_graded(book, exercise):
    near, what = field(exercise, "id", str), field(exercise, "kind", str)
    book.strings(exercise, "imports", near)
    if what == "probe":
        if field(exercise, "tests") or not field(exercise, "mutants"):
            book.wrong("a probe has mutants, and no tests", near)
        for stem in book.strings(exercise, "mutants", near):
            patch = Path("autograder/mutants") / book.chapter / f"{stem}.patch"
            if not (TOP / patch).is_file():
                book.wrong(f"{patch} does not exist", near)
    elif not field(exercise, "tests"):
        book.wrong("no tests: nothing would be graded", near)
    elif "mutants" in exercise:
        book.wrong("only a probe has \"mutants\"", near)


def timing_is_well_formed(book, exercise):
    near, points = field(exercise, "id", str), 0
    sources = "".join(text(p) for p in below("autograder/timing", ".c")
                      if p.name.startswith(book.chapter[:2]))
    for target in field(exercise, "timing"):
        target = book.keys(target, TIMING_KEYS, near, "the timing target")
        name = field(target, "name", str)
        if f'"{name}"' not in sources:
            book.wrong(f"no program of autograder/timing/{book.chapter[:2]}* "
                       f"has the target {name}", near)
        required, gold, worth = (
            target.get(key) if isinstance(target.get(key), (int, float)) else 0
            for key in ("required", "gold", "points"))
        if not GOLD_MIN <= gold < required:
            book.wrong(f"{name}: gold is at least {GOLD_MIN}, and less than "
                       "required", near)
        points += worth
    total = exercise.get("points")
    if isinstance(total, (int, float)) and points > total:
        book.wrong("the timing targets have more points than the exercise",
                   near)


def files_are_owned(book, listed):
    owned = Counter(field(e, "file", str) for e in listed)
    for path in below(f"exercises/{book.chapter}", ".c"):
        if not owned[path.name]:
            book.wrong(f"no exercise owns {path}")


def needs_exist(book, listed):
    known = {field(e, "id", str) for c in chapters() if c < book.chapter
             for e in exercises(c)}
    for exercise in listed:
        near = field(exercise, "id", str)
        for need in book.strings(exercise, "needs", near):
            if need not in known:
                book.wrong(f"needs {need}, which is no earlier exercise", near)
        known.add(near)


def tests_stand_once(book, listed):
    """Each test belongs to one exercise, and is linked where that is graded."""
    found = {name: path for path, _, name, _ in tests(book.chapter)}
    times = Counter(name for _, _, name, _ in tests(book.chapter))
    owners = Counter()
    for exercise in listed:
        near, source = field(exercise, "id", str), field(exercise, "file", str)
        stem = Path(source).stem
        for name in book.strings(exercise, "tests", near):
            owners[name] += 1
            if name not in found:
                book.wrong(f"there is no test {name}", near)
            elif kind(found[name]) != kind(source) or (
                    kind(source) != "build" and stem_of(found[name]) != stem):
                book.wrong(f"{name} stands in {found[name]}, which is not "
                           f"linked with {source}", near)
    for name, path in found.items():
        if is_borrowed(book.chapter, path) and not owners[name]:
            continue  # no matter of the engine
        if owners[name] != 1 or times[name] != 1:
            book.wrong(f"{name} of {path} stands in {owners[name]} exercises, "
                       f"and in {times[name]} places of the test files: each "
                       "should be one")


def sections_exist(book, listed):
    path = Path("chapters") / book.chapter / "README.md"
    words = text(path) if (TOP / path).exists() else ""
    for exercise in listed:
        anchor = field(exercise, "section", str)
        if words and f'<a id="{anchor}">' not in words:
            book.wrong(f"{path} has no <a id=\"{anchor}\">",
                       field(exercise, "id", str))


def rubrics(report):
    """`rubric`: it parses strictly, and all that it names exists."""
    for chapter in chapters():
        report.look(rubric_path(chapter))
        if not parses(report, chapter):
            continue
        book = Rubric(report, chapter)
        whole = book.keys(rubric(chapter), CHAPTER_KEYS, None, "the rubric")
        if whole.get("chapter") != chapter:
            book.wrong(f"\"chapter\" should be {chapter}")
        book.strings(whole, "imports", None)
        listed = exercises(chapter)
        if not listed:
            book.wrong("there are no exercises")
        for index, exercise in enumerate(listed):
            exercise_is_well_formed(book, exercise, index)
            exercise_is_graded(book, exercise)
            timing_is_well_formed(book, exercise)
        for check in (files_are_owned, needs_exist, tests_stand_once,
                      sections_exist):
            check(book, listed)
