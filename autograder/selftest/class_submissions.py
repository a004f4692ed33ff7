# SPDX-License-Identifier: MIT
"""Submissions as a class hands them in: good, broken, and hostile.

make(folder) lays them out.  EXPECTED says for each what its row is to say:
status, points earned of chapter 00, and what its note matches."""
import io
import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

CHAPTER = "00-start-here"
SOURCES = {path.name: path.read_bytes()
           for path in sorted(Path("solutions", CHAPTER).glob("*.c"))}
ALL = {f"{CHAPTER}/{name}": data for name, data in SOURCES.items()}
LIST, SPLICE, ERROR = (f"{CHAPTER}/{name}.c"
                       for name in ("list", "splice", "error"))
FORMULA = "=HYPERLINK(1)"
FILE_MAX = 1 << 20

EXPECTED = {
    "alice": ("graded", 10, r"$"),
    "bob": ("graded", 10, r"$"),
    "carol": ("graded", 8, r"$"),
    "dave": ("graded", 2, rf"{LIST} is a link, or no.*{SPLICE} is a "
                          r"link.*; a\\nnewline.c/.* is a link, or no"),
    "erin": ("unreadable", None, r"unreadable: it ends too early$"),
    "frank": ("graded", 2, rf"{LIST} was handed in twice, and differs .*: "
                           r"neither was taken$"),
    "grace": ("empty", 0, r"no file of the workbook was found in it$"),
    "heidi": ("graded", 2, rf"{LIST} is larger than 1 MB: it was not taken$"),
    "ivan": ("unreadable", None, r"unreadable: it is no folder, \.zip"),
    "judy": ("graded", 3, rf"99-new/list.c stands in no folder {CHAPTER}, and "
                          rf"was taken for {LIST}$"),
    "mallory": ("graded", 2, rf"{LIST} is a link, or no regular file: .*"
                             rf"{SPLICE} is a link, or no"),
    "niaj": ("graded", 2, r"$"),
    "oscar": ("graded", 5, r"'=HYPERLINK\(1\)/list.c stands in no folder"),
    "peggy": ("graded", 10, r"$"),
    "quinn": ("unreadable", None, r"unreadable: it is a link$"),
    "rupert": ("graded", 6.4, r"$"),
}


def into_tar(path, files, mode, *others):
    with tarfile.open(path, mode) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for member in others:
            archive.addfile(member)


def into_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def into_folder(path, files):
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)


def below(top, files):
    return {f"{top}{name}": data for name, data in files.items()}


def odd(name, kind, target=""):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


def hostile(folder):
    # Names that would write elsewhere, were they names for us.
    into_tar(folder / "carol.tar", {
        "../../../" + LIST: SOURCES["list.c"],
        "/etc/" + SPLICE: SOURCES["splice.c"],
        "./a/../../" + ERROR: SOURCES["error.c"]}, "w")
    # Links, a device, and a name that would be a line of its own.
    into_tar(folder / "dave.tar.gz", {ERROR: SOURCES["error.c"]}, "w:gz",
             odd(LIST, tarfile.SYMTYPE, "/etc/passwd"),
             odd(SPLICE, tarfile.LNKTYPE, ERROR),
             odd(f"a\nnewline.c/{CHAPTER}/predict_list.c", tarfile.CHRTYPE))
    os.rename(folder / "dave.tar.gz", folder / "dave.tgz")
    # The end is missing.
    into_tar(folder / "erin.tar.gz", below("hw/", ALL), "w:gz")
    whole = (folder / "erin.tar.gz").read_bytes()
    (folder / "erin.tar.gz").write_bytes(whole[:len(whole) // 2])
    # Which one is meant?
    into_tar(folder / "frank.tar.xz", {
        "new/" + LIST: SOURCES["list.c"], ERROR: SOURCES["error.c"],
        "old/deeper/" + LIST: SOURCES["list.c"] + b"\n"}, "w:xz")
    # Much in little.
    into_zip(folder / "heidi.zip", {LIST: bytes(40 * FILE_MAX),
                                    ERROR: SOURCES["error.c"]})
    into_folder(folder / "mallory", {ERROR: SOURCES["error.c"]})
    os.mkfifo(folder / "mallory" / LIST)
    os.symlink("/etc/passwd", folder / "mallory" / SPLICE)
    os.symlink("..", folder / "mallory" / "up")
    into_zip(folder / "oscar.zip", {f"{FORMULA}/list.c": SOURCES["list.c"],
                                    ERROR: SOURCES["error.c"]})
    os.symlink("alice", folder / "quinn")


def make(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    into_folder(folder / "alice", ALL)
    into_zip(folder / "bob.zip", below("hw3/exercises/", ALL) |
             {"__MACOSX/hw3/" + LIST: b"no code"})
    hostile(folder)
    (folder / "grace").mkdir()
    (folder / "ivan.rar").write_bytes(b"Rar!")
    into_folder(folder / "judy", {"99-new/list.c": SOURCES["list.c"]})
    # The whole workbook, of which only one file was written.
    into_tar(folder / "niaj.tar.bz2",
             below("w/solutions/", ALL) | below("w/autograder/stubs/", ALL) |
             {"w/exercises/" + ERROR: SOURCES["error.c"]}, "w:bz2")
    # What some systems hand out: a folder with the student's archive.
    (folder / "peggy").mkdir()
    into_zip(folder / "peggy" / "homework.zip",
             {name.replace("/", "\\"): data for name, data in ALL.items()})
    # A mistake that learners make.
    into_folder(folder / "rupert", ALL)
    patch = Path("autograder/mutants", CHAPTER, "list_append_behind_head.patch")
    subprocess.run(["patch", "-s", "-p2", "-d", folder / "rupert"],
                   input=patch.read_bytes(), check=True)
