# SPDX-License-Identifier: MIT
"""Read one submission: a folder, a zip or a tar file of somebody unknown.

Nothing is ever extracted.  A member's name only decides which of our files it
is, if any; its contents are read up to a bound, and written by others under
names of ours.  So no name, no link and no device does anything."""
import hashlib
import json
import os
import stat
import tarfile
import zipfile
from pathlib import Path

from stream import Stream, Unreadable
import workbook
from workbook import FILE_MAX, MANIFEST, plain

TAKEN_MAX = 8 << 20
ARCHIVE_MAX = 256 << 20
MEMBERS_MAX = 10000
DEPTH_MAX = 40

KINDS = {".zip": "zip", ".tar": "tar", ".tar.gz": "tar gz", ".tgz": "tar gz",
         ".tar.bz2": "tar bz2", ".tar.xz": "tar xz", ".txz": "tar xz"}

# Whoever packs the whole workbook packs these, too.
NOT_THEIRS = {"solutions", "autograder", "build", "__MACOSX"}

# Not read inside of another one, or at all.
ARCHIVES = (".rar", ".7z", ".gz", ".bz2", ".xz", ".zst", *KINDS)


def kind_of(name):
    """("alice", "tar gz") for alice.tar.gz; ("alice.rar", None)."""
    for suffix in sorted(KINDS, key=len, reverse=True):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[:-len(suffix)], KINDS[suffix]
    return name, None


def parts_of(name):
    return [p for p in name.replace("\\", "/").split("/")
            if p not in ("", ".")]


def shown(name, most=100):
    """A name by somebody unknown, for one line of a report."""
    text = ascii(name)[1:-1]
    return text if len(text) <= most else text[:most - 3] + "..."


class Haul:
    """What is taken of a submission, and what is not.  `asked` is the folder
    of the chapter that is graded, or None: a file of that is meant first."""

    def __init__(self, wanted, asked=None):
        self.wanted, self.asked = wanted, asked
        self.chapters = {chapter for chapter, _ in wanted}
        self.files = {}    # {(chapter, file): bytes}
        self.found = {}    # {(chapter, file): name in the submission}
        self.clashes = {}  # {(chapter, file): [names]}
        self.strays = {}   # {(chapter, file): {name: bytes}}, of no folder
        self.notes, self.others, self.members, self.size = [], 0, 0, 0
        self.packed = self.unpacked = 0  # bytes of all archives so far
        self.manifests = []

    def say(self, sentence):
        if sentence not in self.notes and len(self.notes) < 50:
            self.notes.append(sentence)

    def which(self, name):
        """Which of our files this member is: (chapter, file), MANIFEST for
        the list that make submit adds, or None."""
        self.members += 1
        if self.members > MEMBERS_MAX:
            raise Unreadable(f"it has more than {MEMBERS_MAX} members")
        parts = parts_of(name)
        above, key = parts[:-2], tuple(parts[-2:])
        if any(p in NOT_THEIRS or (p[0] == "." and p != "..") for p in above):
            return None
        if key in self.wanted:
            return key
        if parts and parts[-1] == MANIFEST:
            return MANIFEST
        return self._home_of(name, parts) if parts else None

    def _home_of(self, name, parts):
        """Whose file this is, by nothing but its own name."""
        homes = sorted(c for c, f in self.wanted if f == parts[-1])
        if self.asked in homes:
            homes = [self.asked]
        if len(homes) == 1 and \
                not (self.chapters - set(homes)) & set(parts[:-1]):
            return homes[0], parts[-1]
        if parts[-1][0] == ".":
            return None
        if homes:
            self.say(f"{shown(name)} does not stand in a folder "
                     f"{' or '.join(homes)}: it was not taken")
        elif parts[-1].lower().endswith(ARCHIVES):
            self.say(f"{shown(name)} is an archive that is not read here")
        self.others += 1
        return None

    def refuse(self, name, why):
        self.say(f"{shown(name)} {why}: it was not taken")

    def take(self, key, name, data):
        if len(data) > FILE_MAX:
            self.refuse(name, "is larger than 1 MB")
            return
        if key == MANIFEST:
            self.manifests.append(data)
            return
        if tuple(parts_of(name)[-2:]) != key:
            self._room_for(data)
            self.strays.setdefault(key, {})[name] = data
            return
        if key in self.files and self.files[key] != data:
            self.clashes.setdefault(key, [self.found[key]]).append(name)
            return
        self._room_for(data)
        self.files[key], self.found[key] = data, name

    def _room_for(self, data):
        self.size += len(data)
        if self.size > TAKEN_MAX:
            raise Unreadable(f"its files are more than {TAKEN_MAX >> 20} MB")

    def _take_strays(self):
        """Files without their folder, where none stands in the folder."""
        for key, named in sorted(self.strays.items()):
            first, home = sorted(named)[0], "/".join(key)
            if key in self.files:
                for name, data in sorted(named.items()):
                    if data != self.files[key]:
                        self.say(f"{shown(name)} is not {home}: it was not "
                                 "taken")
                continue
            self.files[key], self.found[key] = named[first], first
            if len(set(named.values())) > 1:
                self.clashes[key] = list(named)
            else:
                self.say(f"{shown(first)} stands in no folder {key[0]}, and "
                         f"was taken for {home}")

    def settle(self):
        """Which of two different files is meant is not for us to guess."""
        self._take_strays()
        for key, names in sorted(self.clashes.items()):
            del self.files[key]
            self.say(f"{'/'.join(key)} was handed in twice, and differs "
                     f"({', '.join(shown(n, 60) for n in sorted(names)[:3])}): "
                     "neither was taken")
        for manifest in self.manifests:
            self._compare(manifest)

    def _compare(self, manifest):
        try:
            said = json.loads(manifest)
            files = {str(k): str(v["sha256"]) for k, v in said["files"].items()}
            chapters = {str(k): str(v) for k, v in said["chapters"].items()}
        except (ValueError, KeyError, TypeError, AttributeError,
                RecursionError):
            self.say(f"its {MANIFEST} cannot be read")
            return
        for key in sorted(self.wanted):
            name = "/".join(key)
            now = self.files.get(key)
            if name in files and (now is None or files[name] !=
                                  hashlib.sha256(now).hexdigest()):
                self.say(f"{name} is not the file that {MANIFEST} names")
        for chapter in sorted({c for c, _ in self.wanted} & set(chapters)):
            if chapters[chapter] != workbook.chapter_digest(chapter):
                self.say(f"was written for another version of {chapter}")


# ---- Folders ----------------------------------------------------------------

def walk(top):
    """(name, path) of all below a folder that is no folder, links not
    followed; sorted, so that the same folder always reads the same."""
    folders, count = [Path(top)], 0
    while folders:
        folder = folders.pop(0)
        if len(folder.parts) - len(Path(top).parts) > DEPTH_MAX:
            raise Unreadable(f"its folders are more than {DEPTH_MAX} deep")
        for entry in sorted(os.scandir(folder), key=lambda e: e.name):
            count += 1
            if count > 2 * MEMBERS_MAX:
                raise Unreadable(f"it has more than {MEMBERS_MAX} members")
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            else:
                yield str(Path(entry.path).relative_to(top)), entry.path


def read_folder(top, haul):
    archives = []
    for name, path in walk(top):
        if "/" not in name and name[0] != "." and kind_of(name)[1]:
            archives.append(path)
            continue
        key = haul.which(name)
        data = plain(path) if key else None
        if key and data is None:
            haul.refuse(name, "is a link, or no regular file")
        elif key:
            haul.take(key, name, data)
    # Some systems hand out a folder for each student with their zip in it, or
    # with one for each chapter.
    for path in archives:
        name = Path(path).name
        try:
            read_archive(path, kind_of(name)[1], haul)
        except MemoryError:
            raise
        except Exception as error:
            raise Unreadable(f"{shown(name)}: {shown(broken(error))}") from None


# ---- Archives ---------------------------------------------------------------

def read_zip(file, haul):
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            key = None if member.is_dir() else haul.which(member.filename)
            kind = stat.S_IFMT(member.external_attr >> 16)
            if not key:
                continue
            if kind not in (0, stat.S_IFREG):
                haul.refuse(member.filename, "is a link, or no regular file")
            elif member.flag_bits & 1:
                haul.refuse(member.filename, "is encrypted")
            else:
                with archive.open(member) as inner:
                    haul.take(key, member.filename, inner.read(FILE_MAX + 1))


class _Strict(tarfile.TarInfo):
    """tarfile takes a broken header for the end; then half would be graded."""

    @classmethod
    def fromtarfile(cls, archive):
        try:
            return super().fromtarfile(archive)
        except tarfile.EOFHeaderError:
            raise
        except (tarfile.EmptyHeaderError, tarfile.TruncatedHeaderError):
            raise Unreadable("it ends too early") from None
        except tarfile.HeaderError as error:
            raise Unreadable(f"one of its headers is broken ({error})") \
                from None


def read_tar(file, compression, haul):
    stream = Stream(file, compression, haul.unpacked)
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Strict,
                      encoding="utf-8", errors="surrogateescape") as archive:
        for member in archive:
            key = None if member.isdir() else haul.which(member.name)
            if not key:
                continue
            if not member.isreg() or member.issparse():
                haul.refuse(member.name, "is a link, or no regular file")
            else:
                haul.take(key, member.name,
                          archive.extractfile(member).read(FILE_MAX + 1))
    stream.drain()
    haul.unpacked = stream.total


def read_archive(path, kind, haul):
    data = os.lstat(path)
    if not stat.S_ISREG(data.st_mode):
        raise Unreadable("it is a link, or no regular file")
    with open(path, "rb") as file:
        haul.packed += data.st_size
        if haul.packed > ARCHIVE_MAX:
            raise Unreadable(f"it is larger than {ARCHIVE_MAX >> 20} MB")
        if kind == "zip":
            read_zip(file, haul)
        else:
            read_tar(file, kind[4:], haul)


def broken(error):
    """What a broken archive has come to, in words."""
    return str(error) or type(error).__name__


def read(path, wanted, asked=None):
    """Returns a Haul.  Raises Unreadable, with a sentence's end."""
    haul, path = Haul(wanted, asked), Path(path)
    kind = kind_of(path.name)[1]
    try:
        if path.is_symlink():
            raise Unreadable("it is a link")
        if path.is_dir():
            read_folder(path, haul)
        elif kind and path.is_file():
            read_archive(path, kind, haul)
        else:
            raise Unreadable("it is no folder, " + ", ".join(KINDS))
        haul.settle()
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable("it takes too much memory") from None
    except Exception as error:  # a broken archive finds every one there is
        raise Unreadable(shown(broken(error))) from None
    return haul


# ---- A name for what is in it -----------------------------------------------

def digest(path, wanted):
    """Changes when what may be taken does.  An archive is not opened."""
    sha, path = hashlib.sha256(path.name.encode("utf-8", "replace")), Path(path)

    def add(name, data):
        sha.update(f"\n{name}\n{len(data)}\n".encode("utf-8", "replace"))
        sha.update(data)

    try:
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            add("odd", b"")
        elif path.is_file():
            _add_archive(sha, path)
        else:
            haul = Haul(wanted)
            for name, at in walk(path):
                if "/" not in name and name[0] != "." and kind_of(name)[1]:
                    add(name, b"")
                    _add_archive(sha, at)
                elif haul.which(name):
                    add(name, plain(at) or b"")
    except (Unreadable, OSError) as error:
        add("unreadable", type(error).__name__.encode())
    return sha.hexdigest()


def _add_archive(sha, path):
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return  # opening a pipe would wait for ever
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        sha.update(str(size).encode())
        while size <= ARCHIVE_MAX and (piece := file.read(1 << 20)):
            sha.update(piece)
