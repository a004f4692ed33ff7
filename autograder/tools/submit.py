# SPDX-License-Identifier: MIT
"""make submit: pack what a learner has written, to hand it in.

    submit.py [CHAPTER]

build/submit/02-timers.tar.gz (workbook.tar.gz when no chapter is named) holds
the files that differ from their stubs, and MANIFEST.json: their SHA-256, the
chapters' digests, the tools' versions.  The same contents give the same bytes.
"""
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import submit_rules as rules  # noqa: E402

PLACES = ["/usr/lib", "/usr/lib64", "/usr/share", "/usr/local/lib"]


def fail(sentence):
    sys.exit(f"submit: {sentence}")


def chapters_asked(asked):
    known = [rubric["chapter"] for rubric in rules.rubrics()]
    found = [c for c in known if not asked or asked in (c, c[:2])]
    if not found:
        fail(f"there is no chapter \"{asked}\"; the last is {known[-1]}")
    return found


def own_header(path, data):
    """The first header beside the file that it includes, or None."""
    return next((h.name for h in sorted(path.parent.glob("*.h")) if re.search(
        rb'#\s*include\s*"%s"' % re.escape(os.fsencode(h.name)), data)), None)


def written(chapters):
    """{"02-timers/clock.c": bytes} of the files that are no stubs."""
    files = {}
    for chapter, name in sorted(rules.wanted()):
        path = Path("exercises", chapter, name)
        if chapter not in chapters or not os.path.lexists(path):
            continue
        data = rules.plain(path)
        if data is None:
            fail(f"{path} cannot be read, or is a link; only plain files can "
                 "be handed in")
        if len(data) > rules.FILE_MAX:
            fail(f"{path} is larger than 1 MB; nobody would read it")
        if data != Path("autograder/stubs", chapter, name).read_bytes():
            header = own_header(path, data)
            if header:
                fail(f"{path} includes {header}, which is not handed in: "
                     f"write what it holds into {name}")
            files[f"{chapter}/{name}"] = data
    return files


def changed_here():
    """The workbook's own files that are not as they came, where git knows."""
    run = subprocess.run(
        ["git", "diff", "--name-only", "HEAD", "--", "chapters", "autograder",
         "Makefile"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True) if Path(".git").exists() else None
    return run.stdout.splitlines() if run else []


def warn(changed):
    more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
    print("These are not yours to change, were changed here, and are not handed"
          f" in:\n  {', '.join(changed[:5])}{more}\nWhoever grades has them as "
          "they came.  git checkout them, and say make grade again.")


def library_version(name):
    """From the library's pkg-config file: pkg-config itself may be absent."""
    for place in PLACES:
        for path in sorted(Path(place).glob(f"**/pkgconfig/{name}.pc")):
            for line in path.read_text().splitlines():
                if line.startswith("Version:"):
                    return line.split(":", 1)[1].strip()
    return "unknown"


def manifest(files):
    chapters = sorted({name.split("/")[0] for name in files})
    return {
        "schema": 1,
        "chapters": {c: rules.chapter_digest(c) for c in chapters},
        "files": {name: {"sha256": hashlib.sha256(data).hexdigest(),
                         "bytes": len(data)} for name, data in files.items()},
        "tools": {"compiler": os.environ.get("AW_CC_VERSION", "unknown"),
                  "libuv": library_version("libuv"),
                  "criterion": library_version("criterion")},
    }


def bundle(files, name):
    """The bytes of a .tar.gz without dates, users and machines in it."""
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as zipped, \
            tarfile.open(fileobj=zipped, mode="w",
                         format=tarfile.USTAR_FORMAT) as archive:
        for path, data in sorted(files.items()):
            member = tarfile.TarInfo(f"{name}/{path}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def save(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    new.write_bytes(data)
    os.replace(new, path)


def main():
    os.chdir(rules.TOP)
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    chapters = chapters_asked(asked)
    files = written(chapters)
    if not files:
        what = f"of {chapters[0]}" if asked else "of any chapter"
        fail(f"no file {what} differs from its stub yet: there is nothing to "
             "hand in.  Write your code in exercises/")
    name = chapters[0] if asked else "workbook"
    text = json.dumps(manifest(files), indent=1, sort_keys=True) + "\n"
    path = Path("build/submit", f"{name}.tar.gz")
    save(path, bundle(files | {rules.MANIFEST: text.encode()}, name))
    for file, data in files.items():
        print(f"  {file}  ({len(data)} bytes)")
    untouched = sum(c in chapters for c, _ in rules.wanted()) - len(files)
    print(f"{path} holds these, and {rules.MANIFEST}.", end="")
    print(f"  {untouched} files are still stubs, and left out." if untouched
          else "")
    changed = changed_here()
    if changed:
        warn(changed)
    else:
        print("Hand that file in.  make grade said what it is worth.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
