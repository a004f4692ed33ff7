#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run programs on asyncio, and print what happens: the truth.

    oracle.py <programs >traces

asyncio is taken as it is, in Python, but for what it leaves open and for the
decided differences of docs/asyncio-differences.md, which are made here:

  - Time is virtual, in whole nanoseconds.
  - Timers of one deadline fire in the order in which they were started.
  - Who gives up awaiting a future cancels it only if nobody else awaits it.
  - A limit in time does not take a request for its own that was pending when it
    began, and is delivered only now.
  - What has arrived when the time of wait_for is up is handed over.
"""
import asyncio
import contextvars
import functools
import heapq
import itertools
import sys
from asyncio import base_events, events, futures, tasks

sys.dont_write_bytecode = True

import programs  # noqa: E402

MS = 1_000_000
ECANCELED, ETIMEDOUT = -125, -110
WAITS = ["await", "wait", "shield", "cover", "limit", "within"]
LOCAL = contextvars.ContextVar("local", default=0)
base_events.MAXIMUM_SELECT_TIMEOUT = 1 << 62


class Timer(events.TimerHandle):
    numbers = itertools.count()

    def __init__(self, *args):
        super().__init__(*args)
        self.number = next(Timer.numbers)

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


class Loop(base_events.BaseEventLoop):
    """Where nothing is ready the clock jumps to the next timer; where there
    is none, the loop stops."""

    def __init__(self):
        super().__init__()
        self._selector = self
        self._clock_resolution = 1
        self.now = 0
        self.set_exception_handler(lambda loop, context: None)
        self.set_task_factory(lambda loop, coro, **kw: Task(coro, loop=loop,
                                                            **kw))

    def time(self):
        return self.now

    def select(self, timeout):
        if timeout is None:
            self.stop()
        else:
            self.now += timeout
        return []

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

    def create_future(self):
        return Future(loop=self)

    def call_at(self, when, callback, *args, context=None):
        timer = Timer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer


def awaits(callback):
    """For whom a done callback awaits: a task, a shield, or a wait_for that
    gives up; or None."""
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, Task) and callback == owner._Task__wakeup:
        return owner
    if isinstance(callback, functools.partial):
        return callback if callback.func is tasks._release_waiter else None
    if "_inner_done_callback" not in getattr(callback, "__name__", ""):
        return None
    names = callback.__code__.co_freevars
    outer = callback.__closure__[names.index("outer")].cell_contents
    return None if outer.done() else outer


def withdraw(future, task):
    """`task` gives up awaiting `future`."""
    if future.done():
        return False
    if all(awaits(callback) in (None, task)
           for callback, _ in future._callbacks):
        return future.really_cancel()
    future.remove_done_callback(task._Task__wakeup)
    task.gave_up = True
    over = asyncio.Future(loop=task._loop)
    over.cancel()
    task._fut_waiter = over
    task._loop.call_soon(task._Task__wakeup, over, context=task._context)
    return True


class Future(futures._PyFuture):
    really_cancel = futures._PyFuture.cancel

    def cancel(self, **step):
        """A task's step calls this, for the task; with msg=, as nobody else
        does."""
        if "msg" not in step:
            return self.really_cancel()
        return withdraw(self, asyncio.current_task(self._loop))


class Task(tasks._PyTask):
    cancel = Future.cancel
    steps = 0  # how often it was let run
    gave_up = False  # the future that it awaited goes on for others

    def __step(self, exc=None):
        self.steps += 1
        tasks._PyTask._Task__step(self, exc)

    def really_cancel(self):
        """Task.cancel, but for `withdraw`."""
        if self.done():
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is None or not withdraw(self._fut_waiter, self):
            self._must_cancel = True
        return True


class Limit(asyncio.Timeout):
    async def __aenter__(self):
        task = asyncio.current_task()
        self.pending, self.steps = task._must_cancel, task.steps
        self.late = False
        return await super().__aenter__()

    def _on_timeout(self):
        self.late = self.pending and self.steps == self._task.steps
        super()._on_timeout()

    async def __aexit__(self, kind, value, trace):
        if self.late:
            kind = value = trace = None
        return await super().__aexit__(kind, value, trace)


async def give_up(future):
    """wait_for without any time."""
    loop = asyncio.get_running_loop()
    if not any(awaits(callback) for callback, _ in future._callbacks):
        await tasks._cancel_and_wait(future)
    else:
        waiter = loop.create_future()
        handle = loop.call_soon(tasks._release_waiter, waiter)
        try:
            await waiter
        finally:
            handle.cancel()
        raise TimeoutError
    try:
        return future.result()
    except asyncio.CancelledError:
        raise TimeoutError


async def wait_for(future, n):
    if n <= 0 and not future.done():
        return await give_up(future)
    task = asyncio.current_task()
    task.gave_up = False
    try:
        async with Limit(task._loop.time() + n):
            return await future
    except TimeoutError:
        if future.done() and not future.cancelled() and not task.gave_up:
            return future.result()
        raise


class Run:
    """One program."""

    def __init__(self, seed, nfutures, scripts):
        self.loop = Loop()
        self.scripts = scripts
        self.futures = [Future(loop=self.loop) for _ in range(nfutures)]
        self.tasks = {}
        self.trace = [f"program {seed}"]

    def say(self, who, what):
        if self.trace is not None:
            self.trace.append(f"{self.loop.now // MS} {who} {what}")

    def spawn(self, k):
        self.tasks[k] = self.loop.create_task(self.body(k))

    async def outcome(self, awaitable):
        """The C code's view: a result, or a negative code."""
        try:
            return await awaitable or 0
        except asyncio.CancelledError:
            return ECANCELED
        except OSError as error:
            return -error.errno if error.errno else ETIMEDOUT

    def sleep(self, n):
        return self.outcome(asyncio.sleep(n * MS))

    def code(self, future):
        if future.cancelled():
            return ECANCELED
        error = future.exception()
        return -error.errno if error else future.result() or 0

    async def body(self, me):
        self.say(me, "begins")
        code = await self.block(me, self.scripts[me])
        ended, code = code if isinstance(code, tuple) else (True, code)
        self.say(me, f"ends {code}")
        if code == ECANCELED:
            raise asyncio.CancelledError
        if code < 0:
            raise OSError(-code, "")
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

    async def limited(self, me, n, block):
        """The block within n ms."""
        code = 0

        async def inside():
            nonlocal code
            code = await self.block(me, block)
            if code == ECANCELED:
                raise asyncio.CancelledError

        async def outside():
            async with Limit(self.loop.time() + n * MS):
                await inside()

        failed = await self.outcome(outside())
        code = failed or code
        ended = 0 if isinstance(code, tuple) else code
        self.say(me, f"timeout ends {ended}")
        return code

    async def guarded(self, me, mode, n, block):
        if mode == "timeout":
            return await self.limited(me, n, block)
        code = await self.block(me, block)
        if isinstance(code, tuple):
            return code
        if mode == "clean":
            self.say(me, f"cleans up after {code}")
            late = await self.sleep(n)
            return late if late < 0 else code
        wanted = code == ECANCELED if mode == "swallow" else \
            code < 0 and code != ECANCELED
        if not wanted:
            return code
        self.say(me, f"catches {code}")
        return await self.sleep(n)

    async def operation(self, me, name, k=0, n=0):
        """What the operation gives is shown; only a failed wait fails."""
        loop, task = self.loop, self.tasks.get(k)
        future = self.futures[k % len(self.futures)]
        shown, code = "", 0
        if name == "sleep":
            shown = code = await self.sleep(k)
        elif name == "yield":
            shown = code = await self.sleep(0)
        elif name == "spawn":
            self.spawn(k)
        elif name == "await":
            shown = await self.outcome(task) if task else "nobody"
        elif name == "wait":
            shown = await self.outcome(future)
        elif name == "shield":
            shown = await self.outcome(asyncio.shield(task)) if task \
                else "nobody"
        elif name == "cover":
            shown = await self.outcome(asyncio.shield(future))
        elif name == "limit":
            shown = await self.outcome(wait_for(task, n * MS)) if task \
                else "nobody"
        elif name == "within":
            shown = await self.outcome(wait_for(future, n * MS))
        elif name == "uncancel":
            shown = task.uncancel() if task else "nobody"
        elif name == "count":
            shown = task.cancelling() if task else "nobody"
        elif name in ("set", "fail"):
            shown = int(not future.done())
            if shown and name == "set":
                future.set_result(n)
            elif shown:
                future.set_exception(OSError(n, ""))
        elif name == "annul":
            shown = int(future.really_cancel())
        elif name == "cancel":
            shown = int(task.really_cancel()) if task else "nobody"
        elif name == "follow":
            if task:
                task.add_done_callback(lambda t: self.say(
                    "-", f"task {k} {self.code(t)}"))
        elif name == "observe":
            future.add_done_callback(lambda f: self.say(
                "-", f"future {k} {self.code(f)}"))
        elif name == "soon":
            loop.call_soon(self.say, "-", f"call {k}")
        elif name == "later":
            loop.call_later(k * MS, self.say, "-", f"call {n}")
        elif name == "due":
            loop.call_later(n * MS, lambda: future.done() or
                            future.set_result(0))
        elif name == "local":
            LOCAL.set(k)
        elif name == "show":
            shown = LOCAL.get()
        if name in WAITS and shown != "nobody":
            code = min(shown, 0)
        self.say(me, " ".join(map(str, [name, k, shown])).strip())
        return code

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
    for program in programs.parse(sys.stdin.read()):
        sys.stdout.write(Run(*program).run())


if __name__ == "__main__":
    main()
