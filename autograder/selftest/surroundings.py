# SPDX-License-Identifier: MIT
"""What a grading may leave around it: no process, and no file but in build/.

Used by cases.py and survive.py.  A Surroundings is made before something is
started, and asked afterwards what is new.
"""
import ctypes
import os
import re
import signal
import time
from pathlib import Path

# Where programs leave things.  Others use these folders too, so only what is
# plainly ours counts there: names that a case, a compiler or Criterion gives,
# and files of the users that root's jobs become (aw-jail, JAIL_UID).
SHARED = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
OURS = re.compile(r"aw-case|cc\w{6}\.|criterion_|bxfi?_|aw-result")
JOB_USERS = range(65534 - 64, 65535)
INSIDE = {"build", ".backup", ".git"}

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """From now on, whoever loses its parent below us becomes our child: so
    nothing that we start can get away."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


# ---- Processes --------------------------------------------------------------

def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ""


def processes():
    """{pid: parent's pid} of all that live (a zombie does not)."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            fields = _read(folder / "stat").rpartition(b")")[2].split()
            if len(fields) > 1 and fields[0] not in (b"Z", b"X"):
                found[int(folder.name)] = int(fields[1])
    return found


def descendants():
    """The pids of all that descends from us."""
    parent, found = processes(), set()
    for pid in parent:
        line, at = [], pid
        while at in parent and at not in found and at != os.getpid():
            line.append(at)
            at = parent[at]
        if at == os.getpid() or at in found:
            found.update(line)
    return found


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def runs_our_work(pid, top):
    """Is it a program that was linked for grading, or one in its jail?"""
    folder = Path("/proc") / str(pid)
    program = _link(folder / "exe")
    words = _read(folder / "cmdline").replace(b"\0", b" ").decode(errors="replace")
    if program.startswith((f"{top}/build/grade/", "/aw-jail")):
        return True
    return "build/grade/prog/" in words and f"{top}/" in words


def end_descendants():
    """Kill what is left; until nothing is, or for two seconds."""
    for _ in range(40):
        left = descendants()
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        reap()
        if not left:
            return
        time.sleep(0.05)


# ---- Files ------------------------------------------------------------------

def _facts(path):
    try:
        at = path.lstat()
    except OSError:
        return None
    return at.st_mtime_ns, at.st_size, at.st_mode


def tree(top):
    """{path: facts} of all files below `top` but for those in build/."""
    found, folders = {}, [Path(top)]
    while folders:
        folder = folders.pop()
        for entry in os.scandir(folder):
            path = Path(entry.path)
            if folder == Path(top) and entry.name in INSIDE:
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
                found[path] = None
            else:
                found[path] = _facts(path)
    return found


def shared():
    """What lies in the shared folders and is ours."""
    found = set()
    for folder in SHARED:
        for entry in os.scandir(folder) if folder.is_dir() else ():
            try:
                uid = entry.stat(follow_symlinks=False).st_uid
            except OSError:
                continue
            if OURS.match(entry.name) or uid in JOB_USERS and os.getuid() == 0:
                found.add(Path(entry.path))
    return found


class Surroundings:
    def __init__(self, top):
        self.top = os.path.realpath(top)
        self.tree = tree(self.top)
        self.shared = shared()
        self.pids = set(processes())

    def processes_left(self):
        """What still runs.  Things on their way out get a second."""
        for _ in range(20):
            reap()
            left = descendants() | {pid for pid in processes()
                                    if pid not in self.pids and
                                    runs_our_work(pid, self.top)}
            if not left:
                break
            time.sleep(0.05)
        return sorted(left)

    def shared_left(self):
        for _ in range(20):  # another's compiler has files there for a moment
            left = shared() - self.shared
            if not left:
                break
            time.sleep(0.05)
        return sorted(left)

    def tree_changed(self):
        """Files outside build/ that came, went or changed."""
        now = tree(self.top)
        return sorted(path for path in now.keys() | self.tree.keys()
                      if now.get(path, 0) != self.tree.get(path, 0))


def describe(pid):
    folder = Path("/proc") / str(pid)
    words = _read(folder / "cmdline").replace(b"\0", b" ").decode(errors="replace")
    return f"{pid} ({words.strip()[:80] or _link(folder / 'exe')})"
