# SPDX-License-Identifier: MIT
"""The same calls.  Python looks into errno right behind each of them, too, and
puts what it finds into an exception."""
import errno
import os


def report(call, function, *args):
    try:
        function(*args)
        code, name = 0, "OK"
    except OSError as e:
        code, name = -e.errno, errno.errorcode[e.errno]
    print(f"{call:<22} {code:4d}  {name}")


report("open a missing file", os.open, "/no/such/file", os.O_RDONLY)
report("read from nowhere", os.read, -1, 1)
report("make the root again", os.mkdir, "/", 0o700)
report("ask who I am", os.getpid)
