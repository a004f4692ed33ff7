#!/bin/sh
# demo.sh run|twin CHAPTER COMPILER OBJECTS: run demos, or compare them with
# their asyncio twins line by line, under the system's Python 3 and under 3.13 or
# later where one is found.  Without CHAPTER, those of all chapters.
#
# Compared are programs of tasks (chapter 08 and later) on clocks that jump: the
# order is promised, and how fast a machine is, is not.
set -eu
what=$1 compiler=$3 objects=$4
number=$(printf '%s' "$2" | sed 's/-.*//; s/^0*\(.\)/\1/')
found=0 differ=0
pythons="python3 $(autograder/tools/newest_python.sh || true)"
mkdir -p build/demo

for demo in chapters/*/demo_*.c; do
    [ -f "$demo" ] || continue
    chapter=$(basename "$(dirname "$demo")")
    case $chapter in
    "0$number"-* | "$number"-*) ;;
    *) [ -z "$number" ] || continue ;;
    esac
    found=$((found + 1))
    name=$(basename "$demo" .c)
    program=build/demo/$chapter-$name
    # A demo links the chapters up to its own, and no hunts, tunes, predictions.
    mine=
    for object in $objects; do
        case $object in
        */hunt_* | */tune_* | */predict_* | */probe_*) continue ;;
        esac
        of=$(basename "$(dirname "$object")")
        if [ "$of" = "$chapter" ] || expr "$of" \< "$chapter" >/dev/null; then
            mine="$mine $object"
        fi
    done
    jumps= under=
    if [ "$what" = twin ] && expr "$chapter" \>= 08 >/dev/null; then
        jumps='autograder/tools/virtual_clock.c -Wl,--wrap=aw_clock_monotonic'
        under=autograder/tools/virtual_time.py
    fi
    # shellcheck disable=SC2086
    $compiler -o "$program" "$demo" $mine $jumps -Wl,--as-needed -luv -pthread
    if [ "$what" = run ]; then
        printf '== %s\n' "$demo"
        "$program"
        continue
    fi
    "$program" >"$program.c.txt"
    same=yes
    for python in $pythons; do
        # shellcheck disable=SC2086
        "$python" $under "${demo%.c}.py" >"$program.py.txt"
        cmp -s "$program.c.txt" "$program.py.txt" && continue
        same=no
        differ=$((differ + 1))
        printf '== %s DIFFERS (left: here, right: asyncio of %s):\n' \
            "$demo" "$("$python" --version)"
        diff --side-by-side "$program.c.txt" "$program.py.txt" || true
    done
    if [ $same = yes ]; then
        printf '== %s and its twin print the same:\n' "$demo"
        cat "$program.c.txt"
    fi
done
if [ "$found" = 0 ]; then
    echo "No demo for CH=$2.  Chapters with demos:" >&2
    ls -d chapters/*/demo_*.c >&2
    exit 2
fi
[ "$differ" = 0 ]
