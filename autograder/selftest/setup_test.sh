#!/bin/bash
# Does setup.sh say what is missing, install it where it may, and give up with
# 2 where it may not?  It is run with a PATH that holds what each test needs.
set -u
setup=$PWD/autograder/tools/setup.sh
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
passed=0 failed=0

# Tools that setup.sh itself needs, and a system without everything else.
for tool in basename env rm; do
    ln -s "$(command -v $tool)" "$bin/$tool"
done

fake() { # NAME LINE...: a program that does what the lines say
    name=$1
    shift
    printf '%s\n' '#!/bin/sh' "$@" >"$bin/$name"
    chmod +x "$bin/$name"
}

expect() { # WHAT STATUS PATTERN...: of the run that is in $out and $status
    what=$1 want=$2 why=
    shift 2
    [ "$status" = "$want" ] || why="status $status, and not $want"
    for pattern; do
        grep -q -e "$pattern" <<<"$out" || why="$why; it does not say $pattern"
    done
    if [ -n "$why" ]; then
        failed=$((failed + 1))
        printf 'FAILED %s: %s\n%s\n' "$what" "$why" "$out"
    else
        passed=$((passed + 1))
        echo "ok     $what"
    fi
}

run() {
    out=$(PATH=$bin /bin/sh "$setup" 2>&1 </dev/null)
    status=$?
}

fake id 'echo 1000'
run
expect 'without apt it names the packages of three systems' 2 \
    'libcriterion-dev' 'dnf install.*libuv-devel' 'pacman -S.*criterion' \
    'make grade again'

fake apt-get 'echo "apt-get $*"'
run
expect 'without sudo it may not install' 2 'libcriterion-dev'

fake sudo 'exit 1'
run
expect 'with a sudo that wants a password it may not install' 2 'libuv1-dev'

fake sudo '[ "$1" = -n ] && shift' 'exec "$@"'
fake true ''
run
expect 'with sudo it installs what is missing' 0 'apt-get -qq update' \
    'apt-get -qq install.*libcriterion-dev.*bubblewrap'

fake id 'echo 0'
rm "$bin/sudo"
run
expect 'root needs no sudo' 0 'apt-get -qq install.*libuv1-dev'

fake apt-get 'exit 100'
run
expect 'an apt that fails is no success' 2 'dnf install'

out=$(/bin/sh "$setup" 2>&1 </dev/null)
status=$?
expect 'here nothing is missing' 0

echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
