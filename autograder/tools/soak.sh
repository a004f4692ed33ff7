#!/bin/bash
# make soak: the long runs.  RUNS=, TIMES=, MOST=, SWEEPS=, PROGRAMS=, KILLS=,
# CHEATS=, GRADES=, CLASS= and STALLS= make them longer.
set -u
. autograder/tools/steps.sh

step latency python3 autograder/tools/latency.py 02 "${TIMES:-20}"
step steady python3 autograder/tools/steady.py "${SEEDS:-5}"
step mutants make --no-print-directory mutants WHOLE=1 FRESH=1
for round in 2 3; do
    step "mutants-$round" make --no-print-directory mutants FRESH=1
done
for chapter in solutions/[0-9]*; do
    number=$(basename "$chapter" | cut -c1-2)
    step "mutate-$number" python3 autograder/tools/mutate.py "$number" "${MOST:-120}"
done
step orders autograder/tools/orders.sh 20000
step sweep make --no-print-directory sweep SEEDS="${SWEEPS:-1000}"
step differential make --no-print-directory differential PROGRAMS="${PROGRAMS:-10000}"
step survive python3 autograder/selftest/survive.py "${KILLS:-50}"
step cases python3 autograder/selftest/cases.py
step cheats python3 autograder/selftest/cases.py --cheats "${CHEATS:-20}"
step watch python3 autograder/tools/watch_soak.py "${GRADES:-1000}"
step grader-asan autograder/tools/grader.sh asan
step grader-cover autograder/tools/grader.sh cover
step class python3 autograder/tools/class_soak.py "${CLASS:-300}"
step load python3 autograder/tools/load.py "${RUNS:-500}"
step stalls python3 autograder/tools/load.py --stalls "${STALLS:-100}"
sum_up
