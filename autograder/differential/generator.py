# SPDX-License-Identifier: MIT
"""Random programs: the text of one is programs.unparse(*Program(SEED).parsed).

A program has a few themes, so that its tasks meet at the same objects.  Many of
its operations stand in a block that survives a request to end, or an error: a
task that has ended early contends for nothing."""
import random

import programs

THEMES = ["several", "group", "lock", "condition", "semaphore", "event",
          "barrier", "queue"]
LEAST_TASKS, LEAST_OPERATIONS = 8, 40


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tasks = self.random.randint(LEAST_TASKS, 11)
        self.themes = self.random.sample(THEMES, 3)
        if self.chance(0.3):
            self.themes.append("several")
        self.head = programs.Head(
            seed, futures=self.random.randint(1, 3),
            permits=self.random.randint(0, 2),
            parties=self.random.randint(2, 3), size=self.random.randint(1, 2))
        self.favourite = self.random.randrange(2)
        self.hungry = self.chance(0.5)  # more wait for items than for room
        self.spawns = {k: [] for k in range(self.tasks)}
        self.children = {k: [] for k in range(self.tasks)}
        self.siblings = {k: [] for k in range(self.tasks)}
        self.share_out()
        scripts = [self.script(me) for me in range(self.tasks)]
        while len(programs.operations_of(scripts)) < LEAST_OPERATIONS:
            me = self.random.randrange(self.tasks)
            scripts[me][0:0] = self.item(me, 0)
        self.parsed = self.head, scripts

    def share_out(self):
        """Who makes whom."""
        inside = set()
        self.early = [0]  # all those that task 0 makes before it does anything
        for k in range(1, self.tasks):
            parent = self.random.randrange(k)
            if self.chance(0.35 if "group" in self.themes else 0.85):
                self.spawns[0].append(k)
                self.early.append(k)
            elif "group" not in self.themes:
                self.spawns[parent].append(k)
            elif parent in inside and self.chance(0.4):
                self.siblings[parent].append(k)
                inside.add(k)
            else:
                self.children[parent].append(k)
                inside.add(k)
        self.known = {me: self.early[1:] for me in range(self.tasks)}

    # ---- Drawing

    def chance(self, p):
        return self.random.random() < p

    def one_of(self, *weighted):
        """Call one of (weight, function)."""
        weights, functions = zip(*weighted)
        return self.random.choices(functions, weights)[0]()

    def delay(self):
        return self.random.choice([-1, 0, 1, 1, 2, 2, 3, 5])

    def pair(self):
        """Of two locks, or queues, one is wanted more."""
        return self.favourite if self.chance(0.75) else 1 - self.favourite

    def number(self):
        return self.random.randrange(9)

    def any_task(self):
        return self.random.choice(self.early) if self.chance(0.9) else \
            self.random.randrange(self.tasks)

    def future(self):
        return self.random.randrange(self.head.futures)

    def later_task(self, me):
        """One that is there, most often; None, when there is none."""
        known = [k for k in self.known[me] if k > me]
        if self.chance(0.05):
            known += range(me + 1, self.tasks)
        return self.random.choice(known) if known else None

    def member(self, me):
        k = self.later_task(me) if self.chance(0.75) else None
        return f"f{self.future()}" if k is None else f"t{k}"

    def members(self, me):
        drawn = [self.member(me) for _ in range(self.random.randint(1, 4))]
        return drawn + drawn[:1] if self.chance(0.15) else drawn

    # ---- Chapters 08 and 09

    def for_a_task(self, me):
        k = self.later_task(me)
        if k is None:
            return self.for_a_future()
        name = self.random.choice(["await", "await", "shield", "limit"])
        limit = [self.delay()] if name == "limit" else []
        return [(name, k, *limit)]

    def for_a_future(self):
        name = self.random.choice(["wait", "cover", "within"])
        k, n = self.future(), self.delay()
        if name == "within" and n > 0 and self.chance(0.3):
            return [("due", k, n), (name, k, n)]  # both in one turn
        return [(name, k, *([n] if name == "within" else []))]

    def rest(self):
        if self.chance(0.3):
            return [("yield",)]
        return [("sleep", self.delay())]

    def aside(self):
        """What is seen, and disturbs nobody."""
        return self.one_of(
            (2, lambda: [("follow", self.any_task())]),
            (2, lambda: [("observe", self.future())]),
            (2, lambda: [("soon", self.number())]),
            (2, lambda: [("later", max(0, self.delay()), self.number())]),
            (1, lambda: [("local", self.number())]),
            (1, lambda: [("show",)]),
            (1, lambda: [("count", self.any_task())]))

    def touch(self, me):
        """What suspends nobody, and changes something for others."""
        return self.one_of(
            (8, lambda: [("cancel", self.any_task())]),
            (1, lambda: [("uncancel", self.any_task())]),
            (3, lambda: [("set", self.future(), self.number())]),
            (1, lambda: [("fail", self.future(), self.number() + 1)]),
            (1, lambda: [("annul", self.future())]),
            (2, lambda: [("due", self.future(), max(0, self.delay()))]),
            (1, self.aside),
            *[(4, lambda t=t: getattr(self, f"touch_{t}")(me))
              for t in self.themes])

    def hit(self, n):
        return [("cancel", self.any_task()) for _ in range(n)]

    def burst(self, me):
        return [op for _ in range(self.random.randint(2, 4))
                for op in self.touch(me)]

    def wrapped(self, me, depth):
        mode = self.random.choice(["swallow", "swallow", "clean", "errors",
                                   "timeout", "timeout"])
        asked = mode == "timeout" and self.chance(0.1)
        return ([("cancel", me)] * asked +
                [("try", mode, self.delay(), self.block(me, depth + 1))])

    # ---- Chapter 10

    def theme_several(self, me, depth):
        limit = self.random.choice([-1, -1, 0, 1, 2, 3])
        name = self.random.choice(["gather", "gather", "collect", "waitall",
                                   "waitfirst", "waitfirst",
                                   "waitfail", "each"])
        if name == "each":
            inner = []
            for _ in range(self.random.randint(1, 4)):
                inner += self.survived([("next",)])
                if self.chance(0.3):
                    inner += self.item(me, depth + 1)
            return [("try", "each", limit, inner, *self.members(me))]
        limits = [limit] if name.startswith("wait") else []
        return [(name, *limits, *self.members(me))]

    def touch_several(self, me):
        return [("set", self.future(), self.number())]

    # ---- Chapter 11

    def theme_group(self, me, depth):
        n = self.random.randint(1, 3)
        mine, self.children[me] = self.children[me][:n], self.children[me][n:]
        self.known[me] = self.known[me] + mine
        inner = [("child", k) for k in mine]
        if not inner and self.chance(0.7):
            return self.for_a_task(me)
        inner += self.block(me, depth + 1)
        if self.chance(0.15):
            inner.append(("error", self.number() + 1))
        elif self.chance(0.05):
            inner.append(("return", self.number()))
        return [("try", "group", 0, inner)]

    def touch_group(self, me):
        return [("cancel", self.any_task())]

    # ---- Chapter 12

    def theme_lock(self, me, depth):
        k = self.pair()
        inner = self.block(me, depth + 1)
        if self.chance(0.25):
            inner += [("try", "lock", 1 - k, self.rest())]
        if self.chance(0.3):
            first = self.random.choice(["lock", "lock", "trylock"])
            return [(first, k), *inner, ("unlock", k)]
        return [("try", "lock", k, inner)]

    def touch_lock(self, me):
        k = self.pair()
        return [("trylock", k), ("cancel", self.any_task()), ("unlock", k)]

    def theme_condition(self, me, depth):
        pause = self.survived([("pause",)])
        inner = self.one_of(
            (4, lambda: pause),
            (2, lambda: [("notify", self.random.randint(1, 2))]),
            (1, lambda: [("notifyall",)]),
            (1, lambda: pause + [("notify", 1)]),
            (1, lambda: [("notify", 1)] + self.block(me, depth + 1)))
        return [("try", "lock", 0, inner)]

    def touch_condition(self, me):
        return [("trylock", 0), ("notify", 1), ("unlock", 0)]

    def theme_semaphore(self, me, depth):
        k = self.pair()
        if self.chance(0.4):
            return [("acquire", k)]
        return [("try", "acquire", k, self.block(me, depth + 1))]

    def touch_semaphore(self, me):
        k = self.pair()
        names = self.random.choice([["release"], ["tryacquire"],
                                    ["release", "release", "tryacquire"]])
        return [(name, k) for name in names]

    def theme_event(self, me, depth):
        return [("expect", self.pair())]

    def touch_event(self, me):
        k = self.pair()
        names = self.random.choice([["happen"], ["forget"],
                                    ["happen", "forget"]])
        return [(name, k) for name in names]

    def theme_barrier(self, me, depth):
        return self.one_of(
            (8, lambda: [("meet",)]), (1, lambda: [("reset",)]),
            (1, lambda: [("abort",)] + self.rest() + [("reset",)]))

    def touch_barrier(self, me):
        return self.survived(self.one_of(
            (4, lambda: [("meet",)]), (1, lambda: [("reset",)])))

    # ---- Chapter 13

    def theme_queue(self, me, depth):
        k = self.pair()
        puts, gets = (1, 8) if self.hungry else (8, 1)
        return self.one_of(
            (puts, lambda: [("put", k, self.number())]),
            (gets, lambda: [("get", k)] + self.random.randrange(2) *
             [("done", k)]),
            (2, lambda: [("tryput", k, self.number()), ("join", k)]))

    def touch_queue(self, me):
        k = self.pair()
        puts, gets = (3, 1) if self.hungry else (1, 3)
        return self.one_of(
            (puts, lambda: [("tryput", k, self.number())]),
            (gets, lambda: [("tryget", k)]), (1, lambda: [("done", k)]),
            (0.3, lambda: [("shut", k)]), (0.2, lambda: [("shutnow", k)]))

    # ---- Scripts

    def crowd(self, me):
        """A few tasks wait for one thing; task 0 has some of it come, and asks
        one of them to end who perhaps was just woken."""
        k, n = self.favourite, self.number()
        fill = [("tryput", k, n), ("tryput", k, n)]
        before, wait, come = {
            "queue": ([], [("get", k)], [("tryput", k, n)]) if self.hungry
            else (fill, [("put", k, n)], [("tryget", k)]),
            "semaphore": ([("tryacquire", k)] * 2, [("acquire", k)],
                          [("release", k)]),
            "condition": ([], [("try", "lock", 0, [("pause",)])],
                          [("trylock", 0), ("notify", 1), ("unlock", 0)]),
            "event": ([], [("expect", k)], [("happen", k), ("forget", k)]),
        }.get(self.themes[0], ([], [], []))
        crowd = self.early[1:4]
        if me in crowd:
            return [[("try", "swallow", 0, wait)]] if wait else []
        if me or not come or not crowd:
            return []
        hit = ("cancel", self.random.choice(crowd))
        return [before, [("sleep", 0)], come, [hit], [("sleep", 0)]]

    def bounded(self, ops):
        """What task 0 does besides must not keep it from disturbing others."""
        limit = ("try", "timeout", self.random.randint(1, 3), ops)
        errors = ("try", "errors", 0, [limit])
        return [("try", "swallow", 0, [errors])]

    def drive(self):
        """Wait until the others wait, and disturb them."""
        rest = ("try", "swallow", 0, [("sleep", self.random.randint(0, 3))])
        if self.chance(0.5):
            theme = self.random.choice(self.themes)
            half = self.random.sample(self.early, len(self.early) // 2)
            return [rest, *getattr(self, f"touch_{theme}")(0),
                    *[("cancel", k) for k in half if k]]
        return [rest, *self.hit(1), *self.touch(0), *self.hit(1)]

    def survived(self, ops):
        """Most often, whatever ends them is not the end of the task."""
        pick = self.random.random()
        if pick < 0.30:
            return [("try", "swallow", self.delay(), ops)]
        if pick < 0.50:
            limit = ("try", "timeout", self.delay(), ops)
            return [("try", "errors", self.delay(), [limit])]
        if pick < 0.60:
            return [("try", "errors", self.delay(), ops)]
        if pick < 0.85:
            inner = ("try", "errors", self.delay(), ops)
            return [("try", "swallow", self.delay(), [inner])]
        return ops

    def item(self, me, depth):
        if depth > 2:
            return self.rest()
        theme = self.random.choice(self.themes)
        ops = self.one_of(
            (2, self.rest), (2, lambda: self.for_a_task(me)),
            (2, self.for_a_future), (3, lambda: self.touch(me)),
            (3, lambda: self.burst(me)), (2, lambda: self.wrapped(me, depth)),
            (9, lambda: getattr(self, f"theme_{theme}")(me, depth)))
        return self.survived(ops) if depth < 1 else ops

    def block(self, me, depth):
        return [op for _ in range(self.random.randint(1, 2))
                for op in self.item(me, depth)]

    def script(self, me):
        parts = [self.item(me, 0) for _ in range(self.random.randint(2, 5))]
        while self.children[me]:
            at = self.random.randint(0, len(parts) // 2)
            parts.insert(at, self.survived(self.theme_group(me, 0)))
        if me == 0:
            parts = [self.bounded(part) for part in parts]
            parts += [self.drive() for _ in range(self.random.randint(6, 12))]
            self.random.shuffle(parts)
        parts[0:0] = [[("spawn", k)] for k in self.spawns[me]] + \
            [[("sibling", k)] for k in self.siblings[me]] + \
            self.crowd(me)
        pick = self.random.random()
        if pick < 0.3:
            parts.append([("return", self.number())])
        elif pick < 0.45:
            parts.append([("error", self.number() + 1)])
        return [op for part in parts for op in part]


def text_of(seed):
    return programs.unparse(*Program(seed).parsed)
