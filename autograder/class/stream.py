# SPDX-License-Identifier: MIT
"""Unpack a compressed file piece by piece, and no further than a bound.

What a file claims about its size is not believed, and no piece that comes out
is larger than what was asked for: a bomb costs what the bound allows."""
import bz2
import lzma
import zlib

OUT_MAX = 1 << 30   # bytes unpacked
PIECE = 1 << 16
XZ_MEMORY = 128 << 20  # what xz -9 needs, and some


class Unreadable(Exception):
    """The archive is broken, or too much; says why."""


class _Gzip:
    """zlib's decompressor, with the face of the other two."""

    def __init__(self):
        self.inner = zlib.decompressobj(31)

    def decompress(self, data, room):
        return self.inner.decompress(self.inner.unconsumed_tail + data, room)

    @property
    def needs_input(self):
        return not self.inner.unconsumed_tail

    @property
    def eof(self):
        return self.inner.eof

    @property
    def unused_data(self):
        return self.inner.unused_data


class _Plain:
    """No compression at all: what goes in comes out."""
    eof, unused_data = False, b""

    def __init__(self):
        self.held = b""

    def decompress(self, data, room):
        data = self.held + data
        self.held = data[room:]
        return data[:room]

    @property
    def needs_input(self):
        return not self.held


MAKERS = {"": _Plain, "gz": _Gzip, "bz2": bz2.BZ2Decompressor,
          "xz": lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY)}


class Stream:
    """read(n) gives the next n bytes, fewer only at the end.  `total` is what
    other streams of the same submission have given already."""

    def __init__(self, file, kind, total=0):
        self.file, self.make = file, MAKERS[kind]
        self.part = self.make()
        self.plain = kind == ""
        self.total = total

    def read(self, n):
        pieces = []
        while n > 0:
            piece = self._some(n)
            if not piece:
                break
            pieces.append(piece)
            n -= len(piece)
        return b"".join(pieces)

    def _some(self, n):
        while True:
            data = b""
            if self.part.eof:  # another one may stand behind it
                data = self.part.unused_data or self.file.read(PIECE)
                if not data.strip(b"\0"):
                    return b""
                self.part = self.make()
            elif self.part.needs_input:
                data = self.file.read(PIECE)
                if not data and self.plain:
                    return b""
                if not data:
                    raise Unreadable("it ends too early")
            out = self.part.decompress(data, min(n, PIECE))
            self.total += len(out)
            if self.total > OUT_MAX:
                raise Unreadable(f"it unpacks to more than {OUT_MAX >> 20} MB")
            if out:
                return out

    def drain(self):
        """Read to the end, where checksums are compared."""
        while self.read(PIECE):
            pass
