# SPDX-License-Identifier: MIT
"""A source, a filter and a sink: each resumes the one before it."""


def source():
    print("source: begins")
    for i in range(1, 7):
        print(f"source: {i}")
        yield i
    print("source: ends")


def pairs(before):
    print("pairs: begins")
    while (first := next(before, -1)) >= 0 and \
            (second := next(before, -1)) >= 0:
        yield first * 10 + second
    print("pairs: ends")


print("sink: begins")
for item in pairs(source()):
    print(f"sink: {item}")
print("sink: ends")
