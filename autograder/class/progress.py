# SPDX-License-Identifier: MIT
"""How far it is, and how long it may take: one line, kept up to date."""
import sys
import time

PAUSE = 20  # seconds between lines where there is no terminal


def in_words(seconds):
    if seconds < 50:
        return "less than a minute"
    minutes = round(seconds / 60) or 1
    if minutes < 90:
        return f"about {minutes} min"
    return f"about {minutes // 60} h {minutes % 60:02} min"


class Progress:
    def __init__(self, before, total, out=sys.stdout):
        self.before, self.done, self.total = before, before, total
        self.out, self.begun, self.shown = out, time.monotonic(), None
        self.tty = out.isatty()

    def line(self, now):
        text = f"{self.done} of {self.total}"
        new = self.done - self.before
        if new and self.done < self.total:
            left = (now - self.begun) / new * (self.total - self.done)
            text += f", {in_words(left)} left"
        return text

    def step(self, n=1):
        self.done += n
        now = time.monotonic()
        if self.tty:
            self.out.write(f"\r\033[K{self.line(now)}")
            self.out.flush()
        elif self.shown is None or now - self.shown >= PAUSE:
            self.shown = now
            print(self.line(now), file=self.out, flush=True)

    def end(self):
        if self.tty:
            self.out.write("\r\033[K")
            self.out.flush()
