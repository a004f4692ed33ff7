#!/bin/bash
# Whoever follows docs/adding-a-chapter.md is told what is missing, by checks
# that do not fall over it: a tiny chapter in a copy of the workbook, which has
# neither timing programs nor mutants yet.
set -u
passed=0 failed=0
expect() { # WHAT WHY: an empty WHY is a pass
    if [ -n "$2" ]; then
        failed=$((failed + 1))
        printf 'FAILED  %s: %s\n' "$1" "$(tail -n 20 <<<"$2")"
    else
        passed=$((passed + 1))
        echo "ok      $1"
    fi
}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -coz --exclude-standard | xargs -0 ls -d 2>/dev/null | tr '\n' '\0' |
    xargs -0 cp --parents -Pp -t "$copy"
cd "$copy" || exit 1
last=$(basename "$(ls -d chapters/[0-9]* | tail -n 1)")

mkdir -p chapters/30-tiny/aw {exercises,solutions,autograder/tests}/30-tiny
cat >chapters/30-tiny/aw/tiny.h <<'END'
/* SPDX-License-Identifier: MIT */
/* Returns: a number that is one more than `n`. */
int aw_tiny_next(int n);
END
echo '<a id="next"></a>' >chapters/30-tiny/README.md
echo 'int aw_tiny_next(int n);' >exercises/30-tiny/tiny.c
cp exercises/30-tiny/tiny.c solutions/30-tiny/
cat >autograder/tests/30-tiny/tiny.c <<'END'
#include "graded.h"
GRADED(tiny, the_next_number, "a number that is one more than `n`")
{
    EXPECT_INT(aw_tiny_next(1), 2, "asked for the number after 1");
}
END
cat >autograder/tests/30-tiny/rubric.json <<'END'
{"chapter": "30-tiny", "title": "Tiny", "hours": 1, "exercises": [
  {"id": "30.1", "title": "The next number", "kind": "build",
   "file": "tiny.c", "points": 2, "minutes": 5, "section": "next",
   "tests": ["tiny/the_next_number"], "hints": ["a", "b", "c"],
   "imports": []}], "imports": []}
END
said() { # CHECK...: what is complained about
    python3 autograder/tools/check.py "$@" 2>&1 |
        grep -v -e '^[0-9]* passed, 0 failed' -e '^skipped: '
}

expect "what is there is good" "$(said engines rubric quotes semantics)"
expect "two lines for the compiler are missing" "$(
    said flags | grep -c 'compile_flags.txt:.*chapters/30-tiny.* is missing' |
        grep -vx 2
)"
sed -i "s|^-Ichapters/$last\(/aw\)\?\$|&\n-Ichapters/30-tiny\1|" \
    compile_flags.txt
expect "and then they are not" "$(said flags)"
expect "the copy of its stub is missing" "$(
    said stubs | grep -q 'tiny.c.*run make stubs' || echo "nobody says so"
)"
make --no-print-directory stubs
expect "make stubs makes it" \
    "$(diff exercises/30-tiny autograder/stubs/30-tiny 2>&1)"

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
