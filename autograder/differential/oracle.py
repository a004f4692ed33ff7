#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run programs on asyncio, and print what happens: the truth.

    oracle.py [coverage] <programs >traces

`coverage` is a file to be written: how often each kind of operation was asked
to end while it blocked, as JSON.

asyncio is taken as it is, in Python, but for what it leaves open and for the
decided differences of docs/asyncio-differences.md, which are made here:

  - Time is virtual, in whole nanoseconds.
  - Timers of one deadline fire in the order in which they were started.
  - The sets of TaskGroup, wait and as_completed are in order.
  - Who gives up awaiting a future cancels it only if nobody else awaits it.  A
    gathering that is asked to end gives its members up in this way, each once;
    wait and as_completed count as awaiting.
  - A limit in time does not take a request for its own that was pending when it
    began, and is delivered only now.  Nor does a group.
  - What has arrived when the time of wait_for is up is handed over.
  - Who is asked to end while he waits for the next of as_completed has lost no
    member, and the time of as_completed is up when it is up, also if no member
    is left.  One that stands there twice is handed over twice.
  - A request from before a group began is none of its own.
  - A lock knows who has it.  Who would wait for ever, because that one waits
    for him, gets EDEADLK.
"""
import asyncio
import collections
import inspect
import json
import sys

sys.dont_write_bytecode = True

import oracle_operations as operations  # noqa: E402
import oracle_sync as sync  # noqa: E402
import programs  # noqa: E402
from oracle_core import MS, Future, Limit, Loop  # noqa: E402
from oracle_several import Each, Group, flat  # noqa: E402

ECANCELED, ETIMEDOUT, EGROUP = -125, -110, -5001
CODES = [(asyncio.CancelledError, ECANCELED), (BaseExceptionGroup, EGROUP),
         (asyncio.BrokenBarrierError, -32), (asyncio.QueueShutDown, -108),
         (asyncio.QueueEmpty, -11), (asyncio.QueueFull, -11)]
Op = collections.namedtuple("Op", "me name k n members")


class Run(operations.TaskOperations, operations.SeveralOperations,
          operations.SyncOperations, operations.QueueOperations):
    """One program."""

    def __init__(self, head, scripts, coverage):
        self.loop = Loop()
        self.scripts = scripts
        self.coverage = coverage
        self.doing = {}  # by each task
        self.tasks = {}
        self.groups, self.of = {}, {}  # begun by a task, and that it is in
        self.trees = {}  # of a task, the errors of its group that failed last
        self.each = {}
        self.later_said = {}
        self.trace = [f"program {head.seed}"]
        self.futures = [Future(loop=self.loop) for _ in range(head.futures)]
        self.locks = sync.make_locks(2)
        self.condition = sync.Condition(self.locks[0])
        self.semaphores = [asyncio.Semaphore(head.permits),
                           asyncio.BoundedSemaphore(max(1, head.permits))]
        self.events = [asyncio.Event(), asyncio.Event()]
        self.barrier = asyncio.Barrier(head.parties)
        self.queues = [asyncio.Queue(head.size),
                       asyncio.PriorityQueue(3 - head.size)]

    def say(self, who, what):
        if self.trace is not None:
            self.trace.append(f"{self.loop.now // MS} {who} {what}")

    def asked(self, task):
        """If it blocks, that is counted."""
        future, name = task._fut_waiter, self.doing.get(task.me)
        blocks = not future.done() if future else task.steps and name == "yield"
        if blocks and self.trace is not None:
            self.coverage[name] += 1

    def adopt(self, k, task):
        task.me, task.asked = k, self.asked
        self.tasks[k] = task

    def spawn(self, k):
        self.adopt(k, self.loop.create_task(self.body(k)))

    def members(self, words):
        return [self.tasks.get(int(w[1:])) if w[0] == "t" else
                self.futures[int(w[1:])] for w in words]

    # ---- Codes

    def code_of(self, error):
        for kind, code in CODES:
            if isinstance(error, kind):
                return code
        return -error.errno if error.errno else ETIMEDOUT

    def code(self, future):
        if future.cancelled():
            return ECANCELED
        error = future.exception()
        return self.code_of(error) if error else future.result() or 0

    def error(self, me, code):
        """The other way round."""
        if code == ECANCELED:
            return asyncio.CancelledError()
        return code == EGROUP and self.trees.get(me) or OSError(-code, "")

    async def outcome(self, awaitable):
        """The C code's view: a result, or a negative code."""
        try:
            return await awaitable or 0
        except (asyncio.CancelledError, Exception) as error:
            return self.code_of(error)

    # ---- Scripts

    async def sleep(self, me, n):
        self.doing[me] = "sleep"
        return await self.outcome(asyncio.sleep(n * MS))

    async def body(self, me):
        self.say(me, "begins")
        code = await self.block(me, self.scripts[me])
        ended, code = code if isinstance(code, tuple) else (True, code)
        for lock in self.locks:
            if self.mine(lock):
                lock.release()
        self.say(me, f"ends {code}")
        if code < 0:
            raise self.error(me, code)
        return code

    async def block(self, me, block):
        """0 to go on, a negative code, or ("return", result)."""
        for name, *args in block:
            if name == "return":
                return ("return", args[0])
            if name == "error":
                return -args[0]
            if name == "try":
                code = await self.guarded(me, *args)
            else:
                code = await self.operation(me, name, *args)
            if code != 0:
                return code
        return 0

    async def scope(self, me, kind, manager, block):
        """The block inside of an asynchronous context."""
        code = 0

        async def inside():
            nonlocal code
            code = await self.block(me, block)
            self.doing[me] = kind
            if code == ECANCELED or kind == "group" and \
                    not isinstance(code, tuple) and code < 0:
                raise self.error(me, code)

        async def outside():
            async with manager:
                await inside()

        failed = 0
        try:
            await outside()
        except (asyncio.CancelledError, Exception) as error:
            failed = self.code_of(error)
            if failed == EGROUP:
                self.trees[me] = error
        code = failed or code
        ended = 0 if isinstance(code, tuple) else code
        self.say(me, f"{kind} ends {ended}")
        return code

    async def grouped(self, me, block):
        outer, group = self.groups.get(me), Group()
        self.groups[me] = group
        code = await self.scope(me, "group", group, block)
        self.groups[me] = outer
        if code == EGROUP:
            errors = [self.code_of(e) for e in flat(self.trees[me])]
            self.say(me, "errors " + " ".join(map(str, errors)))
        return code

    async def held(self, me, mode, k, block):
        """The block with a lock, or with a permit."""
        self.doing[me] = mode
        code = await self.outcome(getattr(self, f"do_{mode}")(
            Op(me, mode, k, 0, [])))
        self.say(me, f"{mode} {k} {code}")
        if code < 0:
            return code
        code = await self.block(me, block)
        release = self.do_unlock if mode == "lock" else self.do_release
        release(Op(me, mode, k, 0, []))
        return code

    async def as_completed(self, me, n, block, members):
        outer = self.each.get(me)
        self.each[me] = Each(self.members(members), n)
        code = await self.block(me, block)
        self.each[me].end()
        self.each[me] = outer
        return code

    async def guarded(self, me, mode, n, block, *members):
        if mode == "timeout":
            limit = Limit(self.loop.time() + n * MS)
            return await self.scope(me, mode, limit, block)
        if mode == "group":
            return await self.grouped(me, block)
        if mode in ("lock", "acquire"):
            return await self.held(me, mode, n, block)
        if mode == "each":
            return await self.as_completed(me, n, block, members)
        code = await self.block(me, block)
        if isinstance(code, tuple):
            return code
        if mode == "clean":
            self.say(me, f"cleans up after {code}")
            late = await self.sleep(me, n)
            return late if late < 0 else code
        wanted = code == ECANCELED if mode == "swallow" else \
            code < 0 and code != ECANCELED
        if not wanted:
            return code
        self.say(me, f"catches {code}")
        return await self.sleep(me, n)

    async def operation(self, me, name, *args):
        """What the operation gives is shown; only a failed wait fails."""
        numbers = [a for a in args if isinstance(a, int)]
        k, n = (numbers + [0, 0])[:2]
        op = Op(me, name, k, n, [a for a in args if isinstance(a, str)])
        self.doing[me] = name
        shown, code = getattr(self, f"do_{name}")(op), 0
        if inspect.isawaitable(shown):
            shown = await self.outcome(shown)
            code = min(shown, 0)
        self.say(me, " ".join(map(str, [name, k, shown])).strip())
        if op.members:
            self.say(me, f"members {self.later_said.pop(me, '')}".strip())
        return code

    # ---- A program

    def run(self):
        asyncio._set_running_loop(None)
        self.spawn(0)
        self.loop.run_forever()
        for k, task in sorted(self.tasks.items()):
            self.say(k, f"is {self.code(task)}" if task.done() else "waits")
        text = "\n".join(self.trace) + "\n"
        self.trace = None
        self.end()
        return text

    def end(self):
        for _ in range(100):
            waiting = [t for t in self.tasks.values() if not t.done()]
            if not waiting:
                break
            for task in waiting:
                task.really_cancel()
            self.loop.run_forever()
        self.loop.close()


def main():
    coverage = collections.Counter()
    for head, scripts in programs.parse(sys.stdin.read()):
        sys.stdout.write(Run(head, scripts, coverage).run())
    if len(sys.argv) > 1:
        with open(sys.argv[1], "w") as file:
            json.dump(coverage, file, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
