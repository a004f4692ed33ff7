# SPDX-License-Identifier: MIT
"""How many programs may run at a time, on this machine and now."""
import os
import resource
from pathlib import Path

JOB_MEMORY = (1 << 30) + (64 << 20)  # what a job may use, and who watches it
JOB_PROCESSES = 80                   # the same


def _number(path):
    """A number in a file of the kernel's; None for `max`, or no such file."""
    try:
        return int(Path(path).read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def memory():
    """Bytes that may still be used."""
    free = [int(line.split()[1]) << 10
            for line in Path("/proc/meminfo").read_text().splitlines()
            if line.startswith("MemAvailable")]
    bound = _number("/sys/fs/cgroup/memory.max")
    if bound is not None:
        free.append(bound - (_number("/sys/fs/cgroup/memory.current") or 0))
    return min(free)


def processes():
    bounds = [resource.getrlimit(resource.RLIMIT_NPROC)[0],
              _number("/sys/fs/cgroup/pids.max")]
    return min([b for b in bounds if b is not None and b >= 0],
               default=1 << 20)


def jobs(asked=0):
    """Programs at a time: one for each core, no more than memory and
    processes allow, and at least one.  `asked` is how many somebody wishes
    for, in place of the cores."""
    cores = asked or len(os.sched_getaffinity(0))
    return max(1, min(cores, memory() // JOB_MEMORY,
                      processes() // JOB_PROCESSES))


def divide(programs, submissions):
    """(gradings at a time, programs of each): one program for each grading,
    as long as there are as many submissions."""
    gradings = max(1, min(programs, submissions))
    return gradings, max(1, programs // gradings)
