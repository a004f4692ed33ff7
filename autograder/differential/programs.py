# SPDX-License-Identifier: MIT
"""Random programs of tasks, as text.

A program is a few scripts, one for each task.  Script 0 runs first, and every
other one is spawned at most once.  A task awaits only tasks of higher numbers,
so no two ever wait for each other.

    program SEED FUTURES
    task
      spawn 1         make task 1
      sleep 3         for 3 ms; 0 and less is one turn
      yield           one turn
      await 1         wait for task 1
      wait 0          wait for future 0
      shield 1        wait for task 1 behind a shield
      cover 0         wait for future 0 behind a shield
      limit 1 3       wait for task 1, for 3 ms at most
      within 0 3      wait for future 0, for 3 ms at most
      set 0 7         settle future 0 with a result
      fail 0 5        ... with an error
      annul 0         cancel future 0
      due 0 3         settle future 0 in 3 ms
      cancel 1        ask task 1 to end
      uncancel 1      take one such request back
      count 1         how many there are
      follow 1        call back when task 1 has ended
      observe 0       call back when future 0 is settled
      soon 4          call back in the next turn
      later 2 4       call back in 2 ms
      local 6         set the task's own value, which its children inherit
      show            show it
      try MODE N      up to `end`; MODE says what is done when it fails:
                      swallow  after a cancellation sleep N, and go on
                      clean    sleep N whatever happened, then as before
                      errors   after an error sleep N, and go on
                      timeout  ask this task to end when it takes N ms
      end
      return 3        end with a result
      error 5         end with an error
    end
"""
import random

MODES = ["swallow", "clean", "errors", "timeout", "timeout"]


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tasks = self.random.randint(2, 7)
        self.futures = self.random.randint(1, 3)
        self.spawner = {k: self.random.randrange(k)
                        for k in range(1, self.tasks)}
        self.lines = [f"program {seed} {self.futures}"]
        for me in range(self.tasks):
            self.lines.append("task")
            self.script(me)
            self.lines.append("end")

    def delay(self):
        return self.random.choice([-1, 0, 1, 1, 2, 2, 3, 5])

    def any_task(self):
        return self.random.randrange(self.tasks)

    def later_task(self, me):
        return self.random.randrange(me + 1, self.tasks)

    def future(self):
        return self.random.randrange(self.futures)

    def wait_for_a_task(self, me):
        k, pick = self.later_task(me), self.random.random()
        if pick < 0.5:
            return f"await {k}"
        return f"shield {k}" if pick < 0.75 else f"limit {k} {self.delay()}"

    def wait_for_a_future(self):
        k, pick = self.future(), self.random.random()
        if pick < 0.4:
            return f"wait {k}"
        return f"cover {k}" if pick < 0.7 else f"within {k} {self.delay()}"

    def operation(self, me, depth):
        """One operation: its line, or the lines of a block."""
        pick = self.random.random()
        if pick < 0.17:
            return [f"sleep {self.delay()}"]
        if pick < 0.23:
            return ["yield"]
        if pick < 0.41 and me + 1 < self.tasks:
            return [self.wait_for_a_task(me)]
        if pick < 0.48:
            return [self.wait_for_a_future()]
        if pick < 0.50:
            return [self.random.choice(["uncancel", "count"]) +
                    f" {self.any_task()}"]
        if pick < 0.58:
            return [f"set {self.future()} {self.random.randrange(9)}"]
        if pick < 0.60:
            return [f"fail {self.future()} {self.random.randint(1, 9)}"]
        if pick < 0.61:
            return [f"annul {self.future()}"]
        if pick < 0.64:
            return [f"due {self.future()} {max(0, self.delay())}"]
        if pick < 0.76:
            return [f"cancel {self.any_task()}"]
        if pick < 0.80:
            return [f"follow {self.any_task()}"]
        if pick < 0.82:
            return [f"observe {self.future()}"]
        if pick < 0.85:
            return [f"soon {self.random.randrange(100)}"]
        if pick < 0.88:
            return [f"later {max(0, self.delay())} {self.random.randrange(100)}"]
        if pick < 0.90:
            return [f"local {self.random.randrange(100)}"]
        if pick < 0.92:
            return ["show"]
        if depth == 2:
            return ["yield"]
        mode = self.random.choice(MODES)
        asked = mode == "timeout" and self.random.random() < 0.2
        return ([f"cancel {me}"] * asked +
                [f"try {mode} {self.delay()}"] +
                self.block(me, depth + 1, self.random.randint(1, 3)) +
                ["end"])

    def block(self, me, depth, n):
        return ["  " + line for _ in range(n)
                for line in self.operation(me, depth)]

    def script(self, me):
        parts = [self.operation(me, 0)
                 for _ in range(self.random.randint(2, 6))]
        for k, parent in self.spawner.items():
            if parent == me:
                at = self.random.randint(0, min(3, len(parts)))
                parts.insert(at, [f"spawn {k}"])
        pick = self.random.random()
        if pick < 0.3:
            parts.append([f"return {self.random.randrange(9)}"])
        elif pick < 0.45:
            parts.append([f"error {self.random.randint(1, 9)}"])
        self.lines += ["  " + line for part in parts for line in part]

    def text(self):
        return "\n".join(self.lines) + "\n"


def parse(text):
    """The programs of a text: (seed, number of futures, scripts), where a
    script is a list of operations and a block is ("try", mode, n, block)."""
    words = [line.split() for line in text.splitlines()]
    at = 0

    def block():
        nonlocal at
        found = []
        while words[at][0] != "end":
            name, *rest = words[at]
            at += 1
            if name == "try":
                found.append(("try", rest[0], int(rest[1]), block()))
            else:
                found.append((name, *map(int, rest)))
        at += 1
        return found

    while at < len(words):
        _, seed, futures = words[at]
        at += 1
        scripts = []
        while at < len(words) and words[at][0] == "task":
            at += 1
            scripts.append(block())
        yield int(seed), int(futures), scripts
