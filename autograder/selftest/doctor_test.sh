#!/bin/bash
# Does make doctor name each thing that is missing, with its package, when
# nothing is installed; and does it say what is unusual?  doctor.sh is run with
# a PATH that holds what each test needs.
set -u
doctor=$PWD/autograder/tools/doctor.sh
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
passed=0 failed=0

expect() { # WHAT STATUS PATTERN...: of the run in $out; !PATTERN: not said
    what=$1 want=$2 why=
    shift 2
    [ "$status" = "$want" ] || why="status $status, and not $want"
    for pattern; do
        if [ "${pattern#!}" = "$pattern" ]; then
            grep -q -e "$pattern" <<<"$out" || why="$why; it does not say $pattern"
        else
            grep -q -e "${pattern#!}" <<<"$out" && why="$why; it says ${pattern#!}"
        fi
    done
    if [ -n "$why" ]; then
        failed=$((failed + 1))
        printf 'FAILED %s: %s\n%s\n' "$what" "$why" "$out"
    else
        passed=$((passed + 1))
        echo "ok     $what"
    fi
}

run() { # [COMMAND...]: with that PATH
    out=$(PATH=$bin CC=gcc "${@:-$doctor}" 2>&1 </dev/null)
    status=$?
}

give() { # NAME...: these tools of the system
    for tool; do
        ln -sf "$(command -v "$tool")" "$bin/$tool"
    done
}

fake() { # NAME LINE...: a program that does what the lines say
    name=$1
    shift
    rm -f "$bin/$name"
    printf '%s\n' '#!/bin/sh' "$@" >"$bin/$name"
    chmod +x "$bin/$name"
}

# The needs of setup.sh, so that one added there is looked at here.
needs=$(sed -n 's/^need \([a-z][a-z0-9.-]*\) .*/\1/p' autograder/tools/setup.sh | sort -u)

run /bin/sh "$doctor"
expect 'with an empty PATH it ends by itself, and says how many are missing' 1 \
    '[1-9][0-9]* to mend before' 'lack  gcc ' '!not found' '!No such file'
run /bin/sh "$doctor"
# shellcheck disable=SC2046,SC2086
expect "each missing thing is named with its package" 1 \
    $(printf 'lack.*apt-get.install.%s$ ' $needs | sed 's/.lack/ lack/g') \
    'lack  gcc ' 'look  gdb '

give env gcc cc as ld sed cat mkdir rm df date ldd objcopy patch diff python3 gcovr
run /bin/sh "$doctor"
expect 'with all but bubblewrap it asks for bubblewrap alone' 1 \
    '^1 to mend' 'lack  bubblewrap .*apt-get install bubblewrap' \
    'ok    gcc .*[0-9]\.[0-9]' 'ok    libuv1-dev .*[0-9]\.[0-9]'

give bwrap
# shellcheck disable=SC2016
fake gcc '[ "$1" = -dumpversion ] && echo 9 && exit' 'exec cc "$@"'
fake df 'echo head' 'echo dev 9 9 100 9 /'
fake make 'exit 0'
fake aw-fake 'echo "  look  isolation    reduced: because"' \
    'echo "  ok    noise        none"'
run env AW_GRADER="$bin/aw-fake" AW_JAIL=none /bin/sh "$doctor"
expect 'an old compiler and a full disk are told' 1 '^1 to mend' \
    'look  compiler .*older' 'lack  disk .*100 MiB'
rm "$bin/df" "$bin/gcc"
give gcc
run env AW_GRADER="$bin/aw-fake" AW_JAIL=none /bin/sh "$doctor"
expect 'what the grader found out stands below, and counts' 0 \
    'look  isolation .*reduced: because' 'ok    noise' 'Nothing is lacking; [1-9]'

fake make 'echo "the linker says no" >&2' 'exit 2'
run env AW_GRADER="$bin/aw-fake" AW_JAIL=none /bin/sh "$doctor"
expect 'a grader that cannot be built is no success' 1 \
    'lack  grader' 'the linker says no'

out=$( (ulimit -n 256; ulimit -s 1024; PATH=$bin CC=gcc /bin/sh "$doctor") 2>&1 </dev/null)
status=$?
expect 'low limits are told, with what to do' 1 \
    'look  open files .*ulimit -n 1024' 'look  stack .*ulimit -s 8192'

# For the clock, a folder of its own in which the Makefile is from tomorrow.
mkdir -p "$bin/in/autograder/tools" "$bin/mnt"
cp autograder/tools/setup.sh autograder/tools/doctor.sh "$bin/in/autograder/tools"
touch -d tomorrow "$bin/in/Makefile"
out=$(cd "$bin/in" && PATH=$bin CC=gcc /bin/sh autograder/tools/doctor.sh 2>&1)
status=$?
expect 'files from the future are told' 1 'look  clock .*younger'

mkdir -p "$bin/in/chapters"
echo 'int promised;' >"$bin/in/chapters/contract.h"
(cd "$bin/in" && git init -q && git add -A &&
    git -c user.name=a -c user.email=a@localhost commit -qm 'as it came')
give git
for state in 'ok    workbook' 'look  workbook .*contract.h'; do
    out=$(cd "$bin/in" && PATH=$bin CC=gcc /bin/sh autograder/tools/doctor.sh 2>&1)
    status=$?
    expect "of the workbook it is told: $state" 1 "${state// /.}"
    echo 'int mine;' >>"$bin/in/chapters/contract.h"
done
rm "$bin/git"

cp -r "$bin/in" "$bin/a space"
out=$(cd "$bin/a space" && PATH=$bin CC=gcc /bin/sh autograder/tools/doctor.sh 2>&1)
status=$?
expect 'a path with a space is told' 1 'lack  folder .*space'

built=${GRADER_DIR:-build/grader}
if [ -x "$built/aw-grade" ] && [ -x "$built/aw-jail" ]; then
    out=$(AW_ISOLATION=none AW_JAIL=$built/aw-jail "$built/aw-grade" doctor 2>&1)
    status=$?
    expect 'the grader tells isolation, engines, guards and noise' 0 \
        'look  isolation .*reduced: ' 'ok    engines .*libuv' 'guard pages' \
        'noise .*differs from itself by [0-9]'
fi

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
