# SPDX-License-Identifier: MIT
"""asyncio's gather, wait, as_completed and TaskGroup: in order, without sets,
and with the decided differences that oracle.py lists."""
import asyncio
import itertools
from asyncio import queues, tasks

from oracle_core import Future, MS, cancelled_future, is_alone, variable

UNTIL = {"waitall": tasks.ALL_COMPLETED, "waitfirst": tasks.FIRST_COMPLETED,
         "waitfail": tasks.FIRST_EXCEPTION}


class Gathering(Future):
    ended = False  # it is not looked at any more

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def callback_in(self, child):
        for callback, _ in child._callbacks or ():
            if getattr(callback, "__name__", "") == "_done_callback" and \
                    variable(callback, "outer") is self:
                return callback
        return None

    def give_up(self, child):
        """What others await goes on for them, and counts as cancelled here: it
        is heard a turn later."""
        callback = self.callback_in(child)
        if child.done() or callback is None:
            return False
        if is_alone(child, self):
            return child.really_cancel()
        child.remove_done_callback(callback)
        over = cancelled_future(self._loop)
        self._children[:] = [over if c is child else c for c in self._children]
        self._loop.call_soon(callback, over)
        return True

    def really_cancel(self):
        """Each child is asked once, if it stands there twice or not."""
        if self.done():
            return False
        given_up = [self.give_up(c) for c in dict.fromkeys(self._children)]
        self._cancel_requested |= any(given_up)
        return any(given_up)


tasks._GatheringFuture = Gathering


class Several:
    """Members; None stands for nobody."""

    def __init__(self, members, code):
        self.members = members
        self.there = [f for f in members if f is not None]
        self.seen = self.there
        self.code = code

    async def gather(self, in_place):
        outer = asyncio.gather(*self.there, return_exceptions=in_place)
        self.seen = getattr(outer, "_children", [])
        try:
            await outer
        finally:
            outer.ended = True

    async def wait(self, until, n):
        if not self.there:
            raise OSError(22, "")
        await tasks._wait(list(dict.fromkeys(self.there)),
                          None if n < 0 else n * MS, UNTIL[until],
                          asyncio.get_running_loop())
        return sum(future.done() for future in self.there)

    def results(self):
        seen = iter(self.seen)
        for member in self.members:
            future = next(seen) if member is not None else None
            yield self.code(future) if future and future.done() else -115


class Each(tasks._AsCompletedIterator):
    """as_completed, in order; none is lost when the wait for it is."""

    def __init__(self, members, n):
        self.members = list(enumerate(members))
        self._done = queues.Queue()
        self._todo = [f for f in members if f is not None]
        self._todo_left = len(self._todo)
        self._timeout_handle = None
        for future in self._todo:
            future.add_done_callback(self._handle_completion)
        if n >= 0:
            self._timeout_handle = asyncio.get_running_loop().call_later(
                n * MS, self._handle_timeout)

    def _handle_completion(self, future):
        if self._todo:
            self._todo.remove(future)
            self._done.put_nowait(future)

    async def next(self):
        """0, when there is none; or 100 and the member's place."""
        if self._todo_left == 0:
            return 0
        future = await self._done.get()
        self._todo_left -= 1
        if future is None:
            raise TimeoutError
        place = next(m for m in self.members if m[1] is future)
        self.members.remove(place)
        return 100 + place[0]

    def end(self):
        if self._timeout_handle:
            self._timeout_handle.cancel()
        for future in self._todo:
            future.remove_done_callback(self._handle_completion)


class Ordered(dict):
    """A set that keeps its order."""

    def add(self, item):
        self[item] = True

    def discard(self, item):
        self.pop(item, None)


class Parent:
    """Of a group: requests from before do not count."""

    def __init__(self, task):
        self.task = task
        self.base = task.cancelling() - task._must_cancel

    def uncancel(self):
        left = self.task.uncancel()
        if left <= self.base:
            self.task._must_cancel = False
        return max(0, left - self.base)

    def cancelling(self):
        return max(0, self.task.cancelling() - self.base)

    def cancel(self):
        return self.task.cancel()

    def done(self):
        return self.task.done()


class Group(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = Ordered()

    async def __aenter__(self):
        await super().__aenter__()
        self._parent_task = Parent(self._parent_task)
        return self


def flat(error):
    """The errors in a group of errors, in order."""
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return list(itertools.chain(*map(flat, error.exceptions)))
