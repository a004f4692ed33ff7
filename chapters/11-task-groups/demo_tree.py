# SPDX-License-Identifier: MIT
"""The asyncio twin of demo_tree.c.  asyncio does not know which task is below
which group, nor what a task waits for: this program writes it down itself."""
import asyncio

numbers, doing, groups = {}, {}, {}


class Group(asyncio.TaskGroup):
    """A group that knows its children, and is known to its parent."""

    async def __aenter__(self):
        self.children = []
        groups[asyncio.current_task()] = self
        return await super().__aenter__()

    async def __aexit__(self, *error):
        doing[asyncio.current_task()] = "waiting for a group"
        return await super().__aexit__(*error)

    def create_task(self, coroutine, name):
        task = note(super().create_task(coroutine, name=name))
        self.children.append(task)
        return task


def note(task):
    numbers[task] = len(numbers) + 1
    return task


def print_below(task, depth):
    print("  " + depth * "    " + f"{task.get_name()} (#{numbers[task]}) "
          + doing.get(task, "running"))
    live = [t for t in groups[task].children if not t.done()] \
        if task in groups else []
    if live:
        print("  " + depth * "    " + "  group")
    for child in live:
        print_below(child, depth + 1)


def print_tree(when, roots):
    print(when)
    for task in roots:
        if not task.done():
            print_below(task, 0)


async def sleeps(ms):
    doing[asyncio.current_task()] = "waiting for a sleep"
    await asyncio.sleep(ms / 1000)


async def answers():
    async with Group() as group:
        group.create_task(sleeps(30), "mirror a")
        group.create_task(sleeps(60), "mirror b")


async def serves():
    async with Group() as group:
        group.create_task(sleeps(1000), "listen")
        group.create_task(answers(), "request")


async def program():
    main = note(asyncio.current_task())
    main.set_name("main")
    server = note(asyncio.create_task(serves(), name="server"))
    await asyncio.sleep(0.02)
    print_tree("after 20 ms", [main, server])
    await asyncio.sleep(0.02)
    print_tree("after 40 ms", [main, server])
    server.cancel("that is all")
    await asyncio.wait([server])
    print_tree("when it has ended", [main, server])


asyncio.run(program())
