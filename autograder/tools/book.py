# SPDX-License-Identifier: MIT
"""The workbook as the checks see it: files, chapters, comments, commands."""

import hashlib
import json
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from os.path import normpath
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
APART = ("hunt", "predict", "probe", "tune")  # kinds with files of their own


class Report:
    """What one check found.  It counts files, not complaints."""

    def __init__(self):
        self.looked, self.bad, self.skipped = set(), set(), 0
        self.complaints = []

    def look(self, path):
        self.looked.add(str(path))

    def wrong(self, path, line, what):
        self.look(path)
        self.bad.add(str(path))
        complaint = f"{path}:{line}: {what}"
        if complaint not in self.complaints:
            self.complaints.append(complaint)

    def skip(self, why):
        self.skipped += 1
        print(f"skipped: {why}")

    @property
    def counts(self):
        return len(self.looked) - len(self.bad), len(self.bad), self.skipped


# ---- Files ------------------------------------------------------------------

@lru_cache
def files():
    """All files of the project, tracked or new, as paths below TOP."""
    run = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=TOP, capture_output=True, text=True)
    if run.returncode == 0 and run.stdout:
        names = set(run.stdout.split("\0")) - {""}
    else:  # an unpacked archive
        names = {str(p.relative_to(TOP)) for p in TOP.rglob("*")}
        names = {n for n in names if not n.startswith(("build/", ".git/", ".backup/"))}
    return sorted(Path(n) for n in names if (TOP / n).is_file())


def below(folder, *endings):
    """The files below a folder whose names end in one of `endings`."""
    prefix = folder + "/"
    return [p for p in files()
            if str(p).startswith(prefix) and str(p).endswith(endings)]


@lru_cache
def text(path):
    return (TOP / path).read_text(encoding="utf-8", errors="replace")


@lru_cache
def chapters():
    """The chapters' folder names: 00-start-here, 01-ready-queue, ..."""
    found = {p.parts[1] for p in files()
             if p.parts[0] == "chapters" and len(p.parts) > 2}
    return sorted(c for c in found if re.match(r"\d\d-", c))


@lru_cache
def edited():
    """Files of exercises/ that are not as they were committed: a learner's
    work, or a stub that its author is still at."""
    run = subprocess.run(["git", "diff", "--name-only", "-z", "HEAD", "--",
                          "exercises"], cwd=TOP, capture_output=True, text=True)
    return {Path(name) for name in run.stdout.split("\0") if name}


def stubs(chapter):
    """{name: path} of a chapter's stubs.  Where somebody has begun to fill
    one in, the copy that `make reset` restores stands for it."""
    found = {p.name: p for p in below(f"exercises/{chapter}", ".c")}
    kept = {p.name: p for p in below(f"autograder/stubs/{chapter}", ".c")}
    return {name: kept[name] if path in edited() and name in kept else path
            for name, path in found.items()}


def kind(path):
    """hunt, predict, probe or tune; build for every other source."""
    word = Path(path).stem.split("_")[0]
    return word if word in APART and "_" in Path(path).stem else "build"


def line_of(content, position):
    return content.count("\n", 0, position) + 1


def fold(words):
    return " ".join(words.split())


# ---- C ----------------------------------------------------------------------

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


@lru_cache
def comments(path):
    """(line, prose) of each comment, stars taken off, still with its lines."""
    found, content = [], text(path)
    for token in TOKEN.finditer(content):
        if token[0].startswith("/*"):
            prose = re.sub(r"(?m)^[ \t]*\*[ \t]?", "", token[0][2:-2])
        elif token[0].startswith("//"):
            prose = token[0][2:]
        else:
            continue
        found.append((line_of(content, token.start()), prose))
    return found


@lru_cache
def code(path):
    """The file with its comments blanked out; lines stay where they are."""
    def blank(token):
        if token[0][0] in "\"'":
            return token[0]
        return re.sub(r"[^\n]", " ", token[0])
    return TOKEN.sub(blank, text(path))


GRADED = re.compile(
    r'\bGRADED(?:_ORDER_FREE)?\(\s*(\w+)\s*,\s*(\w+)\s*,'
    r'\s*((?:"(?:\\.|[^"\\])*"\s*)+)\)')


INCLUDED = re.compile(r'(?m)^#include "(\.\./[\w./-]+\.c)"')


def chapter_of(path):
    """autograder/tests/CHAPTER/..."""
    return path.parts[2]


def test_files(chapter):
    """The chapter's own, and the tests of other chapters that they include:
    what every engine promises is graded again for each engine."""
    own = below(f"autograder/tests/{chapter}", ".c")
    included = [Path(normpath(path.parent / name)) for path in own
                for name in INCLUDED.findall(text(path))]
    return own + [path for path in included if chapter_of(path) != chapter]


@lru_cache
def tests(chapter):
    """(path, line, suite/name, promise) of each reference test."""
    found = []
    for path in test_files(chapter):
        content = code(path)
        for match in GRADED.finditer(content):
            pieces = re.findall(r'"((?:\\.|[^"\\])*)"', match[3])
            promise = re.sub(r"\\(.)", r"\1", "".join(pieces))
            found.append((path, line_of(content, match.start()),
                          f"{match[1]}/{match[2]}", fold(promise)))
    return found


# ---- The rubric -------------------------------------------------------------

@lru_cache
def rubric(chapter):
    """The chapter's rubric, or {} where it is missing or no JSON."""
    try:
        found = json.loads(text(rubric_path(chapter)))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def rubric_path(chapter):
    return Path("autograder/tests") / chapter / "rubric.json"


def exercises(chapter):
    found = rubric(chapter).get("exercises", [])
    if not isinstance(found, list):
        return []
    return [e for e in found if isinstance(e, dict)]


def field(thing, key, kind_of=list):
    """A field that may be missing or wrong; check `rubric` reports that."""
    value = thing.get(key)
    return value if isinstance(value, kind_of) else kind_of()


def targets(chapter):
    """(exercise, target) of each timing target."""
    return [(e, t) for e in exercises(chapter) for t in field(e, "timing")
            if isinstance(t, dict)]


# ---- Commands ---------------------------------------------------------------

def run(*command, stdin=None):
    """(exit status, stdout and stderr) of a command, run at the top."""
    with open(stdin or "/dev/null", "rb") as source:
        done = subprocess.run(command, cwd=TOP, stdin=source, text=True,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def two_at_a_time(function, things):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(function, things))


def digest(*parts):
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            part = (TOP / part).read_bytes() if (TOP / part).exists() else b"-"
        elif isinstance(part, str):
            part = part.encode()
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


@lru_cache
def headers_digest():
    return digest(*[p for p in files() if p.suffix == ".h"])


@lru_cache
def tool_digest(name):
    """Changes when the tool does."""
    path = shutil.which(name)
    stat = Path(path).resolve().stat() if path else None
    return f"{path} {stat and (stat.st_size, stat.st_mtime_ns)}"


def cached(key, function):
    """What `function()` gave for this key the last time, or gives now."""
    kept = TOP / "build/check" / key
    if kept.exists():
        return json.loads(kept.read_text())
    result = function()
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Another check may run at the same time: never leave half a file.
    half = kept.with_suffix(f".{id(result)}")
    half.write_text(json.dumps(result))
    half.replace(kept)
    return result


def flags():
    """How C is compiled: compile_flags.txt, which editors read as well."""
    return text(Path("compile_flags.txt")).split()
