#!/bin/sh
# bench.sh COMPILER OBJECTS: build and run every bench; each prints ratios of
# CPU times taken in one run, and fails when a promised ratio is missed.
set -eu
compiler=$1 objects=
status=0
for object in $2; do
    case $object in
    */hunt_* | */tune_* | */predict_* | */probe_*) ;;
    *) objects="$objects $object" ;;
    esac
done
mkdir -p build/bench
for source in autograder/bench/*.c; do
    program=build/bench/$(basename "$source" .c)
    # shellcheck disable=SC2086
    $compiler -o "$program" "$source" $objects -luv -lm
    "$program" || status=1
done
exit $status
