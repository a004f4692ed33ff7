# SPDX-License-Identifier: MIT
"""asyncio, made exact: the loop, futures, tasks and limits in time.

Where asyncio leaves an order open it is chosen here, and where the runtime has
decided otherwise that is done here, too; oracle.py lists both."""
import asyncio
import functools
import heapq
import itertools
from asyncio import base_events, events, futures, tasks

MS = 1_000_000
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


def variable(function, name):
    """What a function that was made inside of another sees there."""
    at = function.__code__.co_freevars.index(name)
    return function.__closure__[at].cell_contents


def awaits(callback):
    """For whom a done callback awaits: a task, a shield, a gathering, a wait
    for several, or a wait_for that gives up; or None."""
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, Task) and callback == owner._Task__wakeup:
        return owner
    if isinstance(owner, tasks._AsCompletedIterator):
        return owner
    if isinstance(callback, functools.partial):
        return callback if callback.func is tasks._release_waiter else None
    name = getattr(callback, "__name__", "")
    if name == "_on_completion":
        return callback
    if name == "_inner_done_callback":
        outer = variable(callback, "outer")
        return None if outer.done() else outer
    if name == "_done_callback":
        outer = variable(callback, "outer")
        return None if outer.ended else outer
    return None


def is_alone(future, who):
    """Does nobody but `who` await it?"""
    return all(awaits(callback) in (None, who)
               for callback, _ in future._callbacks)


def cancelled_future(loop):
    over = asyncio.Future(loop=loop)
    over.cancel()
    return over


def withdraw(future, task):
    """`task` gives up awaiting `future`."""
    if future.done():
        return False
    if is_alone(future, task):
        return future.really_cancel()
    future.remove_done_callback(task._Task__wakeup)
    task.gave_up = True
    over = cancelled_future(task._loop)
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
    asked = None  # told of each request to end it

    def __step(self, exc=None):
        self.steps += 1
        tasks._PyTask._Task__step(self, exc)

    def really_cancel(self):
        """Task.cancel, but for `withdraw`."""
        if self.done():
            return False
        self._num_cancels_requested += 1
        if self.asked:
            self.asked(self)
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
