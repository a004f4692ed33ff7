#!/bin/bash
# grader.sh asan | cover: the grader put through its own tests, built with
# sanitizers, or so that its lines are counted (at least 90 % of them have to
# be reached).
set -u
. autograder/tools/steps.sh

kind=${1:-}
case $kind in
asan) export GRADER_EXTRA='-O1 -fsanitize=address,undefined -fno-sanitize-recover=all' ;;
cover) export GRADER_EXTRA='-O0 --coverage -fprofile-abs-path -fprofile-update=atomic' ;;
*)
    echo 'grader.sh asan | cover' >&2
    exit 2
    ;;
esac
export GRADER_DIR=build/grader-$kind
rm -rf "$GRADER_DIR"

# make hands over where the grader is, and everything else that it needs.
through_make() {
    make --no-print-directory "GRADER_DIR=$GRADER_DIR" \
        "GRADER_EXTRA=$GRADER_EXTRA" --eval "run-it: \$(READY) ; @$*" run-it
}

step "build-$kind" through_make true
# Jobs run as other users; what they count is theirs to write.
[ "$kind" = asan ] || chmod -R a+rwX "$GRADER_DIR"
for test in autograder/selftest/*_test.c; do
    step "$(basename "$test" .c)-$kind" autograder/tools/unit.sh \
        "$(basename "$test" .c)"
done
for test in autograder/selftest/*_test.py; do
    step "$(basename "$test" .py)-$kind" through_make python3 "$test"
done
step "cases-$kind" through_make python3 autograder/selftest/cases.py --once
if [ "$kind" = cover ]; then
    step lines gcovr --root . --filter autograder/src/ --fail-under-line 90 \
        --sort-percentage "$GRADER_DIR"
    tail -n 60 build/test/lines.log
fi
sum_up
