# SPDX-License-Identifier: MIT
"""What each operation does, on asyncio.

The function for `sleep` is `do_sleep`.  It returns what is to be shown, or an
awaitable that gives it: "" is nothing, "nobody" that there was nothing to do
it with."""
import asyncio
import contextvars

from oracle_core import MS, wait_for
from oracle_several import Several
from oracle_sync import release_permit, take_permit_now

LOCAL = contextvars.ContextVar("local", default=0)
NOBODY = "nobody"


async def zero(awaitable):
    await awaitable
    return 0


class TaskOperations:
    """Chapters 08 and 09."""

    def do_sleep(self, op):
        return asyncio.sleep(op.k * MS)

    def do_yield(self, op):
        return asyncio.sleep(0)

    def do_spawn(self, op):
        self.spawn(op.k)
        return ""

    def do_await(self, op):
        return self.tasks.get(op.k, NOBODY)

    def do_wait(self, op):
        return self.futures[op.k]

    def do_shield(self, op):
        task = self.tasks.get(op.k)
        return asyncio.shield(task) if task else NOBODY

    def do_cover(self, op):
        return asyncio.shield(self.futures[op.k])

    def do_limit(self, op):
        task = self.tasks.get(op.k)
        return wait_for(task, op.n * MS) if task else NOBODY

    def do_within(self, op):
        return wait_for(self.futures[op.k], op.n * MS)

    def do_uncancel(self, op):
        task = self.tasks.get(op.k)
        return task.uncancel() if task else NOBODY

    def do_count(self, op):
        task = self.tasks.get(op.k)
        return task.cancelling() if task else NOBODY

    def do_cancel(self, op):
        task = self.tasks.get(op.k)
        return int(task.really_cancel()) if task else NOBODY

    def do_set(self, op):
        future = self.futures[op.k]
        if future.done():
            return 0
        future.set_result(op.n)
        return 1

    def do_fail(self, op):
        future = self.futures[op.k]
        if future.done():
            return 0
        future.set_exception(OSError(op.n, ""))
        return 1

    def do_annul(self, op):
        return int(self.futures[op.k].really_cancel())

    def do_follow(self, op):
        task = self.tasks.get(op.k)
        if task:
            task.add_done_callback(lambda t: self.say(
                "-", f"task {op.k} {self.code(t)}"))
        return ""

    def do_observe(self, op):
        self.futures[op.k].add_done_callback(lambda f: self.say(
            "-", f"future {op.k} {self.code(f)}"))
        return ""

    def do_soon(self, op):
        self.loop.call_soon(self.say, "-", f"call {op.k}")
        return ""

    def do_later(self, op):
        self.loop.call_later(op.k * MS, self.say, "-", f"call {op.n}")
        return ""

    def do_due(self, op):
        future = self.futures[op.k]
        self.loop.call_later(op.n * MS, lambda: future.done() or
                             future.set_result(0))
        return ""

    def do_local(self, op):
        LOCAL.set(op.k)
        return ""

    def do_show(self, op):
        return LOCAL.get()


class SeveralOperations:
    """Chapters 10 and 11."""

    def several(self, op):
        self.member = Several(self.members(op.members), self.code)
        return self.member

    async def with_members(self, op, several, waiting):
        try:
            return await waiting
        finally:
            self.later_said[op.me] = " ".join(map(str, several.results()))

    def do_gather(self, op):
        several = self.several(op)
        return self.with_members(op, several, zero(several.gather(False)))

    def do_collect(self, op):
        several = self.several(op)
        return self.with_members(op, several, zero(several.gather(True)))

    def do_waitall(self, op):
        several = self.several(op)
        return self.with_members(op, several, several.wait(op.name, op.k))

    do_waitfirst = do_waitfail = do_waitall

    def do_next(self, op):
        each = self.each.get(op.me)
        return each.next() if each else NOBODY

    def into(self, group, k):
        """Task `k` in that group."""
        body = self.body(k)
        try:
            if group is None:
                raise RuntimeError
            self.adopt(k, group.create_task(body))
        except RuntimeError:
            body.close()
            return NOBODY
        self.of[k] = group
        return ""

    def do_child(self, op):
        return self.into(self.groups.get(op.me), op.k)

    def do_sibling(self, op):
        return self.into(self.of.get(op.me), op.k)


class SyncOperations:
    """Chapter 12."""

    def mine(self, lock):
        return lock.owner is asyncio.current_task()

    def do_lock(self, op):
        return zero(self.locks[op.k].acquire())

    def do_trylock(self, op):
        return self.locks[op.k].take_now()

    def do_unlock(self, op):
        lock = self.locks[op.k]
        if not self.mine(lock):
            return NOBODY
        lock.release()
        return 0

    def do_acquire(self, op):
        return zero(self.semaphores[op.k].acquire())

    def do_tryacquire(self, op):
        return take_permit_now(self.semaphores[op.k])

    def do_release(self, op):
        shown = release_permit(self.semaphores[op.k])
        return NOBODY if shown is None else shown

    def do_pause(self, op):
        if not self.mine(self.locks[0]):
            return NOBODY
        return zero(self.condition.wait())

    def do_notify(self, op):
        if not self.mine(self.locks[0]):
            return NOBODY
        self.condition.notify(op.k)
        return ""

    def do_notifyall(self, op):
        if not self.mine(self.locks[0]):
            return NOBODY
        self.condition.notify_all()
        return ""

    def do_expect(self, op):
        return zero(self.events[op.k].wait())

    def do_happen(self, op):
        self.events[op.k].set()
        return ""

    def do_forget(self, op):
        self.events[op.k].clear()
        return ""

    def do_meet(self, op):
        return self.barrier.wait()

    def do_reset(self, op):
        return zero(self.barrier.reset())

    def do_abort(self, op):
        return zero(self.barrier.abort())


class QueueOperations:
    """Chapter 13."""

    def do_put(self, op):
        return self.queues[op.k].put(op.n)

    def do_get(self, op):
        return self.queues[op.k].get()

    def do_tryput(self, op):
        try:
            self.queues[op.k].put_nowait(op.n)
            return 0
        except Exception as error:
            return self.code_of(error)

    def do_tryget(self, op):
        try:
            return self.queues[op.k].get_nowait()
        except Exception as error:
            return self.code_of(error)

    def do_done(self, op):
        """asyncio would have it for items that nobody has got, too."""
        queue = self.queues[op.k]
        if queue._unfinished_tasks <= queue.qsize():
            return NOBODY
        queue.task_done()
        return ""

    def do_join(self, op):
        return zero(self.queues[op.k].join())

    def do_shut(self, op):
        self.queues[op.k].shutdown()
        return ""

    def do_shutnow(self, op):
        self.queues[op.k].shutdown(immediate=True)
        return ""
