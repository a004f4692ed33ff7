#!/bin/bash
# orders.sh: each test that does not depend on who comes first, in ORDERS other
# orders among the tasks that are ready, on both engines.  A test's program has
# some seconds of CPU, so they are graded 1,000 at a time, each thousand with
# seeds of its own, from SEED= on; without it, from anywhere.
#
# Then the proof that orders are tried at all: mutants that pass in the order
# that is promised, fail in one of 300 others, and fail again at once with the
# seed that was printed.
#
#     orders.sh [ORDERS]
set -u
orders=${1:-1000}
first=${SEED:-$RANDOM}
log=build/test/order.log
passed=0 failed=0
mkdir -p build/test

tell() { # ok|FAILED WHAT
    if [ "$1" = ok ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    printf '%-6s %s\n' "$1" "$2"
}

grade() { # WORD...
    "$AW_GRADER" grade "$@" STRICT=1 FRESH=1 RESULTS=build/test/orders.json \
        </dev/null >"$log" 2>&1
}

in_orders() { # TEST ENGINE
    local so_far=0 part
    while [ $so_far -lt "$orders" ]; do
        part=$((orders - so_far < 1000 ? orders - so_far : 1000))
        grade TEST="$1" FROM=solutions ENGINE="$2" ORDERS=$part \
            SEED=$((first + so_far)) || return 1
        so_far=$((so_far + part))
    done
}

echo "$orders orders, from SEED=$first on"
for test in $(sed -n '/^GRADED_ORDER_FREE(/{N;s/.*(\s*\(\w*\),\s*\(\w*\),.*/\1\/\2/p}' \
    $(find autograder/tests -name "*.c" | sort)); do
    for engine in epoll uv; do
        if in_orders "$test" $engine; then
            tell ok "$test, $engine"
        else
            tell FAILED "$test, $engine"
            grep -A 8 -e 'failed:' -e 'could_not_grade:' "$log"
        fi
    done
done

fails() { # TEST TREE WORD...
    ! grade TEST="$1" FROM="$2/solutions" TIMING=0 "${@:3}" &&
        grep -q "failed: $1\$" "$log"
}

# What is wrong with MUTANT and TEST; nothing, if all is well.
look_at() {
    local tree=build/test/orders/$1 chapter=${1%%/*} seed
    rm -rf "$tree"
    mkdir -p "$tree/solutions"
    cp -r "solutions/$chapter" "$tree/solutions"
    patch -s -p1 -d "$tree" <"autograder/mutants/$1.patch" || return
    if ! grade TEST="$2" FROM="$tree/solutions" TIMING=0 SEED=1 ORDERS=0; then
        echo "fails in the order that is promised"
    elif ! fails "$2" "$tree" SEED=1 ORDERS=300; then
        echo "passes in 300 other orders"
    else
        seed=$(sed -n 's/.*(SEED=\([0-9]*\)).*/\1/p' "$log" | head -n 1)
        if [ "${seed:-1}" = 1 ]; then
            echo "fails in the first order, so none other was tried"
        elif ! fails "$2" "$tree" SEED="$seed" ORDERS=1; then
            echo "does not fail with SEED=$seed, which was printed"
        fi
    fi
}

while read -r mutant test; do
    wrong=$(look_at "$mutant" "$test" 2>&1)
    if [ -z "$wrong" ]; then
        tell ok "$mutant falls in another order"
    else
        tell FAILED "$mutant: $wrong"
    fi
done <<'EOF'
12-sync/sem_does_not_pass_on                    sem/no_order_loses_a_permit
13-queues/queue_loses_the_wake_up_of_a_putter   queue/each_item_is_got_once_in_any_order
EOF

echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ] && [ $passed != 0 ]
