#!/bin/bash
# grader.sh asan | cover [STEP ...]: the grader put through its own tests, built
# with sanitizers, or so that its lines are counted (at least 90 % of them have
# to be reached).  Steps that are named (build, lines, cases, ...) run alone.
#
# Leaks are found in aw-grade.  The jail's are not: what it prints is a job's,
# and it lives for one job.
set -u
. autograder/tools/steps.sh

kind=${1:-}
built=build/grader-$kind
case $kind in
asan) extra='-O1 -fsanitize=address,undefined -fno-sanitize-recover=all' ;;
cover)
    extra="-O0 -fprofile-abs-path -fprofile-update=atomic \
-Wl,--wrap=_exit,--wrap=__gcov_execv,$built/counted --coverage"
    ;;
*)
    echo 'grader.sh asan | cover [STEP ...]' >&2
    exit 2
    ;;
esac
shift
# The tests start make and programs of the grader: all of them take this one.
export GRADER_DIR=$built GRADER_EXTRA=$extra

# make environment builds what a grading needs, and says where it is.
build() {
    rm -rf "$built"
    mkdir -p "$built"
    if [ "$kind" = cover ]; then
        gcc -std=gnu17 -D_GNU_SOURCE= -O2 -Wall -Wextra -Werror -c \
            -DCOUNTED_IN="\"$PWD/$built\"" -o "$built/counted" autograder/selftest/counted.c || return 1
    fi
    make --no-print-directory -s environment >build/test/environment || return 1
    [ "$kind" = cover ] || return 0
    # Jobs run as other users, and count too: in files that are there.
    for notes in "$built"/*.gcno; do
        : >"${notes%.gcno}.gcda"
    done
    chmod -R a+rwX "$built"
}

# The lines, and those that nothing has reached.
lines() {
    gcovr --root . --filter autograder/src/ --fail-under-line 90 \
        --sort-percentage "$built"
}

wanted() { # STEP
    [ ${#only[@]} = 0 ] || [[ " ${only[*]} " == *" $1 "* ]]
}

run_step() { # STEP COMMAND...
    name=$1
    shift
    ! wanted "$name" || step "$name-$kind" "$@"
}

only=("$@")
run_step build build
eval "$(grep '^export AW_' build/test/environment)"
for test in autograder/selftest/*_test.c; do
    name=$(basename "$test" .c)
    run_step "$name" autograder/tools/unit.sh "$name"
done
for name in coverage_test class_parts_test class_test \
    learner_past learner_report learner_solution learner_update \
    learner_watch learner_wrong learner_gdb reports; do
    run_step "$name" python3 "autograder/selftest/$name.py"
done
run_step doctor_test bash autograder/selftest/doctor_test.sh
run_step survive python3 autograder/selftest/survive.py
run_step cases python3 autograder/selftest/cases.py --once
if [ "$kind" = asan ]; then
    run_step watch_soak python3 autograder/tools/watch_soak.py 100
else
    run_step lines lines
    grep -h TOTAL build/test/lines-cover.log
fi
sum_up
