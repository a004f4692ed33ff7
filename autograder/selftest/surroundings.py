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

# Where programs leave things.  Others use these folders too: root gets empty
# ones of its own, and for anybody else only what is plainly ours counts,
# going by the names that a case, a compiler or Criterion gives.
SHARED = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
OURS = re.compile(r"aw-case|cc\w{6}\.|criterion_|bxfi?_")
INSIDE = {"build", ".backup", ".git"}

PR_SET_CHILD_SUBREAPER = 36
CLONE_NEWNS = 0x20000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000

libc = ctypes.CDLL(None, use_errno=True)
alone = False


def adopt_orphans():
    """From now on, whoever loses its parent below us becomes our child: so
    nothing that we start can get away."""
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def be_alone(top):
    """Empty folders for us and what we start, in place of the shared ones."""
    global alone
    if os.getuid() or libc.unshare(CLONE_NEWNS) or \
            libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None):
        return
    here = os.open(top, os.O_PATH | os.O_DIRECTORY)
    for folder in filter(Path.is_dir, SHARED):
        alone |= libc.mount(b"ours", bytes(folder), b"tmpfs", 0,
                            b"mode=1777") == 0
    if not Path(top).is_dir():  # it lies in one of them
        os.makedirs(top)
        if libc.mount(f"/proc/self/fd/{here}".encode(), os.fsencode(top),
                      None, MS_BIND | MS_REC, None):
            raise OSError(ctypes.get_errno(), "cannot mount", top)
    os.close(here)
    os.chdir(top)


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
    words = _read(folder / "cmdline").replace(b"\0", b" ").decode(errors="replace")
    return _link(folder / "exe").startswith(f"{top}/build/") or \
        f"dir={top} " in words


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
    return {Path(entry.path)
            for folder in filter(Path.is_dir, SHARED)
            for entry in os.scandir(folder)
            if alone or OURS.match(entry.name)}


class Surroundings:
    def __init__(self, top):
        self.top = os.path.realpath(top)
        self.tree = tree(self.top)
        self.shared = shared()
        self.pids = set(processes())

    def processes_left(self, seconds=1):
        """What still runs.  Things on their way out get a moment."""
        for _ in range(20 * seconds):
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
