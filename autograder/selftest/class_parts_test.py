#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The parts of make class by themselves: archives that are bombs, broken or
strange, the budget, the sheet's cells.  No grading."""
import gzip
import io
import json
import lzma
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).parent), "autograder/class"]

import budget  # noqa: E402
import job  # noqa: E402
import progress  # noqa: E402
import sheet  # noqa: E402
import stream  # noqa: E402
import unpack  # noqa: E402
from class_submissions import ALL, CHAPTER, ERROR, LIST, SOURCES  # noqa: E402
from class_submissions import below, into_tar, into_zip, odd  # noqa: E402

WORK = Path("build/class_parts_test")
WANTED = unpack.workbook.wanted()
counts = {"passed": 0, "failed": 0, "skipped": 0}


def check(what, holds, found=""):
    counts["passed" if holds else "failed"] += 1
    print("ok     " if holds else "FAILED ", what, "" if holds else found)


def read(path, asked=None):
    """(files taken, the notes or why it cannot be read)."""
    haul, why = job.read(path, WANTED, asked)
    if why:
        return None, why
    return {"/".join(key) for key in haul.files}, "; ".join(haul.notes)


def reads(what, path, files, words="", asked=None):
    taken, said = read(path, asked)
    check(what, taken == (files if files is None else set(files)) and
          words in said and (words or not said), f"{taken}: {said}")


def cut(path, begin=None, end=None):
    path.write_bytes(path.read_bytes()[begin:end])


def changed(path, where, byte):
    data = bytearray(path.read_bytes())
    data[where] = byte
    path.write_bytes(data)


# ---- Every kind, whole and broken -------------------------------------------

def kinds():
    for mode, names in {"w": ["a.tar"], "w:gz": ["a.tar.gz", "a.TGZ"],
                        "w:xz": ["a.tar.xz", "a.txz"],
                        "w:bz2": ["a.tar.bz2"]}.items():
        for name in names:
            path = WORK / name
            into_tar(path, below("x/", ALL), mode)
            reads(name, path, ALL)
            for part in (3, 2):
                into_tar(path, below("x/", ALL), mode)
                cut(path, end=path.stat().st_size // 4 * part)
                reads(f"{name}, {part} quarters of it", path, None,
                      "too early" if mode != "w" else "end of data")
    into_zip(WORK / "a.zip", ALL)
    reads("a.zip", WORK / "a.zip", ALL)
    cut(WORK / "a.zip", end=-30)
    reads("a.zip without its end", WORK / "a.zip", None, "zip")
    (WORK / "b.tar.gz").write_bytes(b"")
    reads("an empty file", WORK / "b.tar.gz", None, "too early")
    (WORK / "b.zip").write_bytes(b"")
    reads("an empty zip", WORK / "b.zip", None, "zip")


def damaged():
    path = WORK / "c.tar.gz"
    into_tar(path, ALL, "w:gz")
    changed(path, -6, path.read_bytes()[-6] ^ 1)  # its checksum
    reads("a checksum that does not hold", path, None, "incorrect data check")
    into_tar(WORK / "c.tar", ALL, "w")
    path.write_bytes(gzip.compress((WORK / "c.tar").read_bytes() +
                                   bytes(100000)))
    changed(path, -6, path.read_bytes()[-6] ^ 1)
    reads("nor behind an end that comes early", path, None, "data check")
    path = WORK / "c.tar"
    into_tar(path, ALL, "w")
    size = (len(SOURCES["error.c"]) + 511) // 512 * 512 + 512
    changed(path, size + 5, 1)
    reads("a broken header between two files", path, None, "bad checksum")
    path = WORK / "d.tar.gz"
    into_tar(WORK / "d.tar", {LIST: SOURCES["list.c"]}, "w")
    whole = (WORK / "d.tar").read_bytes()
    path.write_bytes(gzip.compress(whole[:700]) + gzip.compress(whole[700:]))
    reads("a .gz in two parts", path, [LIST])
    path = WORK / "e.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(LIST, SOURCES["list.c"])
        archive.writestr(ERROR, SOURCES["error.c"])
        archive.filelist[0].flag_bits |= 1
    reads("an encrypted member", path, [ERROR], f"{LIST} is encrypted")
    path.write_bytes(path.read_bytes().replace(b"aw_list", b"aw_lost"))
    taken, said = read(path)
    check("a member that was changed", taken is None or taken == {ERROR}, said)


# ---- Bombs ------------------------------------------------------------------

def bombs():
    into_tar(WORK / "f.tar.gz", {f"{i}/{LIST}": b"" for i in range(10001)},
             "w:gz")
    reads("10,001 members", WORK / "f.tar.gz", None, "10000 members")
    big = tarfile.TarInfo("junk")
    big.size, stream.OUT_MAX = 64 << 20, 32 << 20
    packed = io.BytesIO()
    with gzip.open(packed, "wb", 1) as file:
        file.write(big.tobuf())
        for _ in range(64):
            file.write(bytes(1 << 20))
    (WORK / "g.tar.gz").write_bytes(packed.getvalue())
    reads("64 MB where 32 are allowed", WORK / "g.tar.gz", None,
          "unpacks to more than 32 MB")
    stream.OUT_MAX = 1 << 30
    # A header that asks for much memory: 1 GB of a long name.
    name = odd("x", tarfile.GNUTYPE_LONGNAME)
    name.size = 1 << 30
    packed = io.BytesIO()
    with gzip.open(packed, "wb", 1) as file:
        file.write(name.tobuf())
        for _ in range(400):
            file.write(bytes(1 << 20))
    (WORK / "h.tar.gz").write_bytes(packed.getvalue())
    reads("a name of 1 GB", WORK / "h.tar.gz", None, "too much memory")
    (WORK / "i.tar.xz").write_bytes(b"\x5d" + (512 << 20).to_bytes(
        4, "little") + b"\xff" * 8 + bytes(99))
    reads("an .xz that asks for 512 MB", WORK / "i.tar.xz", None,
          "Memory usage limit")
    into_tar(WORK / "i.tar", ALL, "w")
    (WORK / "i.tar.xz").write_bytes(lzma.compress(
        (WORK / "i.tar").read_bytes(), preset=9))
    reads("xz -9", WORK / "i.tar.xz", ALL)
    many = {f"{c}/{f}": bytes(1 << 20) for c, f in sorted(WANTED)[:9]}
    into_tar(WORK / "i.tar.gz", many, "w:gz")
    reads("9 MB of files", WORK / "i.tar.gz", None, "more than 8 MB")
    loop = WORK / "loop" / CHAPTER
    loop.mkdir(parents=True)
    (loop / "list.c").write_bytes(SOURCES["list.c"])
    (loop / "up").symlink_to("..")
    reads("a folder with a link to itself", WORK / "loop", [LIST])
    (WORK / "deep" / "/".join("d" * 45)).mkdir(parents=True)
    reads("folders in folders", WORK / "deep", None, "40 deep")
    job.READ_CPU, slow = 1, unpack.read_folder
    unpack.read_folder = lambda *_: [sum(range(100)) for _ in iter(int, 1)]
    reads("what takes too long", WORK / "deep", None, "more than 1 seconds")
    unpack.read_folder, job.READ_CPU = slow, 20
    check("and then there is time again",
          job.resource.getrlimit(job.resource.RLIMIT_CPU)[0] == -1)


# ---- Which file is which ----------------------------------------------------

def choices():
    path = WORK / "j.zip"
    same = {"a/" + LIST: SOURCES["list.c"], "b/" + LIST: SOURCES["list.c"]}
    into_zip(path, same)
    reads("the same file twice", path, [LIST])
    into_zip(path, {"x/.git/" + LIST: b"a", "x/build/" + LIST: b"b",
                    "x/.backup/" + LIST: b"c", "x/" + LIST: b"d"})
    reads("copies in folders that are no submission", path, [LIST])
    for text in (b"{", b"[]", b'{"files": 3}', b"[" * 5000, b"\xff",
                 b'{"files": {"a": 3}, "chapters": {}}'):
        into_zip(path, {"m/MANIFEST.json": text, "m/" + LIST: b"int x;"})
        reads(f"a manifest {text[:20]}", path, [LIST], "cannot be read")
    said = {"files": {LIST: {"sha256": "0"}}, "chapters": {CHAPTER: "1"}}
    into_zip(path, {"m/MANIFEST.json": json.dumps(said), "m/" + LIST: b"x"})
    reads("another version of the chapter", path, [LIST],
          f"was written for another version of {CHAPTER}")


# ---- Files without their folder ---------------------------------------------

def strays():
    path = WORK / "k.zip"
    into_zip(path, {"list.c": b"int x;"})
    reads("a file without its folder", path, [LIST],
          f"list.c stands in no folder {CHAPTER}, and was taken for {LIST}")
    into_zip(path, {f"{CHAPTER}/src/list.c": b"int x;"})
    reads("a folder in its folder", path, [LIST], "was taken for")
    into_zip(path, {"list.c": b"int x;", "old/list.c": b"int y;"})
    reads("two without, that differ", path, [], "was handed in twice")
    into_zip(path, {"list.c": b"int x;", "hw/" + LIST: b"int y;"})
    reads("one without and one within", path, [LIST],
          f"list.c is not {LIST}: it was not taken")
    into_zip(path, {"02-timers/list.c": b"int x;"})
    reads("in the folder of another chapter", path, [],
          f"02-timers/list.c does not stand in a folder {CHAPTER}")
    into_zip(path, {"run.c": b"int x;"})
    homes = sorted(c for c, name in WANTED if name == "run.c")
    reads("a name of two chapters", path, [], " or ".join(homes))
    reads("a name of two chapters, where one is asked for", path,
          [f"{homes[1]}/run.c"], "was taken for", homes[1])
    into_zip(path, {"hw/._list.c": b"", "hw/.list.c": b""})
    reads("hidden files", path, [])
    into_zip(path, {"hw/00.zip": b""})
    reads("an archive in an archive", path, [], "hw/00.zip is an archive that")


def two_archives():
    """What make submit CH=00 and make submit CH=01 make."""
    folder, other = WORK / "two", sorted(WANTED)[4]
    folder.mkdir()
    second = "/".join(other)
    into_tar(folder / "a.tar.gz", ALL, "w:gz")
    into_zip(folder / "b.zip", {second: b"int x;"})
    reads("two archives in a folder", folder, {*ALL, second})
    into_zip(folder / "c.zip", {LIST: b"int y;"})
    reads("two archives that differ", folder, {*ALL, second} - {LIST},
          f"{LIST} was handed in twice, and differs ")
    (folder / "c.zip").unlink()
    (folder / "a.tar.gz").write_bytes(b"")
    reads("one of them is broken", folder, None, "a.tar.gz: it ends too early")
    into_tar(folder / "a.tar.gz", ALL, "w:gz")
    before = unpack.digest(folder, WANTED)
    into_zip(folder / "b.zip", {second: b"int z;"})
    check("a change of the second is a change",
          unpack.digest(folder, WANTED) != before)
    os.remove(folder / "b.zip")
    os.mkfifo(folder / "b.zip")
    unpack.digest(folder, WANTED)
    reads("a pipe that is called b.zip", folder, None, "no regular file")
    os.remove(folder / "b.zip")
    into_tar(WORK / "l.tar", {LIST: bytes(1 << 19)}, "w")
    stream.OUT_MAX = 1 << 20
    for name in "ab":
        (folder / f"{name}.tar.gz").write_bytes(gzip.compress(
            (WORK / "l.tar").read_bytes()))
    reads("two that unpack to too much together", folder, None,
          "unpacks to more than 1 MB")
    stream.OUT_MAX = 1 << 30


# ---- Numbers ----------------------------------------------------------------

def numbers():
    check("no more programs than memory allows", 1 <= budget.jobs(1000) <= max(
        1, budget.memory() // budget.JOB_MEMORY + 1))
    budget.memory = lambda: 3 << 30
    check("3 GB are two programs", budget.jobs(8) == 2, budget.jobs(8))
    budget.memory = lambda: 1 << 20
    check("there is always one", budget.jobs(8) == 1)
    check("a core for each grading", budget.divide(4, 300) == (4, 1))
    check("one grading has all cores", budget.divide(4, 1) == (1, 4))
    words = [progress.in_words(s) for s in (3, 241, 3600, 7260)]
    check("times in words", words == ["less than a minute", "about 4 min",
                                      "about 60 min", "about 2 h 01 min"],
          words)
    check("numbers", [sheet.number(n) for n in (None, 0, 4.5, 10.0, 6.11)] ==
          ["", "0", "4.5", "10", "6.11"])
    check("formulas", [sheet.cell(c) for c in ("=1", "+1", "-1", "@a", "a=")]
          == ["'=1", "'+1", "'-1", "'@a", "a="])


def orphans():
    """make class was killed before its job could ask to die with it."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    (WORK / "alice").mkdir()
    run = subprocess.run(
        [sys.executable, job.__file__, WORK / "alice", WORK / "out" / "alice"],
        env=os.environ | {"AW_CLASS": str(gone.pid), "AW_GRADER": "true"})
    check("a job without its make class ends at once",
          run.returncode == 130 and not (WORK / "out").exists(),
          run.returncode)


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    kinds()
    damaged()
    bombs()
    choices()
    strays()
    two_archives()
    numbers()
    orphans()
    shutil.rmtree(WORK)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
