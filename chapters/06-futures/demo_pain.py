# SPDX-License-Identifier: MIT
"""The same three parts, with a callback and with asyncio's future."""
import asyncio

told = 0


def hears(part, answer):
    global told
    print(f"  {part} hears {answer}")
    told += 1


class Callback:
    on_answer = None

    def ask(self, part):
        print(f"  {part} asks")
        self.on_answer = part

    def answer(self, answer):
        print("  the answer is there")
        if self.on_answer:
            hears(self.on_answer, answer)
        self.on_answer = None


class Future:
    def __init__(self, loop):
        self.future = loop.create_future()

    def ask(self, part):
        print(f"  {part} asks")
        self.future.add_done_callback(lambda f: hears(part, f.result()))

    def answer(self, answer):
        print("  the answer is there")
        self.future.set_result(answer)


def three_parts(question):
    global told
    told = 0
    question.ask("A")
    question.ask("B")
    question.answer(42)
    question.ask("C")


loop = asyncio.new_event_loop()
print("with a callback")
three_parts(Callback())
print(f"  told: {told} of 3")
print("with a future")
three_parts(Future(loop))
loop.call_soon(loop.stop)
loop.run_forever()
print(f"  told: {told} of 3")
loop.close()
