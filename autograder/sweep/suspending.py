# SPDX-License-Identifier: MIT
"""Which functions suspend: those public ones from whose body a call leads, in
the text of the solutions, to aw_coro_suspend.

What a function calls through a pointer is not followed: that a callback may
suspend is the callback's affair.
"""
import re
from pathlib import Path

SUSPENDS = "aw_coro_suspend"


def read(file):
    """Without comments, strings and attributes; aw__x is called by the macro
    aw_x, and counts as that."""
    text = re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|__attribute__\(\(.*?\)\)\s*',
                  "", file.read_text(), flags=re.S)
    return text.replace("aw__", "aw_")


def call_graph():
    """Each function with those that it calls.  A static one is a pair of its
    file and its name."""
    graph = {}
    for file in [*Path("solutions").glob("*/*.c"),
                 *Path("chapters").glob("*/*.c")]:
        text = "" if file.name.startswith("demo_") else read(file)
        for head, name, body in re.findall(
                r"^((?:\w+[ *]+)+)(\w+)\([^;{}]*\)\n\{\n(.*?)^\}", text,
                re.M | re.S):
            key = (file, name) if head.startswith("static") else name
            graph.setdefault(key, set()).update(
                (file, called) for called in re.findall(r"\b(\w+)\(", body))
    return {key: {c if c in graph else c[1] for c in called}
            for key, called in graph.items()}


def public():
    return {name for header in Path("chapters").glob("*/aw/*.h")
            if not header.name.endswith("_parts.h")
            for name in re.findall(r"\b(aw_\w+)\(", read(header))}


def functions_that_suspend():
    graph = call_graph()
    found, before = {SUSPENDS}, None
    while found != before:
        before = found
        found = found | {key for key, called in graph.items()
                         if called & before}
    return (found - {SUSPENDS}) & public()
