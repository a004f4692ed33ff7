#!/bin/sh
# gdb.sh PROGRAM TEST FAILS: the test under gdb, stopped where it fails; one
# that does not fail (FAILS is 0) is stopped at its beginning.  On a terminal
# gdb goes on asking; elsewhere it prints what it has found, and ends.
set -eu
program=$1
export AW_TEST="$2"
if ! command -v gdb >/dev/null 2>&1; then
    echo 'GDB=1 needs gdb, which is not here: sudo apt-get install gdb' >&2
    exit 2
fi
[ "${3:-1}" = 1 ] || export AW_STOP_FIRST=1
echo
echo "gdb runs $AW_TEST now: your own code on your own machine, without isolation and limits."
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1:handle_segv=0:color=never
export UBSAN_OPTIONS=print_stacktrace=1:abort_on_error=1:color=never
export LD_LIBRARY_PATH="${AW_OBJECTS:-build/gcc}/stand_in"
unset AW_RESULT AW_NONCE
set -- -q -nx -x autograder/tools/gdb.py --args "$program"
if [ -t 0 ] && [ -t 1 ]; then
    exec gdb "$@"
fi
exec timeout -k 5 120 gdb -batch "$@" </dev/null
