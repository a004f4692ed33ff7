#!/bin/bash
# Is a class's copy graded as the workbook itself is, and does it keep the
# later solutions to itself?
set -u
passed=0 failed=0
work=$PWD/build/handout-test
rm -rf "$work"
mkdir -p "$work/submissions"

expect() { # WHAT WHY: an empty WHY is a pass
    if [ -n "$2" ]; then
        failed=$((failed + 1))
        printf 'FAILED %s: %s\n' "$1" "$(head -n 20 <<<"$2")"
    else
        passed=$((passed + 1))
        echo "ok     $1"
    fi
}

unset MAKEFLAGS MFLAGS MAKELEVEL
copy=$work/copy
said=$(autograder/tools/handout.sh 5 "$copy" 2>&1) ||
    expect "make handout" "$said"
expect "bad words are refused" "$(
    for word in '' x 5x -3; do
        autograder/tools/handout.sh "$word" "$work/other" >/dev/null 2>&1 &&
            echo "UPTO=$word was taken"
    done
    autograder/tools/handout.sh 5 "$copy" >/dev/null 2>&1 &&
        echo "a folder that is there was written to"
)"

# ---- What it shows ----------------------------------------------------------

# The first line of each solution's essay is a sentence of its own.
shown() {
    sed -n '2s/^.. \?//p' "$1" | head -n 1
}
expect "earlier solutions are there as text" "$(
    for file in solutions/0[0-5]*/*.c; do
        cmp -s "$file" "$copy/$file" || echo "$file"
    done
)"
expect "later solutions are nowhere as text" "$(
    for file in solutions/{0[6-9],1}*/*.c; do
        line=$(shown "$file")
        [ ${#line} -gt 15 ] || continue
        grep -rlF -- "$line" "$copy" | head -n 1
    done
)"
expect "their objects tell no source lines" "$(
    find "$copy/autograder/reference" -name '*.o' -exec \
        sh -c 'readelf -SW "$@" | grep -m 1 -F .debug_info' sh {} +
)"
expect "no link leads to what was left out" "$(
    python3 - "$copy" <<'END'
import re, sys
from pathlib import Path
for page in sorted(Path(sys.argv[1]).rglob("*.md")):
    words = re.sub(r"`[^`\n]*`|```.*?```", "", page.read_text(), flags=re.S)
    for link in re.findall(r"\]\(<?([^()\s>#:]+)[^()\s:]*\)", words):
        if not (page.parent / link).exists():
            print(f"{page.relative_to(sys.argv[1])}: {link}")
END
)"
expect "no mutant is there" "$(find "$copy" -name '*.patch')"
expect "nothing but stubs in exercises" \
    "$(diff -r "$copy/exercises" autograder/stubs)"
expect "make submit packs what was written there" "$(
    cp solutions/00-start-here/list.c "$copy/exercises/00-start-here/"
    python3 "$copy/autograder/tools/submit.py" 00 >/dev/null
    tar -tzf "$copy/build/submit/00-start-here.tar.gz" 2>&1 |
        grep -q 00-start-here/list.c || echo it does not
    cp autograder/stubs/00-start-here/list.c "$copy/exercises/00-start-here/"
)"

# ---- How it grades ----------------------------------------------------------

# The tests' objects are the same; the reference's are the copy's own.
mkdir -p "$copy/build"
tar -C build --exclude='*/solutions' --exclude='asan/mutants' \
    --exclude=clang -cf - gcc setup.ok | tar -C "$copy/build" -xf -

submit() { # NAME PATCH: the solution with a mutant's mistake
    mkdir -p "$work/submissions/$1"
    cp -r solutions/"$2" "$work/submissions/$1/"
    [ -z "${3:-}" ] || sed 's|/solutions/|/|' "autograder/mutants/$2/$3.patch" |
        patch -s -p1 -d "$work/submissions/$1"
}
submit whole 06-futures
submit wrong 06-futures "$(basename "$(ls autograder/mutants/06-futures/*.patch |
    grep -v -e slow | head -n 1)" .patch)"
submit probe 00-start-here
mkdir -p "$work/submissions/stubs"
cp -r autograder/stubs/06-futures "$work/submissions/stubs/"

for submission in "$work"/submissions/*; do
    name=$(basename "$submission")
    chapter=$(ls "$submission")
    for tree in . "$copy"; do
        rm -f "$work/$name.json"
        (
            cd "$tree" || exit
            make --no-print-directory grade CH="${chapter%%-*}" TIMING=0 SEED=7 \
                FROM="$submission" RESULTS="$work/$name.json" 2>&1
        ) >"$work/$name.log" || cat "$work/$name.log"
        side=$([ "$tree" = . ] && echo here || echo there)
        sed '/"seconds":/d' "$work/$name.json" >"$work/$name.$side" ||
            echo "nothing was graded $side" >"$work/$name.$side"
    done
    expect "$name is graded alike" \
        "$(diff "$work/$name.here" "$work/$name.there" 2>&1 | head -n 20)"
done
expect "the mistake costs points, and the solution has them all" "$(
    for name in whole wrong; do
        python3 - "$work/$name.json" <<'END'
import json, sys
r = json.load(open(sys.argv[1]))
whole = r["earned"] == r["possible"] > 0
print("" if whole == sys.argv[1].endswith("whole.json") else
      f"{sys.argv[1]}: {r['earned']} of {r['possible']}")
END
    done | grep .
)"
expect "make solution says why there is none" "$(
    cd "$copy" && make --no-print-directory solution CH=06 2>&1 |
        grep -q 'this copy has no text of its solution' || echo "it does not"
)"
rm -rf "$work"
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
