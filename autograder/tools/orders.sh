#!/bin/bash
# orders.sh: each test that does not depend on who comes first, in ORDERS other
# orders among the tasks that are ready, in one process, on both engines.
#
#     orders.sh [ORDERS]
set -u
orders=${1:-1000}
passed=0 failed=0

for test in $(sed -n '/^GRADED_ORDER_FREE(/{N;s/.*(\s*\(\w*\),\s*\(\w*\),.*/\1\/\2/p}' \
    $(find autograder/tests -name "*.c" | sort)); do
    for engine in epoll uv; do
        if "$AW_GRADER" grade TEST="$test" FROM=solutions ENGINE=$engine \
            ORDERS="$orders" STRICT=1 FRESH=1 RESULTS=build/test/orders.json \
            >build/test/order.log 2>&1; then
            passed=$((passed + 1))
            echo "ok     $test, $engine"
        else
            failed=$((failed + 1))
            echo "FAILED $test, $engine"
            grep -A 8 'failed:' build/test/order.log
        fi
    done
done
echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ] && [ $passed != 0 ]
