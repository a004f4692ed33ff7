# SPDX-License-Identifier: MIT
"""A headless Chromium, asked through its DevTools pipe.

Messages are JSON with a NUL behind each: ours go to its descriptor 3, its
answers come from its descriptor 4.  No port is opened.
"""
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 120  # seconds, for a machine that is busy


def where():
    return next((path for path in map(shutil.which, NAMES) if path), None)


def high(descriptor):
    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 20)
    os.close(descriptor)
    return copy


class Browser:
    """One page.  Use it in a `with`, which ends the browser."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="aw-browser-", dir="build")
        # Well above 3 and 4, for there they have to be in the browser.
        down, self.out, self.inn, up = map(high, os.pipe() + os.pipe())
        self.process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{down} 4>&{up} {down}<&- {up}>&-',
             "-", where(), "--headless", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", "--disable-crash-reporter",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe"],
            pass_fds=(down, up), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.profile, "TMPDIR": self.profile})
        os.close(down)
        os.close(up)
        self.number, self.buffer, self.events = 0, b"", []
        self.session = None
        try:
            self.attach()
        except BaseException:
            self.__exit__()
            raise

    def attach(self):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target,
                                flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.ask(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.out)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.inn)
        shutil.rmtree(self.profile, ignore_errors=True)

    def hear(self):
        """The next message, answer or event."""
        until = time.monotonic() + PATIENCE
        while b"\0" not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.inn], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            part = os.read(self.inn, 1 << 16)
            if not part:
                raise EOFError("the browser has ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.hear()
            if answer.get("id") == self.number:
                break
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def look(self, width, height, dark):
        self.ask("Emulation.setDeviceMetricsOverride", width=width,
                 height=height, deviceScaleFactor=2 if width < 600 else 1,
                 mobile=width < 600)
        self.ask("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"}])

    def open(self, url):
        """Load the page; afterwards `events` holds what happened since."""
        self.events = []
        self.ask("Page.navigate", url=url)
        while not any(e.get("method") == "Page.loadEventFired"
                      for e in self.events):
            self.events.append(self.hear())

    def value(self, expression):
        """What a JavaScript expression comes to.  It is not the page's own:
        the page's policy does not bind it."""
        answer = self.ask("Runtime.evaluate", expression=expression,
                          returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]
                               ["description"])
        return answer["result"].get("value")

    def picture(self):
        """A PNG of the whole page, in base64."""
        return self.ask("Page.captureScreenshot", format="png",
                        captureBeyondViewport=True)["data"]
