#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make watch: however an editor saves, what it saved is graded, once.

Each save is a file that does not compile and says so with a number of its
own, so the report tells which text was graded.  Nothing here has a limit in
time: it waits for as many reports as there must be, and for a moment in which
there must be none.
"""
import ctypes
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from learner_copy import (EXERCISES, GRADER, aw, in_copy, replace, report,
                          says, solve)

FILE = EXERCISES / "list.c"
MOMENT = 1.5  # in which a second grading would begin
RENAME_EXCHANGE = 2


class Watch:
    """The running command, and the reports it has printed so far."""

    def __init__(self, *words):
        self.process = subprocess.Popen(
            [GRADER, "watch", "CH=00", "TIMING=0", *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.reports, self.text, self.more = [], "", threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            with self.more:
                self.text += line
                if line.startswith("Watching"):
                    self.reports.append(self.text)
                    self.text = ""
                self.more.notify_all()

    def wait(self, n):
        with self.more:
            self.more.wait_for(lambda: len(self.reports) >= n or
                               self.process.poll() is not None, timeout=120)

    def end(self):
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=300)
        self.reader.join()
        return status


def text(n, padding=0):
    return f'#error "save {n}"\n' + "/* more */\n" * padding


# ---- How editors save --------------------------------------------------------

def over_it(n):
    FILE.write_text(text(n))


def by_rename(n):
    new = FILE.with_name("list.c.new")
    new.write_text(text(n))
    os.replace(new, FILE)


def by_backup(n):
    """vim: the old one is renamed, a new one is written, the old one goes."""
    old = FILE.with_name("list.c~")
    os.rename(FILE, old)
    FILE.write_text(text(n))
    old.unlink()


def anew(n):
    FILE.unlink()
    FILE.write_text(text(n))


def by_exchange(n):
    new = FILE.with_name("list.c.new")
    new.write_text(text(n))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(-100, bytes(new), -100, bytes(FILE), RENAME_EXCHANGE):
        os.replace(new, FILE)  # a file system that cannot exchange
    new.unlink(missing_ok=True)


def twice(n):
    FILE.write_text(text(f"{n}, not yet"))
    FILE.write_text(text(n))


def with_a_gap(n):
    FILE.unlink()
    time.sleep(0.8)
    FILE.write_text(text(n))


def emptied_first(n):
    FILE.write_text("")
    time.sleep(0.8)
    FILE.write_text(text(n))


def in_halves(n):
    """Written piece by piece: each look finds more."""
    with FILE.open("w") as file:
        for line in text(n, 12).splitlines(keepends=True):
            file.write(line)
            file.flush()
            time.sleep(0.1)


def with_the_old_time(n):
    """A save within the clock's tick, or one that sets the time back."""
    before = FILE.stat()
    size = len(FILE.read_text())
    FILE.write_text(text(n).ljust(size)[:max(size, len(text(n)))])
    os.utime(FILE, ns=(before.st_atime_ns, before.st_mtime_ns))


STYLES = [over_it, by_rename, by_backup, anew, by_exchange, twice, with_a_gap,
          emptied_first, in_halves, with_the_old_time]


# ---- Tests --------------------------------------------------------------------

def each_style_is_graded_once():
    watch = Watch()
    watch.wait(1)
    for i, style in enumerate(STYLES, start=1):
        style(i)
        watch.wait(i + 1)
        time.sleep(MOMENT)
        seen = watch.reports[1:]
        report(f"saved {style.__name__.replace('_', ' ')}: graded once", says(
            seen[-1] if seen else "(nothing)", rf'save {i}"', "!not yet"),
            len(seen) != i and f"{len(seen)} gradings for {i} saves")
        if len(seen) != i:  # so that the next counts for itself
            watch.end()
            watch = Watch()
            watch.wait(1)
            watch.reports = [""] * (i + 1)
    os.utime(FILE)
    FILE.write_text(FILE.read_text())
    Path(EXERCISES, "list.c.swp").write_text("an editor's own")
    time.sleep(MOMENT)
    report("a touch, the same text and an editor's own files are no news",
           len(watch.reports) != len(STYLES) + 1 and
           f"{len(watch.reports)} gradings")
    Path(EXERCISES, "list.c.swp").unlink()
    FILE.unlink()
    watch.wait(len(STYLES) + 2)
    report("a file that is gone for good is untouched", says(
        watch.reports[-1], "00-start-here .* untouched"))
    status = watch.end()
    report("Ctrl-C ends it", status != 0 and f"status {status}",
           says(watch.text, "The watch has ended"))


def a_header_is_graded():
    """One that lies beside the file, and that it includes."""
    header = EXERCISES / "own.h"
    header.write_text(text("none"))
    FILE.write_text('#include "own.h"\n')
    watch = Watch()
    watch.wait(1)
    header.write_text(text("of a header"))
    watch.wait(2)
    report("a save of a header of one's own is graded", says(
        watch.reports[-1], 'save of a header"'))
    watch.end()


def another_folder_is_refused():
    report("watch looks at exercises/ alone, and says so", says(
        aw("watch", "CH=00", "FROM=solutions"),
        "looks at exercises/ alone; leave out FROM=", "status 2"))


def start_long():
    """A grading that takes five seconds of CPU time, and runs its test."""
    solve("list.c")
    replace(FILE, "node->prev->next = node->next;",
            "for (;;)\n        node->prev = node;")
    watch = Watch("FRESH=1", "TEST=list/removing_twice_does_nothing")
    while "testing" not in watch.text and watch.process.poll() is None:
        time.sleep(0.05)
    return watch


def a_save_during_a_grading():
    watch = start_long()
    FILE.write_text(text("meanwhile"))
    watch.wait(2)
    report("a save during a grading is graded behind it", says(
        watch.reports[-1], 'save meanwhile"'),
        says(watch.reports[0], "a loop without end|CPU"))
    watch.end()


def interrupted_while_it_grades():
    watch = start_long()
    status = watch.end()
    report("Ctrl-C during a grading ends it, too", says(
        watch.text, "interrupted; nothing was changed"),
        status != 130 and f"status {status}")


if __name__ == "__main__":
    in_copy([each_style_is_graded_once, a_header_is_graded,
             another_folder_is_refused,
             a_save_during_a_grading, interrupted_while_it_grades])
