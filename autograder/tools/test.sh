#!/bin/bash
# make test: everything that proves the workbook, in the order in which a
# failure is easiest to understand.  The sum is the last line.
set -u
. autograder/tools/steps.sh

# A plain C program that tests one of the grader's modules: NAME.c and, if
# there are any, NAME_*.c.
grader_objects=$(ls build/grader/*.o | grep -v -e /main.o -e /jail)
unit() {
    # shellcheck disable=SC2086
    gcc -std=gnu17 -D_GNU_SOURCE= -g -O1 -Wall -Wextra -Iautograder/src \
        -o "build/test/$1" autograder/selftest/"$1".c \
        $(ls autograder/selftest/"$1"_*.c 2>/dev/null) $grader_objects \
        -luv -ljansson -lelf -lcrypto -lm &&
        "build/test/$1" "$public/aw-jail"
}
# Some run as another user, who may not see the folder that we stand in.
public=$(mktemp -d)
trap 'rm -rf "$public"' EXIT
chmod 755 "$public"
cp build/grader/aw-jail "$public"

step check python3 autograder/tools/check.py
for test in autograder/selftest/*_test.c; do
    step "$(basename "$test" .c)" unit "$(basename "$test" .c)"
done
step trace bash autograder/selftest/trace_test.sh
step doctor bash autograder/selftest/doctor_test.sh
step setup bash autograder/selftest/setup_test.sh
step untouched make --no-print-directory grade STRICT=0
step solutions make --no-print-directory grade FROM=solutions STRICT=1 FRESH=1
step integrated make --no-print-directory grade FROM=solutions MINE=all STRICT=1 TIMING=0
step clang make --no-print-directory grade FROM=solutions STRICT=1 FRESH=1 CC=clang
step scripts autograder/selftest/scripts.sh
step on_uv autograder/tools/on_uv.sh
step coroutines autograder/tools/coroutines.sh
step aarch64 autograder/tools/aarch64.sh
step mutants make --no-print-directory mutants
step orders autograder/tools/orders.sh 1000
step sweep make --no-print-directory sweep
step differential make --no-print-directory differential
step cases python3 autograder/selftest/cases.py --once
step twins make --no-print-directory twin
step update python3 autograder/selftest/learner_update.py
step gdb python3 autograder/selftest/learner_gdb.py
step solution python3 autograder/selftest/learner_solution.py
step watch python3 autograder/selftest/learner_watch.py
step report python3 autograder/selftest/learner_report.py
step past python3 autograder/selftest/learner_past.py
step survive python3 autograder/selftest/survive.py
step bench make --no-print-directory bench

sum_up
