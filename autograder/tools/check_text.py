# SPDX-License-Identifier: MIT
"""Checks of the texts: tags, sections, links, commands."""

import re
from pathlib import Path

from book import (TOP, below, chapters, comments, exercises, field, files,
                  line_of, text)

HEADINGS = ["the pain", "the idea", "the contract", "the exercises",
            "the same thing in asyncio", "going further", "questions"]
ANSWERS = 5
FENCE = re.compile(r"(?ms)^[ \t]*```[^\n]*\n(.*?)^[ \t]*```")


def readme(chapter):
    return Path("chapters") / chapter / "README.md"


def readmes(report):
    """(chapter, path) of each text; a missing one is a failure."""
    for chapter in chapters():
        path = readme(chapter)
        report.look(path)
        if (TOP / path).is_file():
            yield chapter, path
        else:
            report.wrong(path, 1, "is missing")


def prose(path):
    """The text without code blocks; lines stay where they are."""
    return FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text(path))


# ---- Tags -------------------------------------------------------------------

TAG = re.compile(r"(?<![\w\])*`])\[([a-z][a-z0-9]+(?:-[a-z0-9]+)*)\](?![(\[])")


def tags(report):
    """A [tag] of a solution stands in the text, and the other way round."""
    for chapter in chapters():
        used, path = {}, readme(chapter)
        for source in below(f"solutions/{chapter}", ".c"):
            report.look(source)
            for line, words in comments(source):
                for match in TAG.finditer(words):
                    used.setdefault(match[1], []).append(
                        (source, line + words.count("\n", 0, match.start())))
        explained = {}
        if (TOP / path).is_file():
            report.look(path)
            for match in re.finditer(r"\*\*\[([a-z0-9-]+)\]\*\*|"
                                     r"(?m:^#+ .*\[([a-z0-9-]+)\])", prose(path)):
                explained.setdefault(match[1] or match[2],
                                     line_of(text(path), match.start()))
        for tag in sorted(used.keys() - explained.keys()):
            for source, line in used[tag]:
                report.wrong(source, line, f"[{tag}] is not explained: write "
                             f"**[{tag}]** where {path} tells of it")
        for tag in sorted(explained.keys() - used.keys()):
            report.wrong(path, explained[tag], f"**[{tag}]** stands in no "
                         f"comment of solutions/{chapter}")


# ---- Sections ---------------------------------------------------------------

def headings(path, level):
    """(line, title) of each heading of this level."""
    words = prose(path)
    return [(line_of(words, m.start()), m[1].strip()) for m in
            re.finditer(rf"(?m)^{'#' * level} +(.*?)[ #]*$", words)]


def sections(report):
    """The prescribed headings in order, five answers, every exercise."""
    for chapter, path in readmes(report):
        found = [(line, title.lower()) for line, title in headings(path, 2)]
        titles = [title for _, title in found]
        known = [(line, t) for line, t in found if t in HEADINGS]
        for title in HEADINGS:
            if title not in titles:
                report.wrong(path, 1, f"lacks the heading \"## {title}\"")
        in_order = sorted(known, key=lambda item: HEADINGS.index(item[1]))
        if [t for _, t in known] != [t for _, t in in_order]:
            report.wrong(path, known[0][0], "the headings are out of order: "
                         + ", ".join(HEADINGS))
        answers_are_folded(report, path, found)
        exercises_have_headings(report, chapter, path)


def answers_are_folded(report, path, found):
    starts = [line for line, title in found if title == "questions"]
    if not starts:
        return
    after = "\n".join(text(path).splitlines()[starts[0]:])
    after = re.split(r"(?m)^## ", after)[0]
    if after.count("<details") != ANSWERS:
        report.wrong(path, starts[0], f"{after.count('<details')} folded "
                     f"answers (<details>): there should be {ANSWERS}")


def exercises_have_headings(report, chapter, path):
    have = {title for _, title in headings(path, 3)}
    for exercise in exercises(chapter):
        title = f"{field(exercise, 'id', str)} {field(exercise, 'title', str)}"
        if title not in have:
            report.wrong(path, 1, f"lacks the heading \"### {title}\", as the "
                         "rubric has it")
    for title in have:
        number = re.match(r"\d+\.\d+\b", title)
        if number and number[0] not in {e.get("id")
                                        for e in exercises(chapter)}:
            report.wrong(path, 1, f"\"### {title}\": the rubric has no such "
                         "exercise")


# ---- Links and file names ---------------------------------------------------

def slug(title):
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def anchors(path):
    words = text(path)
    found = set(re.findall(r'<a (?:id|name)="([^"]+)"', words))
    titles = re.findall(r"(?m)^#+ +(.*?)[ #]*$", words)
    return found | {slug(title) for title in titles}


def link_is_good(path, link):
    target, _, anchor = link.partition("#")
    there = (TOP / path).parent / target if target else TOP / path
    if not there.exists() or TOP not in there.resolve().parents:
        return False
    return not anchor or there.suffix != ".md" or anchor in anchors(
        there.resolve().relative_to(TOP))


NAME = re.compile(r"`([\w.-]+(?:/[\w.-]+)*\.(?:c|h|py|md|json|patch))`")
PLACEHOLDER = re.compile(r"\b(?:NN|NAME|STEM|FILE|DIR)\b|NN-")


def name_is_good(chapter, name):
    """Is it a file of the project, of this chapter, or of the system?"""
    places = ["", f"chapters/{chapter}", f"exercises/{chapter}",
              f"solutions/{chapter}", f"autograder/tests/{chapter}",
              f"autograder/mutants/{chapter}", "autograder/support", "docs"]
    places += [f"chapters/{c}" for c in chapters()]
    return (any((TOP / place / name).exists() for place in places)
            or Path("/usr/include", name).exists()
            or any(Path("/usr/include").glob(f"*-linux-gnu/{name}"))
            or name.startswith("build/") or PLACEHOLDER.search(name))


def links(report):
    """Relative links and file names in the texts lead somewhere."""
    for path in [p for p in files() if p.suffix == ".md"]:
        words = re.sub(r"`[^`\n]*`", lambda m: " " * len(m[0]), prose(path))
        report.look(path)
        for match in re.finditer(r"\]\(<?([^()\s>]+)>?\)", words):
            if not re.match(r"[a-z]+:", match[1]) and not link_is_good(
                    path, match[1]):
                report.wrong(path, line_of(words, match.start()),
                             f"the link {match[1]} leads nowhere")
    for chapter in chapters():
        path = readme(chapter)
        words = prose(path) if (TOP / path).is_file() else ""
        for match in NAME.finditer(words):
            if not name_is_good(chapter, match[1]):
                report.wrong(path, line_of(words, match.start()),
                             f"there is no file {match[1]}")


# ---- Commands ---------------------------------------------------------------

# At the start of a line, behind a prompt, or behind another command.
COMMAND = re.compile(r"(?m)(?:^[ \t]*(?:\$ +)?|[;&|] *)make\b([^\n#|&;>]*)")


def make_targets():
    names = set()
    for makefile in [p for p in files() if p.name == "Makefile"
                     or p.suffix == ".mk"]:
        for match in re.finditer(r"(?m)^([A-Za-z][\w .-]*?)\s*::?(?!=)",
                                 text(makefile)):
            names |= set(match[1].split())
        for match in re.finditer(r"(?m)^\.PHONY\s*:((?:.*\\\n)*.*)",
                                 text(makefile)):
            names |= set(match[1].replace("\\\n", " ").split())
    return names


def commands(report):
    """`make` in a text is given targets that the Makefile has."""
    known = make_targets()
    for path in [p for p in files() if p.suffix == ".md"]:
        words = text(path)
        report.look(path)
        found = [(block.start(1) + m.start(1), m[1])
                 for block in FENCE.finditer(words)
                 for m in COMMAND.finditer(block[1])]
        found += [(m.start(), m[1])
                  for m in re.finditer(r"`make\b([^`\n]*)`", prose(path))]
        for position, rest in found:
            for word in rest.split():
                if re.fullmatch(r"[a-z][\w-]*", word) and word not in known:
                    report.wrong(path, line_of(words, position),
                                 f"make {word}: the Makefile has no such "
                                 "target")
