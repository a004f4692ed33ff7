# SPDX-License-Identifier: MIT
"""asyncio's locks, with owners: who would wait for ever is told so."""
import asyncio
import errno


class Lock(asyncio.Lock):
    owner = None

    def __init__(self, locks):
        super().__init__()
        self.locks = locks  # all there are

    async def acquire(self):
        if self.owner and self.would_deadlock(asyncio.current_task()):
            raise OSError(errno.EDEADLK, "")
        return await self.take()

    async def take(self):
        """For a condition, which does not return without its lock."""
        await super().acquire()
        self.owner = asyncio.current_task()
        return True

    def take_now(self):
        if self._locked or not all(w.cancelled() for w in self._waiters or ()):
            return 0
        self._locked = True
        self.owner = asyncio.current_task()
        return 1

    def release(self):
        self.owner = None
        super().release()

    def whom_it_waits_for(self, task):
        """Who has to do something before `task` can go on, or None."""
        future = task._fut_waiter
        if future is None or future.done():
            return None
        if isinstance(future, asyncio.tasks._PyTask):
            return future
        for lock in self.locks:
            if future in (lock._waiters or ()):
                return lock.owner
        return None

    def would_deadlock(self, me):
        task, seen = self.owner, []
        while task and task is not me and task not in seen:
            seen.append(task)
            task = self.whom_it_waits_for(task)
        return task is me


def make_locks(n):
    locks = []
    locks += [Lock(locks) for _ in range(n)]
    return locks


class Condition(asyncio.Condition):
    def __init__(self, lock):
        super().__init__(lock)
        self.acquire = lock.take


def take_permit_now(semaphore):
    if semaphore.locked():
        return 0
    semaphore._value -= 1
    return 1


def release_permit(semaphore):
    """Returns 0, or None when none has been taken."""
    if semaphore._value >= getattr(semaphore, "_bound_value", 1 << 62):
        return None
    semaphore.release()
    return 0
