# SPDX-License-Identifier: MIT
"""The same two watchers, told by direct calls and by call_soon."""
import asyncio


class Value:
    def __init__(self, call):
        self.call = call
        self.stored = self.believed = None

    def set(self, value):
        self.stored = value
        for watcher in "AB":
            self.call(self.tell, watcher, value)

    def tell(self, watcher, value):
        print(f"  {watcher} hears {value}")
        if watcher == "B":
            self.believed = value
        elif value % 2 == 1:
            self.set(value + 1)

    def report(self):
        print(f"  stored {self.stored}, B believes {self.believed}")


async def through_the_queue():
    value = Value(asyncio.get_running_loop().call_soon)
    value.set(1)
    for _ in range(3):
        await asyncio.sleep(0)
    value.report()


print("called directly")
value = Value(lambda function, *args: function(*args))
value.set(1)
value.report()
print("through the queue")
asyncio.run(through_the_queue())
