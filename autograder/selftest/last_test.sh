#!/bin/bash
# What a test leaves word of when it crashes: where it was, and the last check
# that held, with "..." for what stood in its sentence.
set -u
out=build/test/last chapters=(chapters/[0-9]*/)
passed=0 failed=0
mkdir -p build/test
cat >$out.c <<'EOF'
#include "graded.h"

#include <inttypes.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    int *volatile nowhere = NULL, *gone = malloc(4);

    graded_begin("suite/name");
    if (argc > 2)
        graded_true(true, "so", "file.c", 7, "put %5.1f%% of %" PRIu64
                    " in %-*.*s, and %zu\tmore", 1.5, (uint64_t)2, 3, 4, "it",
                    sizeof(int));
    if (*argv[1] == 'c') {
        graded_true(true, "so", "file.c", 8, "and took %d", 1);
        graded_true(true, "so", "file.c", 8, "and then one");
        graded_true(true, "so", "file.c", 9, "then two");
        graded_true(false, "so", "file.c", 10, "and looked at %s", "it");
    }
    if (*argv[1] == 'a')
        AW_ASSERT(!argv[1], "never");
    if (*argv[1] == 'q')
        abort();
    while (*argv[1] == 'l')
        continue;
    free(gone);
    return *argv[1] == 'f' ? *gone : *nowhere;
}
EOF
gcc -std=gnu17 -D_GNU_SOURCE= -g -fsanitize=address,undefined \
    -fno-sanitize-recover=all "${chapters[@]/#/-I}" -Iautograder/support \
    -o $out $out.c autograder/support/graded.c autograder/support/record.c \
    autograder/support/last.c autograder/support/parked.c \
    autograder/support/trace.c autograder/support/value.c \
    chapters/00-start-here/here.c || exit 1

# leaves WHAT RECORD HOW [CHECKED]: how it crashes, and whether behind a check
leaves() {
    what=$1 record=$(printf 'n0nce last suite/name%b' "$2")
    shift 2
    : >$out.records
    AW_RESULT=$out.records AW_NONCE=n0nce ASAN_OPTIONS=detect_leaks=0 \
        UBSAN_OPTIONS=print_stacktrace=1 \
        bash -c 'ulimit -St 1; "$0" "$@"; true' $out "$@" >$out.said 2>&1
    if [ "$(grep ' last ' $out.records)" = "$record" ] &&
        cat $out.said $out.records | grep -q '\bmain .*last.c:[0-9]'; then
        passed=$((passed + 1))
        echo "ok     $what"
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n%s\n' "$what" "$record"
        cat $out.records $out.said
    fi
}

sentence='\tfile.c\t7\tput ...% of ... in ..., and ...\\tmore'
leaves 'a pointer to nowhere, behind a check' "$sentence" nowhere checked
leaves 'memory that is gone, behind a check' "$sentence" freed checked
leaves 'a broken assertion, behind a check' "$sentence" asserts checked
leaves 'a crash before the first check' '' nowhere
leaves 'abort, behind a check' "$sentence" quits checked
leaves 'a loop without end, behind a check' "$sentence" loops checked

# fails_as WHAT SENTENCE: what a check that fails in the chain says was done
fails_as() {
    said=$(AW_RESULT=/dev/stdout AW_NONCE=n0nce $out "${@:3}" 2>/dev/null |
        sed -n 's/^n0nce fail suite.name\tfile.c\t10\t\([^\t]*\)\t.*/\1/p')
    if [ "$said" = "$2" ]; then
        passed=$((passed + 1))
        echo "ok     $1"
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n%s\n' "$1" "$said"
    fi
}

fails_as 'a sentence that goes on, behind what it goes on from' \
    'and took ...; and then one; then two; and looked at it' chain
fails_as 'of a long chain, behind its first and the last two' \
    'put ...% of ... in ..., and ...\tmore; and then one; then two; and looked at it' \
    chain checked
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
