# SPDX-License-Identifier: MIT
"""Inside of gdb: run one graded test by itself, stop where it fails, and list
the tasks with where each of them stands.  Started by gdb.sh.

The test runs in the program's own process, before main and without Criterion:
there is no time limit, and no other process to follow.
"""
import os
import re

import gdb

TEST = os.environ["AW_TEST"]
STOPS = ("graded.c:fail", "graded.c:stopped_by_misuse",
         "graded.c:stopped_by_todo")
# What an assertion of a learner's own calls when it fails.
OWN_STOPS = ("criterion_send_assert", "cri_assert_node_send")
FATAL = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")
OURS = re.compile(r"autograder/support/|criterion|aw/fiber\.h|/libc/|csu/|nptl/|sysdeps/|dl-|^$")
FRAMES = 12  # of a backtrace, and half of that for each task


# ---- Where -----------------------------------------------------------------

def source(frame):
    place = frame.find_sal()
    return place.symtab.filename if place.symtab else ""


def frames(newest, most):
    """Those with a source that is the learner's, the test's or the runtime's."""
    found, frame = [], newest
    try:
        while frame and len(found) < most:
            if not OURS.search(source(frame)):
                found.append(frame)
            frame = frame.older()
    except gdb.error:
        pass  # where the stack cannot be followed it is not followed
    return found


def line_of(frame):
    where = source(frame)
    at = os.path.relpath(where) if os.path.isabs(where) else where
    return f"{frame.name() or '?'}  {at}:{frame.find_sal().line}"


def say_backtrace():
    print("You are here:")
    for frame in frames(gdb.newest_frame(), FRAMES):
        print(f"    {line_of(frame)}")


def select_own():
    """So that `print x` and `up` begin in the test, or in the learner's."""
    for frame in frames(gdb.newest_frame(), 1):
        frame.select()


# ---- Tasks -----------------------------------------------------------------

def type_of(name):
    try:
        return gdb.lookup_type(name)
    except gdb.error:
        return None  # before chapter 08 there are none


def loops_in(frame, seen):
    """Loops that a frame's variables are or point to."""
    try:
        block = frame.block()
    except RuntimeError:
        return
    while block:
        for symbol in block:
            if not symbol.is_variable and not symbol.is_argument:
                continue
            kind = symbol.type.strip_typedefs().unqualified()
            name = str(kind).replace("const ", "").rstrip("* ")
            if name == "struct aw_loop" and len(str(kind)) - len(name) <= 8:
                value = symbol.value(frame)
                pointer = kind.code == gdb.TYPE_CODE_PTR
                seen.append(int(value if pointer else value.address))
        block = block.superblock


def loops():
    """The running loop, and those that somebody below has a name for.

    No function is called for it: gdb 13 cannot put the registers of every
    processor back behind a call."""
    seen, frame = [], gdb.newest_frame()
    try:
        seen.append(int(gdb.parse_and_eval("aw_here::here.loop")))
    except gdb.error:
        pass
    while frame:
        try:
            loops_in(frame, seen)
            frame = frame.older()
        except gdb.error:
            break
    return [loop for i, loop in enumerate(seen) if loop and
            loop not in seen[:i]]


def tasks_of(loop):
    task_type = gdb.lookup_type("struct aw_task")
    offset = next(f.bitpos // 8 for f in task_type.fields() if f.name == "all")
    value = gdb.Value(loop).cast(type_of("struct aw_loop").pointer())
    slot = int(gdb.parse_and_eval("AW_SLOT_TASKS"))
    tasks = value["slot"][slot]
    if not int(tasks):
        return
    head = tasks.cast(type_of("struct aw__tasks").pointer())["all"].address
    node = head["next"]
    for _ in range(200):  # a torn list must not take for ever
        if int(node) == int(head) or not int(node):
            return
        at = int(node) - offset
        yield gdb.Value(at).cast(task_type.pointer())
        node = node["next"]


def parked_frames(task):
    """Where a task that does not run has stopped: contract of chapter 07."""
    sp = int(task["coro"]["ctx"]["sp"])
    word = gdb.lookup_type("unsigned long").pointer()
    gdb.execute("select-frame 0")  # registers of others cannot be written
    kept = [(r, int(gdb.parse_and_eval(f"(unsigned long)${r}")))
            for r in ("pc", "sp")]
    try:
        resume = int(gdb.Value(sp).cast(word).dereference())
        gdb.execute(f"set var $sp = {sp}")
        gdb.execute(f"set var $pc = {resume}")
        return [line_of(f) for f in frames(gdb.newest_frame(), FRAMES)]
    except gdb.error as error:
        return [f"its stack cannot be read: {error}"]
    finally:
        for register, value in reversed(kept):
            gdb.execute("select-frame 0")
            gdb.execute(f"set var ${register} = {value}")


def describe(task):
    state = task["state"].cast(type_of("enum aw_task_state"))
    state = str(state).removeprefix("AW_TASK_").lower()
    awaited = task["wake"]["future"]
    what = ""
    if int(awaited):
        what = " for a " + awaited["ops"]["kind"].string()
        at = int(awaited)
        if what == " for a task":
            other = gdb.Value(at).cast(gdb.lookup_type("struct aw_task")
                                       .pointer())
            what = f' for task "{other["name"].string()}"'
    print(f'  task "{task["name"].string()}" (#{int(task["id"])}), '
          f'{state}{what}')
    return state


def say_tasks():
    if not type_of("struct aw_task") or not type_of("struct aw__tasks"):
        return
    any_task = False
    for loop in loops():
        for task in tasks_of(loop):
            if not any_task:
                print("The tasks of the loop:")
            any_task = True
            state = describe(task)
            if state == "running":
                continue
            if int(task["steps"]) == 0:
                print("      it has not begun")
                continue
            for line in parked_frames(task)[:FRAMES // 2]:
                if not re.match(r"(aw_switch|aw_coro_suspend)\b", line):
                    print(f"      {line}")
    if not any_task:
        print("No tasks are alive here.")


class Parked(gdb.Command):
    """parked: the tasks that live, and where each of them stands."""

    def __init__(self):
        super().__init__("parked", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        try:
            say_tasks()
        except gdb.error as error:
            print(f"The tasks cannot be read here: {error}")
        select_own()


# ---- Running ----------------------------------------------------------------

def body_of(test):
    suite, name = test.split("/", 1)
    return f"{suite}_{name}_impl"  # Criterion's name; a test's own is inlined


def prepare_fixtures():
    """.init of a learner's suite, and of the test itself."""
    suite, name = TEST.split("/", 1)
    for i, extra in enumerate((f"suite_{suite}_extra", f"{suite}_{name}_extra")):
        try:
            gdb.execute(f"set var before_alone[{i}] = {extra}.init")
        except gdb.error:
            pass  # most suites are not declared


def alive():
    return bool(gdb.selected_inferior().pid)


def run():
    gdb.execute("tbreak stand_alone", to_string=True)
    gdb.execute("run", to_string=True)
    if not alive():
        print("The program ended before the test could begin.")
        return
    gdb.execute(f"set var alone = {body_of(TEST)}")
    prepare_fixtures()
    for place in STOPS + OWN_STOPS:
        gdb.execute(f"break {place}", to_string=True)
    if os.environ.get("AW_STOP_FIRST"):
        gdb.execute(f"tbreak {body_of(TEST)}", to_string=True)
    gdb.execute("continue")
    if not alive():
        print(f"{TEST} has run to its end.")
        return
    say_backtrace()
    Parked().invoke("", False)
    print("Say bt, up, print NAME, or parked for the tasks again; quit ends.")


for setting in ("pagination off", "confirm off", "debuginfod enabled off",
                "breakpoint pending on", "print thread-events off"):
    gdb.execute(f"set {setting}", to_string=True)
gdb.execute("handle all nostop noprint pass", to_string=True)
for fatal in FATAL:
    gdb.execute(f"handle {fatal} stop print pass", to_string=True)
Parked()
try:
    run()
except gdb.error as error:
    print(f"gdb cannot do this: {error}")
