#!/bin/bash
# scripts.sh: a plain program for each module of chapters 05 to 13, under ASan
# and UBSan with every request for memory failing in turn, and under valgrind;
# and a program of tasks that goes wrong, which has to say so.
set -u
out=build/scripts
passed=0 failed=0 skipped=0
mkdir -p $out

flags="-std=gnu17 -D_GNU_SOURCE= -g -O1 -Wall -Wextra -fno-omit-frame-pointer"
for folder in chapters/*/; do
    flags="$flags -I$folder -I${folder}aw"
done
runtime=$(ls chapters/*/*.c solutions/*/*.c |
    grep -v -e /demo_ -e /hunt_ -e /predict_ -e /probe_ -e /tune_)

# once NAME WHAT COMMAND...: it has to end with 0.
once() {
    local name=$1 what=$2
    shift 2
    if timeout 300 "$@" >"$out/$name.txt" 2>&1 </dev/null; then
        passed=$((passed + 1))
        echo "ok     $name $what: $(tail -n 1 "$out/$name.txt")"
    else
        failed=$((failed + 1))
        echo "FAILED $name $what: $(grep -m 1 -e FAILED -e ERROR -e misuse -e ' lost: ' \
            "$out/$name.txt"); see $out/$name.txt"
    fi
}

# says WORD WORDS...: with that mishap it says all of these.
says() {
    local word=$1 said=$out/mishap-$1.txt
    shift
    # In a shell of its own, so that nobody reports how it dies.
    (timeout 60 "$out/mishaps" "$word" >"$said" 2>&1 </dev/null; true) 2>/dev/null
    for words in "$@"; do
        grep -q -e "$words" "$said" && continue
        failed=$((failed + 1))
        echo "FAILED mishap $word: it does not say \"$words\"; see $said"
        return
    done
    passed=$((passed + 1))
    echo "ok     mishap $word: $(head -n 1 "$said")"
}

# What is older than the last change of a header is made anew.
header=$(ls -t chapters/*/*.h chapters/*/aw/*.h | head -n 1)

for kind in plain asan; do
    sanitize=
    [ $kind = asan ] &&
        sanitize="-fsanitize=address,undefined -fno-sanitize-recover=all"
    # shellcheck disable=SC2086
    for source in $runtime; do
        object=$out/$kind-$(echo "$source" | tr / _).o
        [ "$object" -nt "$source" ] && [ "$object" -nt "$header" ] && continue
        echo "gcc $flags $sanitize -c -o $object $source"
    done | xargs -r -P "$(nproc)" -d '\n' -n 1 sh -c || exit 1
    for script in autograder/selftest/scripts/*.c; do
        name=$(basename "$script" .c)
        # shellcheck disable=SC2086
        gcc $flags $sanitize -o "$out/$name-$kind" "$script" \
            $out/$kind-*.o -luv -lm -pthread || exit 1
    done
done
# shellcheck disable=SC2086
gcc $flags $sanitize -o $out/mishaps autograder/selftest/mishaps.c \
    $out/asan-*.o -luv -lm -pthread || exit 1
says overflow "stack overflow: coroutine 'culprit'"
says freed "in task 'culprit'" 'heap-use-after-free'
says close "in task 'culprit'" 'a loop was closed while it runs'
says timer 'in culprit' 'a timer on its stack'
says scope "task 'culprit' has returned inside of the timeout" 'mishaps.c'
says group "task 'culprit' has returned inside of the group" 'mishaps.c'
says lock "the task 'gone', which has it, has ended" "in task 'culprit'"
says outside 'outside of a task'
export ASAN_OPTIONS=detect_leaks=1
for script in autograder/selftest/scripts/*.c; do
    name=$(basename "$script" .c)
    once "$name-asan" "every request fails once" "$out/$name-asan" everywhere
    if command -v valgrind >/dev/null; then
        once "$name-plain" "under valgrind" valgrind -q --leak-check=full \
            --errors-for-leak-kinds=definite,indirect,possible \
            --error-exitcode=9 "$out/$name-plain"
    else
        skipped=$((skipped + 1))
        echo "skipped $name: valgrind is not installed"
    fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
