#!/bin/bash
# How two traces are shown that differ: one below the other, with a mark below
# the first word that does, and within 80 columns.
set -u
out=build/test/trace chapters=(chapters/[0-9]*/)
passed=0 failed=0
mkdir -p build/test
cat >$out.c <<'EOF'
#include "graded.h"
int main(int argc, char **argv)
{
    (void)argc;
    graded_order(argv[1], argv[2], "file.c", 1, "did it");
    return 0;
}
EOF
gcc -std=gnu17 -D_GNU_SOURCE= -g -fsanitize=address,undefined \
    "${chapters[@]/#/-I}" -Iautograder/support -o $out $out.c \
    autograder/support/graded.c autograder/support/record.c \
    autograder/support/last.c autograder/support/parked.c \
    autograder/support/trace.c autograder/support/value.c \
    chapters/00-start-here/here.c || exit 1

# shows WHAT GOT WANT LINE...: the lines are all of it
shows() {
    what=$1 got=$2 want=$3
    shift 3
    said=$(ASAN_OPTIONS=detect_leaks=0 $out "$got" "$want" 2>&1 | tail -n +2)
    long=$(awk 'length > 76' <<<"$said")
    if [ "$said" = "$(printf '%s\n' "$@")" ] && [ -z "$long" ]; then
        passed=$((passed + 1))
        echo "ok     $what"
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n%s\ninstead of\n' "$what" "$said"
        printf '%s\n' "$@"
    fi
}

shows 'two that are the same' 'a b c' 'a b c' ''
shows 'a word differs' 'a bb x d' 'a bb c d' \
    'expected: a bb c d' \
    'but:      a bb x d' \
    '               ^ they part here'
shows 'the end of a word differs' 'a b@5 c' 'a b@50 c' \
    'expected: a b@50 c' \
    'but:      a b@5 c' \
    '            ^ they part here'
shows 'the first differs' 'x' 'a b' \
    'expected: a b' \
    'but:      x' \
    '          ^ they part here'
shows 'one is missing' 'a b' 'a b c' \
    'expected: a b c' \
    'but:      a b' \
    '              ^ and then no more'
shows 'one is too much' 'a b c' 'a b' \
    'expected: a b' \
    'but:      a b c' \
    '              ^ this is too much'
shows 'nothing was said' '' 'a b' 'expected: a b' 'but:      nothing'
shows 'nothing should be' 'a b' '' 'expected: nothing' 'but:      a b'
many=$(seq -s ' ' 100 160)
shows 'of long ones the place is shown' "$many x $many" "$many y $many" \
    'expected: ... 155 156 157 158 159 160 y 100 101 102 103 104 105 106 107 ...' \
    'but:      ... 155 156 157 158 159 160 x 100 101 102 103 104 105 106 107 ...' \
    '                                      ^ they part here'
shows 'a long one that ends' "$many" "$many y" \
    'expected: ... 155 156 157 158 159 160 y' \
    'but:      ... 155 156 157 158 159 160' \
    '                                      ^ and then no more'
word=$(printf 'w%.0s' $(seq 300))
shows 'a word that has no room' "a $word" "a ${word}x" \
    "expected: a ${word:0:60} ..." \
    "but:      a ${word:0:60} ..." \
    '            ^ they part here'
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
