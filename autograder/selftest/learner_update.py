#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make update: a new version comes, and nobody's work goes."""
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from learner_copy import (CHAPTER, EXERCISES, GRADER, aw, grade, in_copy,
                          replace, report, says, solve)

NEW = Path("../new")
STUBS = Path("autograder/stubs", CHAPTER)
BASE = Path("chapters", CHAPTER, "aw/base.h")
REMOVE = "Take `node` out of whatever list it is in."
MINE = "/* mine */\n"


def shell(*words, **more):
    run = subprocess.run(words, stdin=subprocess.DEVNULL, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         **more)
    return f"{run.stdout}status {run.returncode}\n"


def update(*words):
    return shell("make", "--no-print-directory", "update", *words)


def promise_more(top, sentence):
    """A sentence of base.h promises something else now."""
    path = top / BASE
    assert sentence in path.read_text(), sentence
    path.write_text(path.read_text().replace(sentence,
                                             sentence + "  It is newer."))


def new_version(top):
    """0.1 has another stub, contract and test, 0.2 another stub and more
    points, 0.3 is gone, so 0.4 is 0.3 now, and a new one is 0.4."""
    promise_more(top, REMOVE)
    stubs = top / STUBS
    for name in ("list.c", "splice.c"):
        for folder in (stubs, top / EXERCISES):
            path = folder / name
            path.write_text(path.read_text() + "/* a newer stub */\n")
    rubric = top / "autograder/tests" / CHAPTER / "rubric.json"
    book = json.loads(rubric.read_text())
    book["exercises"] = [e for e in book["exercises"] if e["id"] != "0.3"]
    for e in book["exercises"]:
        e["needs"] = [n for n in e["needs"] if n != "0.3"]
        e["id"] = e["id"].replace("0.4", "0.3")
    book["exercises"][1]["points"] += 1
    book["exercises"].append(dict(book["exercises"][0], id="0.4",
                                  title="One more", file="extra.c"))
    rubric.write_text(json.dumps(book))
    for folder in (stubs, top / EXERCISES):
        (folder / "error.c").unlink()
        (folder / "extra.c").write_text("/* the stub of extra.c */\n")
    test = top / "autograder/tests" / CHAPTER / "list.c"
    test.write_text(test.read_text() + "/* a newer test */\n")
    (top / "chapters/new.md").write_text("new\n")
    (top / "chapters" / CHAPTER / "demo_gone.c").unlink(missing_ok=True)


def old_version():
    (Path("chapters") / CHAPTER / "demo_gone.c").write_text("int gone;\n")


def start():
    """An old version with work in it, and a new one beside it."""
    shutil.rmtree(".backup", ignore_errors=True)
    shutil.rmtree(NEW, ignore_errors=True)
    shutil.copytree(".", NEW, symlinks=True, ignore=lambda at, names: [
        n for n in names if at == "." and n in ("build", ".progress", ".git")])
    old_version()
    new_version(NEW)
    solve("list.c", MINE)
    solve("error.c", MINE)
    grade()


def tree():
    return {str(p): p.read_bytes() for p in Path("exercises").rglob("*.c")}


def backed_up(text):
    return any(p.is_file() and p.read_text(errors="replace") == text
               for p in Path(".backup").rglob("*"))


def text_of(path):
    return path.read_text() if path.exists() else "(missing)"


def expected(output, before):
    """What must hold however the new version came."""
    kept = [f"{path} was changed" for path, text in before.items()
            if MINE.encode() in text and Path(path).read_bytes() != text]
    return [
        *kept,
        says(output, "status 0", "No file that you have written in was changed",
             r"0\.1 +your list\.c is kept, though its stub has changed",
             r"0\.1 +the contract of your list\.c has changed, in what it says "
             r"of aw_list_remove:\n +diff -u \S+/aw/base\.h chapters/"
             f"{CHAPTER}/aw/base.h\n", "!contract of your [^l]",
             r"0\.1 +its tests have changed since you passed.*EX=0\.1",
             r"0\.2 .*splice\.c has changed; yours|"
             r"0\.2 .*splice\.c: the stub has changed; yours was untouched",
             r"0\.2 +is worth \d+ points now, and was worth \d",
             r"old 0\.3 \(.*\) is no longer asked for; .*error\.c stays",
             r"0\.3 +\(.*\) had the number 0\.4",
             r"0\.4 .*extra\.c", "!0\\.1 .*number"),
        text_of(EXERCISES / "splice.c") !=
        text_of(STUBS / "splice.c") and "splice.c is not the new stub",
        text_of(EXERCISES / "extra.c") != "/* the stub of extra.c */\n"
        and "extra.c is not the new stub",
        "newer" not in text_of(STUBS / "list.c") and "the old stubs stand"]


def the_named_difference_works(output, file, line):
    diff = re.search(rf"diff -u (\S+) (\S+{file})\n", output)
    told = shell(*diff[0].split()) if diff else "it names no diff"
    return says(told, line, "status 1")


def from_a_folder():
    start()
    before = tree()
    output = update(f"FROM={NEW}")
    report("from a folder", *expected(output, before))
    report("the difference of the stubs can be looked at",
           the_named_difference_works(output, "list.c",
                                      r"\+/\* a newer stub \*/"))
    report("and that of the contracts",
           the_named_difference_works(output, "base.h", r"\+.*It is newer\."))
    report("what came and went", not Path("chapters/new.md").exists() and
           "a new file is missing",
           Path("chapters", CHAPTER, "demo_gone.c").exists()
           and "a removed file stays",
           not backed_up("int gone;\n") and "a removed file is lost")
    report("twice is nothing new, but for what has to be graded again", says(
        update(f"FROM={NEW}"), r"0\.1 +its tests have changed", "status 0",
        r"!0\.[234]"))
    Path(".progress", f"{CHAPTER}.json").unlink()
    report("and then nothing", says(
        aw("update"), "Nothing that concerns you", "status 0"))


def a_contract_alone():
    """What belongs to no function concerns all who implement the header."""
    solve("list.c", MINE)
    grade()
    promise_more(Path("."), "Put `node` in front of the first node of `list`.")
    report("a contract of a file that was not begun is not told", says(
        aw("update"), "Nothing that concerns you", "status 0"))
    promise_more(Path("."), "aw/base.h:")
    report("a grading says that a contract has changed", says(
        grade("EX=0.1"), "The workbook has changed.*make update"))
    report("what stands above all functions is told to all", says(
        aw("update"), r"0\.1 +the contract of your list\.c has changed:\n",
        "!contract of your [^l]", "status 0"))
    report("once", says(aw("update"), "Nothing that concerns you"))
    shutil.rmtree(Path(".progress/seen", CHAPTER, "aw"))
    promise_more(Path("."), "aw/base.h:")
    report("what was never noted is not said to have changed", says(
        aw("update"), "Nothing that concerns you", "status 0"))
    promise_more(Path("."), "aw/base.h:")
    report("and then it is noted", says(
        aw("update"), "contract of your list", "status 0"))


def from_git():
    start()
    Path(".gitignore").write_text("build/\n.backup/\n.progress/\n")
    git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.org"]
    shutil.rmtree("../upstream", ignore_errors=True)
    mine = tree()
    for path in Path("autograder/stubs").rglob("*.c"):
        shutil.copy(path, Path("exercises", *path.parts[2:]))
    shell("git", "init", "-q", "-b", "main", ".")
    shell("git", "add", "-A")
    shell(*git, "commit", "-q", "-m", "old")
    shell("git", "clone", "-q", ".", "../upstream")
    shell("git", "remote", "add", "origin", "../upstream")
    shell("git", "fetch", "-q")
    shell("git", "branch", "-q", "-u", "origin/main")
    for path, text in mine.items():
        Path(path).write_bytes(text)
    report("a clone with nothing new says so", says(
        update(), "has the newest version", "status 0"))
    new_version(Path("../upstream"))
    shell("git", "add", "-A", cwd="../upstream")
    shell(*git, "commit", "-q", "-m", "new", cwd="../upstream")
    replace("README.md", "#", "##")
    report("a changed file of the workbook stops it, before anything", says(
        update(), "README.md", "status 2"),
        tree() != mine and "exercises were changed")
    shell("git", "checkout", "README.md")
    solve("list.c", MINE + "/* committed */\n")
    report("what was graded is told to be outdated only behind an update",
           says(grade(), "!The workbook has changed"))
    solve("list.c", MINE)
    before = tree()
    report("from git", *expected(update(), before))
    shutil.rmtree(".git")


def from_git_that_has_parted():
    start()
    git = ["git", "-c", "user.name=n", "-c", "user.email=n@example.org"]
    shutil.rmtree("../upstream", ignore_errors=True)
    shell("git", "init", "-q", "-b", "main", ".")
    shell("git", "add", "-A")
    shell(*git, "commit", "-q", "-m", "old")
    shell("git", "clone", "-q", ".", "../upstream")
    shell("git", "remote", "add", "origin", "../upstream")
    shell("git", "fetch", "-q")
    shell("git", "branch", "-q", "-u", "origin/main")
    new_version(Path("../upstream"))
    shell("git", "add", "-A", cwd="../upstream")
    shell(*git, "commit", "-q", "-m", "new", cwd="../upstream")
    solve("splice.c", MINE)
    shell(*git, "commit", "-q", "-a", "-m", "mine")
    solve("splice.c", MINE + MINE)
    before = tree()
    report("a branch with commits of its own is left as it is", says(
        update(), "has commits of its own", "status 2"),
        tree() != before and "exercises were changed")
    shutil.rmtree(".git")


def a_pull_by_hand():
    """Somebody has replaced everything but exercises/ and .progress/."""
    start()
    for part in ("autograder/stubs", "autograder/tests", "chapters"):
        shutil.rmtree(part)
        shutil.copytree(NEW / part, part)
    report("a grading says that the workbook has changed", says(
        grade("EX=0.1"), "The workbook has changed.*make update"))
    before = tree()
    report("after a pull by hand", *expected(aw("update"), before))
    report("and then no more", says(
        grade("EX=0.1"), "!The workbook has changed"))


def who_never_graded():
    start()
    shutil.rmtree(".progress")
    before = tree()
    output = update(f"FROM={NEW}")
    report("who never graded keeps all files, too", says(
        output, r"your list\.c is kept", r"0\.4 .*extra\.c", "status 0"),
        *[f"{path} was changed" for path, text in before.items()
          if MINE.encode() in text and Path(path).read_bytes() != text])


def wrong_folders():
    start()
    before = tree()
    for folder, words in (("../nowhere", "is no workbook"),
                          ("chapters", "is no workbook"),
                          (".", "is this workbook itself")):
        report(f"FROM={folder} is refused", says(
            update(f"FROM={folder}"), words, "status 2"))
    report("and without git a folder has to be named", says(
        update(), "make update FROM=", "status 2"),
        tree() != before and "exercises were changed")


def each_from_the_same(test):
    """The tests change the workbook itself: each gets it as it was."""
    def run():
        for part in ("autograder", "chapters", "exercises"):
            if Path("../saved", part).exists():
                shutil.rmtree(part)
                shutil.copytree(Path("../saved", part), part)
            else:
                shutil.copytree(part, Path("../saved", part))
        os.utime(GRADER)
        test()
    return run


if __name__ == "__main__":
    in_copy([each_from_the_same(test) for test in (
        wrong_folders, from_a_folder, a_contract_alone, a_pull_by_hand, who_never_graded,
        from_git, from_git_that_has_parted)])
