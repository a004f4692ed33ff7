#!/bin/bash
# make test: everything that proves the workbook, in the order in which a
# failure is easiest to understand; some beside others, since most of them keep
# one core busy.  The sum is the last line.
set -u
. autograder/tools/steps.sh

# What grades nothing in this tree, and looks at nothing around it.
other_core() {
    step coverage python3 autograder/selftest/coverage_test.py
    step handout autograder/selftest/handout_test.sh
    step scripts autograder/selftest/scripts.sh
    step coroutines autograder/tools/coroutines.sh
    step aarch64 autograder/tools/aarch64.sh
    step sweep make --no-print-directory sweep
    step differential make --no-print-directory differential
    step twins make --no-print-directory twin
    step update python3 autograder/selftest/learner_update.py
    step gdb python3 autograder/selftest/learner_gdb.py
    step solution python3 autograder/selftest/learner_solution.py
    step watch python3 autograder/selftest/learner_watch.py
    step report python3 autograder/selftest/learner_report.py
    step wrong python3 autograder/selftest/learner_wrong.py
    step machine python3 autograder/selftest/learner_machine.py
    step past python3 autograder/selftest/learner_past.py
}

# Speed may be inconclusive on a busy machine; then that alone is measured anew.
nothing_failed() {
    python3 - <<'EOF'
import json
results = json.load(open("build/grade/results.json"))
every = [e for c in results["chapters"] for e in c["exercises"]]
assert all(t["status"] == "passed" for e in every for t in e["tests"])
assert all(t["status"] in ("gold", "inconclusive")
           for e in every for t in e["timing"])
EOF
}

reference() {
    make --no-print-directory grade FROM=solutions STRICT=1 FRESH=1 "$@" ||
        { nothing_failed &&
            make --no-print-directory grade FROM=solutions STRICT=1 "$@"; }
}

step check python3 autograder/tools/check.py
for test in autograder/selftest/*_test.c; do
    step "$(basename "$test" .c)" autograder/tools/unit.sh \
        "$(basename "$test" .c)"
done
step trace bash autograder/selftest/trace_test.sh
step last bash autograder/selftest/last_test.sh
step new_chapter autograder/selftest/new_chapter_test.sh
step doctor bash autograder/selftest/doctor_test.sh
step setup bash autograder/selftest/setup_test.sh
beside other_core
step untouched make --no-print-directory grade STRICT=0
step solutions reference
step integrated make --no-print-directory grade FROM=solutions MINE=all STRICT=1 TIMING=0
step clang reference CC=clang
step on_uv autograder/tools/on_uv.sh
step orders autograder/tools/orders.sh 1000
step mutants make --no-print-directory mutants
together
step cases python3 autograder/selftest/cases.py --once
step reports make --no-print-directory reports
step survive python3 autograder/selftest/survive.py
step class_parts python3 autograder/selftest/class_parts_test.py
step class_notes python3 autograder/selftest/class_notes_test.py
step class python3 autograder/selftest/class_test.py
step class_ssh autograder/selftest/class_ssh.sh
step systems autograder/selftest/systems_test.sh
step bench make --no-print-directory bench

sum_up
