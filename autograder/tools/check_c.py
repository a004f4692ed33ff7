# SPDX-License-Identifier: MIT
"""Checks of C files: format, length, lint, flags, stubs, symbols, includes."""

import os
import re
import shutil
from pathlib import Path

from book import (TOP, below, cached, chapters, code, digest, edited, files,
                  flags, headers_digest, kind, line_of, run, stubs as stubs_of,
                  text, tool_digest, two_at_a_time)

LINES_MAX = 400
COLUMNS_MAX = 80
STUB_FLAGS = ["-O0", "-Wno-unused-parameter"]


def halves(things):
    return [things[0::2], things[1::2]]


def formatted(report):
    """`format`: as clang-format would write it."""
    sources = [p for p in files()
               if p.suffix in (".c", ".h") and p not in edited()]
    if not shutil.which("clang-format"):
        return report.skip("format: clang-format is not installed")
    outputs = two_at_a_time(
        lambda some: run("clang-format", "--dry-run", "-Werror",
                         "--ferror-limit=1", *map(str, some))[1]
        if some else "", halves(sources))
    for path in sources:
        report.look(path)
    for match in re.finditer(r"(?m)^(\S+?):(\d+):\d+: error", "".join(outputs)):
        report.wrong(match[1], match[2],
                     f"not formatted: run clang-format -i {match[1]}")


def short(report):
    """`length`: no file that grows without an end, and no line."""
    for path in files():
        if path.suffix in (".c", ".h", ".S", ".py", ".sh", ".awk"):
            report.look(path)
            lines = text(path).split("\n")
            if len(lines) > LINES_MAX + 1:
                report.wrong(path, len(lines) - 1, f"{len(lines) - 1} lines, "
                             f"and {LINES_MAX} are the most: split it by idea")
            for n, line in enumerate(lines, 1):
                if len(line) > COLUMNS_MAX and path.suffix in (".c", ".h"):
                    report.wrong(path, n, f"{len(line)} columns, and "
                                 f"{COLUMNS_MAX} are the most: clang-format "
                                 "leaves comments and long words alone")


# ---- Lint -------------------------------------------------------------------

def tidy(path):
    """What clang-tidy says of one file: [path, line, complaint] each."""
    def look():
        _, output = run("clang-tidy", "--quiet", str(path))
        lines = re.findall(
            r"(?m)^(\S+?):(\d+):\d+: (?:warning|error): (.*)", output)
        return [(os.path.relpath(p) if p[0] == "/" else p, n, what)
                for p, n, what in lines]
    key = digest(tool_digest("clang-tidy"), Path(".clang-tidy"),
                 Path("compile_flags.txt"), headers_digest(), path)
    return cached("tidy-" + key, look)


def lint(report):
    """What .clang-tidy asks for."""
    folders = ("solutions", "chapters", "autograder/src", "autograder/support")
    sources = [p for folder in folders for p in below(folder, ".c")]
    for path in sources + [p for f in folders for p in below(f, ".h")]:
        report.look(path)
    if not shutil.which("clang-tidy"):
        return report.skip("lint: clang-tidy is not installed")
    for complaints in two_at_a_time(tidy, sources):
        for path, line, what in complaints:
            report.wrong(path, line, what)


def flags_of_makefile():
    """How the Makefile compiles, as far as an editor has to know."""
    found = set()
    for variable in ("WARN", "CFLAGS_all"):
        for line in re.findall(rf"(?m)^{variable}\s*:?=((?:.*\\\n)*.*)",
                               text(Path("Makefile"))):
            found.update(re.findall(r"(?<!\S)-(?:std=|W|D|I)\S+", line))
            for pattern in re.findall(r"\$\(PARTS:%=(-I[^)]*)\)", line):
                found.update(pattern.replace("%", c) for c in chapters())
    # A folder that holds no header yet need not be searched.
    return {f for f in found if not f.startswith("-I") or Path(f[2:]).is_dir()}


def compile_flags(report):
    """`flags`: compile_flags.txt says what the Makefile says."""
    path = Path("compile_flags.txt")
    have = set(flags())
    report.look(path)
    for flag in sorted(flags_of_makefile() - have):
        report.wrong(path, 1, f"{flag} is missing: put it on a line of its own")
    for flag in sorted(have):
        if flag.startswith("-I") and not Path(flag[2:]).is_dir():
            report.wrong(path, 1, f"{flag} names no folder: take it out")


# ---- Stubs and symbols ------------------------------------------------------

def compiled(path):
    """[warnings, [[name, function or variable], ...]], exports in order."""
    def look():
        key = digest(str(path), path)
        target = Path("build/check") / f"{key}.o"
        target.parent.mkdir(parents=True, exist_ok=True)
        status, output = run("gcc", *flags(), *STUB_FLAGS, "-c", "-o",
                             str(target), str(path))
        if status:
            return [output, None]
        _, names = run("nm", "-Png", "--defined-only", str(target))
        target.unlink()
        found = [line.split()[:2] for line in names.splitlines()]
        return [output, [[name, "function" if letter in "TtW" else "variable"]
                         for name, letter in found]]
    key = digest(tool_digest("gcc"), " ".join(flags() + STUB_FLAGS), str(path),
                 headers_digest(), path)
    return cached("object-" + key, look)


def first_complaint(output):
    match = re.search(r"(?m)^\S+?:(\d+):\d+: (?:warning|(?:fatal )?error): (.*)",
                      output)
    return match.groups() if match else (1, fold_output(output))


def fold_output(output):
    return " ".join(output.split())[:200]


def solutions_of(chapter):
    return {p.name: p for p in below(f"solutions/{chapter}", ".c")}


def stubs(report):
    """Each stub compiles without a warning, belongs to a solution, and is
    what `make reset` restores."""
    for chapter in chapters():
        asked, solved = stubs_of(chapter), solutions_of(chapter)
        for name in sorted(asked.keys() - solved.keys()):
            report.wrong(asked[name], 1, "there is no solution of this name: "
                         f"write solutions/{chapter}/{name}")
        for name in sorted(solved.keys() - asked.keys()):
            report.wrong(solved[name], 1, "there is no stub of this name: "
                         f"write exercises/{chapter}/{name}")
        for name, path in asked.items():
            copy = Path("autograder/stubs") / chapter / name
            if not (TOP / copy).is_file() or text(copy) != text(path):
                report.wrong(path, 1, f"{copy} is not the same: run make stubs")
        both = [*asked.values(), *solved.values()]
        for path, (output, _) in zip(both, two_at_a_time(compiled, both)):
            report.look(path)
            if output:
                line, what = first_complaint(output)
                report.wrong(path, line, f"gcc says: {what}")


CRITERIONS = re.compile(r"\w+_(ptr|meta|extra|impl|theory)$")


def well_named(path, name):
    """May a source export this name?  Apart kinds may use their own word."""
    if kind(path) == "probe":
        return CRITERIONS.match(name)
    return name.startswith(("aw_", f"{kind(path)}_"))


def defined_at(path, name):
    match = re.search(rf"(?m)^[^\s#].*\b{re.escape(name)}\b", code(path))
    return line_of(code(path), match.start()) if match else 1


def check_names(report, path, exports):
    report.look(path)
    for name, _ in exports:
        if not well_named(path, name):
            what = ("a probe exports tests and nothing else: write static"
                    if kind(path) == "probe" else "an export begins with aw_: "
                    "rename it, or write static")
            report.wrong(path, defined_at(path, name), f"{name}: {what}")


def symbols(report):
    """Stub and solution export the same, in the same order."""
    for chapter in chapters():
        asked, solved = stubs_of(chapter), solutions_of(chapter)
        both = [*asked.values(), *solved.values()]
        found = dict(zip(both, two_at_a_time(compiled, both)))
        for name, solution in solved.items():
            exports = found[solution][1]
            if exports is None:
                continue  # check `stubs` tells
            check_names(report, solution, exports)
            stub = asked.get(name)
            if stub and found[stub][1] is not None:
                check_names(report, stub, found[stub][1])
                if kind(stub) != "probe":
                    compare(report, stub, found[stub][1], exports)


def compare(report, stub, mine, theirs):
    have, want = dict(mine), dict(theirs)
    for name in want.keys() - have.keys():
        report.wrong(stub, 1, f"{name} is missing: the solution exports it")
    for name in have.keys() - want.keys():
        report.wrong(stub, defined_at(stub, name),
                     f"{name} is not exported by the solution: take it out")
    for name in have.keys() & want.keys():
        if have[name] != want[name]:
            report.wrong(stub, defined_at(stub, name), f"{name} is a "
                         f"{have[name]}, and a {want[name]} in the solution")
    order = [[n for n, k in some if k == "function" and n in have and n in want]
             for some in (mine, theirs)]
    for name, other in zip(*order):
        if name != other:
            report.wrong(stub, defined_at(stub, name), f"{name} stands where "
                         f"the solution has {other}: keep the same order")
            break


# ---- Includes ---------------------------------------------------------------

def home(path):
    """The chapter a file belongs to, or None."""
    for chapter in chapters():
        if chapter in path.parts or (path.parts[:2] == ("autograder", "timing")
                                     and path.stem == chapter):
            return chapter
    return None


def includes(report):
    """A chapter includes its own headers and earlier ones, and no source."""
    headers = {"/".join(p.parts[2:]): p.parts[1]
               for p in below("chapters", ".h")}
    # The folders aw/ are searched as well.
    headers |= {Path(name).name: where for name, where in headers.items()}
    for path in files():
        hostile = "selftest/cases/" in str(path)  # what they do is the point
        if path.suffix not in (".c", ".h") or hostile:
            continue
        report.look(path)
        content, mine = code(path), home(path)
        for match in re.finditer(r'(?m)^[ \t]*#[ \t]*include[ \t]*"(.*?)"',
                                 content):
            line, name = line_of(content, match.start(1)), match[1]
            if re.search(r"(^|/)(solutions|exercises)/", name):
                report.wrong(path, line, f"includes {name}: objects are "
                             "linked, sources are never included")
            elif name.startswith("aw/") and name not in headers:
                report.wrong(path, line, f"includes {name}: no chapter has it")
            elif mine and headers.get(name, mine) > mine:
                report.wrong(path, line, f"includes {name} of the later "
                             f"chapter {headers[name]}: use chapters up to "
                             f"{mine[:2]} only")
