#!/bin/sh
# job.sh SUBMISSION RESULTS [NAME=value ...]: grade one submission, a folder, a
# zip or a tar file, and leave its results in the folder RESULTS (job.py says
# which).  Builds the grader first where that has not been done.
set -eu
[ $# -ge 2 ] || {
    echo "job.sh: say which submission, and where its results go" >&2
    exit 2
}
[ -e "$1" ] || [ -L "$1" ] || {
    echo "job.sh: there is no submission $1" >&2
    exit 2
}
submission=$(realpath -s -- "$1")
results=$(realpath -sm -- "$2")
shift 2
cd "$(dirname "$0")/../.."
unset MAKEFLAGS MFLAGS MAKELEVEL
mkdir -p build
# One builds, and the others wait.
said=$(flock build/ready.lock make -s environment) || exit 2
eval "$(printf '%s\n' "$said" | grep '^export AW_')"
exec python3 autograder/class/job.py "$submission" "$results" "$@"
