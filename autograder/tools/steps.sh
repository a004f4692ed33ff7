#!/bin/bash
# steps.sh: run steps and add up what they report.  Sourced by test.sh and
# soak.sh.  A step ends with a line `N passed, N failed, N skipped` of its
# own, or counts as one; its output is kept in build/test/.
#
#   step NAME COMMAND...   one step
#   beside FUNCTION        the steps of that function, while others run
#   together               waits for them, and shows what they said
unset MAKEFLAGS MFLAGS MAKELEVEL # the steps start makes of their own
passed=0 failed=0 skipped=0
mkdir -p build/test
rm -f build/test/failed

step() {
    name=$1
    shift
    printf '\n== %s: %s\n' "$name" "$*"
    begun=$SECONDS
    "$@" </dev/null >"build/test/$name.log" 2>&1
    status=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' \
        "build/test/$name.log" | tail -n 1)
    if [ -n "$line" ]; then
        read -r p _ f _ s _ <<<"${line//,/}"
    else
        p=$((status == 0)) f=0 s=0
    fi
    if [ $status != 0 ] && [ "$f" = 0 ]; then
        f=1
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if [ "$f" != 0 ]; then
        grep -E '^FAILED|: error|Error |^not ok|could_not' \
            "build/test/$name.log" | head -n 40
        tail -n 15 "build/test/$name.log"
        {
            echo "$name: $f failed (build/test/$name.log)"
            grep -E '^FAILED|^not ok|could_not' "build/test/$name.log" |
                head -n 3 | sed 's/^/    /'
        } >>build/test/failed
    fi
    printf '   %s passed, %s failed, %s skipped in %s s (build/test/%s.log)\n' \
        "$p" "$f" "$s" "$((SECONDS - begun))" "$name"
}

beside() {
    aside=build/test/$1
    rm -f "$aside.sum"
    (
        passed=0 failed=0 skipped=0
        "$1"
        echo "$passed $failed $skipped" >"$aside.sum"
    ) >"$aside.txt" 2>&1 &
    aside_pid=$!
}

together() {
    wait "$aside_pid"
    cat "$aside.txt"
    # Whoever did not come to the end has failed.
    read -r p f s 2>/dev/null <"$aside.sum" || p=0 f=1 s=0
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# What failed is told again at the end: a server may show no more than that.
sum_up() {
    [ ! -e build/test/failed ] || { echo && cat build/test/failed; }
    printf '\n%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" = 0 ]
}
