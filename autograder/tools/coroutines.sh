#!/bin/bash
# coroutines.sh: the coroutines of solutions/ under the tools that the tests do
# not run under.  Each has to be content with the program, and has to find the
# mistake that is put before it.
#
#     coroutines.sh             sanitizers, valgrind, ucontext: this machine
#     coroutines.sh aarch64     another machine, emulated
set -u
program=autograder/selftest/coroutines.c
out=build/coroutines
passed=0 failed=0 skipped=0
mkdir -p $out

includes=$(ls -d chapters/[0-9]* | sed 's/^/-I/')
flags="-std=gnu17 -D_GNU_SOURCE= -g -fstack-clash-protection
  -fno-omit-frame-pointer -Wall -Wextra -Werror"
sources=$(ls solutions/0[0-4]-*/*.c solutions/07-*/*.c chapters/0[0-47]-*/*.c |
    grep -v -e /hunt_ -e /tune_ -e /probe_ -e /predict_ -e /demo_)

# build NAME COMPILER FLAGS...
build() {
    name=$1 compiler=$2
    shift 2
    # shellcheck disable=SC2086
    "$compiler" $flags "$@" $includes -o "$out/$name" $program $sources \
        -pthread >"$out/$name.log" 2>&1 && return
    failed=$((failed + 1))
    echo "FAILED $name: it does not compile; see $out/$name.log"
    return 1
}
# content NAME COMMAND...: it ends with 0, and says nothing of warnings.
content() {
    name=$1
    shift
    if timeout 300 "$@" >"$out/$name.txt" 2>&1 </dev/null &&
        ! grep -q -e WARNING -e 'ERROR: ' -e 'not ok' "$out/$name.txt"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name: see $out/$name.txt"
    fi
}
# finds NAME WORDS COMMAND...: it says WORDS.
finds() {
    name=$1 words=$2
    shift 2
    # In a shell of its own, so that nobody reports how it dies.
    (timeout 300 "$@" >"$out/$name.txt" 2>&1 </dev/null; true) 2>/dev/null
    if grep -q -e "$words" "$out/$name.txt"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name: it does not say \"$words\"; see $out/$name.txt"
    fi
}
skip() {
    skipped=$((skipped + 1))
    echo "skipped $1"
}
inlined='-DAW_SWITCH_HEADER="solutions/07-coroutines/inline_switch.h"'
overflow="stack overflow: coroutine 'tested' has used up its"

this_machine() {
    for cc in gcc clang; do
        command -v $cc >/dev/null || { skip "$cc: not installed"; continue; }
        for level in -O0 -O2 -O3; do
            build $cc$level $cc $level || continue
            content $cc$level "$out/$cc$level"
            finds $cc$level-overflow "$overflow" "$out/$cc$level" overflow
        done
        build $cc-ucontext $cc -O2 -DAW_UCONTEXT &&
            content $cc-ucontext "$out/$cc-ucontext"
        # The switch that programs are shipped with, beside the one that calls.
        build $cc-inlined $cc -O3 -I. "$inlined" &&
            content $cc-inlined "$out/$cc-inlined" &&
            finds $cc-inlined-overflow "$overflow" "$out/$cc-inlined" overflow
        if build $cc-asan $cc -O1 -fsanitize=address,undefined \
            -fno-sanitize-recover=all; then
            for frames in 0 1; do
                export ASAN_OPTIONS=detect_stack_use_after_return=$frames:detect_leaks=0
                content $cc-asan-$frames "$out/$cc-asan"
                finds $cc-asan-$frames-overflow "$overflow" \
                    "$out/$cc-asan" overflow
                finds $cc-asan-$frames-stale use-after-poison \
                    "$out/$cc-asan" stale
            done
            unset ASAN_OPTIONS
        fi
        if build $cc-tsan $cc -O1 -fsanitize=thread; then
            content $cc-tsan "$out/$cc-tsan"
            finds $cc-tsan-race 'data race' "$out/$cc-tsan" race
        fi
    done
    if command -v valgrind >/dev/null && [ -x $out/gcc-O0 ]; then
        content valgrind valgrind --error-exitcode=9 $out/gcc-O0
        if grep -q 'switching stacks' $out/valgrind.txt; then
            failed=$((failed + 1))
            echo "FAILED valgrind: it was not told of a stack"
        fi
    else
        skip "valgrind: not installed"
    fi
}

# qemu takes MADV_GUARD_INSTALL for done and does nothing, so that is refused.
another_machine() {
    for tool in aarch64-linux-gnu-gcc qemu-aarch64; do
        command -v $tool >/dev/null && continue
        skip "aarch64: $tool is not installed (gcc-aarch64-linux-gnu, qemu-user)"
        return
    done
    for level in -O0 -O2; do
        build aarch64$level aarch64-linux-gnu-gcc $level -static \
            -DREFUSE_GUARDS -Wl,--wrap=madvise || continue
        content aarch64$level qemu-aarch64 "$out/aarch64$level"
        finds aarch64$level-overflow "$overflow" \
            qemu-aarch64 "$out/aarch64$level" overflow
    done
    build aarch64-inlined aarch64-linux-gnu-gcc -O2 -static -I. "$inlined" \
        -DREFUSE_GUARDS -Wl,--wrap=madvise &&
        content aarch64-inlined qemu-aarch64 "$out/aarch64-inlined"
    build aarch64-ucontext aarch64-linux-gnu-gcc -O2 -static -DAW_UCONTEXT &&
        content aarch64-ucontext qemu-aarch64 "$out/aarch64-ucontext"
}

if [ "${1:-}" = aarch64 ]; then
    another_machine
else
    this_machine
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
