#!/bin/bash
# unit.sh NAME: build and run the plain C program that tests one of the
# grader's modules: autograder/selftest/NAME.c and, if there are any, NAME_*.c.
# GRADER_DIR says which build of the grader it is linked with, GRADER_EXTRA how
# that was compiled; the lines of the test itself are not counted.
set -eu
read -ra extra <<<"${GRADER_EXTRA:-}"
built=${GRADER_DIR:-build/grader}
objects=$(ls "$built"/*.o | grep -v -e /main.o -e /jail)
# Some run as another user, who may not see the folder that we stand in.
public=$(mktemp -d)
trap 'rm -rf "$public"' EXIT
chmod 755 "$public"
cp "$built/aw-jail" "$public"
mkdir -p build/test

# shellcheck disable=SC2086
gcc -std=gnu17 -D_GNU_SOURCE= -g -O1 -Wall -Wextra -Iautograder/src \
    -o "build/test/$1" autograder/selftest/"$1".c \
    $(ls autograder/selftest/"$1"_*.c 2>/dev/null) $objects \
    "${extra[@]/--coverage/-lgcov}" -luv -ljansson -lelf -lcrypto -lm
"build/test/$1" "$public/aw-jail"
