#!/bin/bash
# bench.sh [peers [PAIRS]]: build and run every bench; each prints ratios of
# CPU times taken in one run, and fails when a promised ratio is missed.
#
# The runtime is built as one would ship it: the compiler sees all files at
# once, and the switch is inlined.  What gcse finds out once for both sides of a
# switch it has to put on the stack in between, for no register survives that.
# `tasks` is also trained: built, run once with each of its four works, and
# built again with what the compiler learns from that.
# With `peers`: tasks against those of others.
set -eu
out=build/bench
flags="-std=gnu17 -D_GNU_SOURCE= -g -O3 -flto=auto -flto-partition=none
  -fno-gcse -fomit-frame-pointer -fstack-clash-protection
  -I. -Iautograder/bench"
# A wait for a plain future, inlined: gcc does not see that it is no task.
flags="$flags -Wno-stringop-overflow"
runtime=$(ls chapters/*/*.c solutions/*/*.c |
    grep -v -e /demo_ -e /hunt_ -e /predict_ -e /probe_ -e /tune_)
runtime="$runtime solutions/07-coroutines/tune_volley.c"
for folder in chapters/*/; do
    flags="$flags -I$folder -I${folder}aw"
done
status=0
mkdir -p $out

# build NAME FLAG...
build() {
    local name=$1
    shift
    # shellcheck disable=SC2086
    "${CC:-gcc}" $flags "$@" \
        -DAW_SWITCH_HEADER='"solutions/07-coroutines/inline_switch.h"' \
        -o "$out/$name" "autograder/bench/$name.c" $runtime -luv -lm -pthread
}

# A profile is called like the object that it is of, and there are files of one
# name in several chapters; so each goes through an object of its own.
build_objects() {
    local file object objects=
    for file in "autograder/bench/tasks.c" $runtime; do
        object=$out/trained/$(echo "${file%.c}" | tr / _).o
        objects="$objects $object"
        # shellcheck disable=SC2086
        "${CC:-gcc}" $flags "$@" -c -o "$object" "$file" \
            -DAW_SWITCH_HEADER='"solutions/07-coroutines/inline_switch.h"'
    done
    # shellcheck disable=SC2086
    "${CC:-gcc}" $flags "$@" -o "$out/tasks" $objects -luv -lm -pthread
}

build_trained() {
    rm -rf "$out/trained"
    mkdir -p "$out/trained"
    build_objects -fprofile-generate -fprofile-update=single
    for work in yield spawn trip inlined; do
        "$out/tasks" $work 1000000 >/dev/null
    done
    build_objects -fprofile-use -fprofile-partial-training -Wno-missing-profile
}

if [ "${1:-}" = peers ]; then
    build_trained
    exec python3 autograder/bench/peers/peers.py "${2:-}"
fi
for source in autograder/bench/*.c; do
    name=$(basename "$source" .c)
    case $name in
    tasks) build_trained ;;
    *) build "$name" ;;
    esac
    "$out/$name" || status=1
done
exit $status
