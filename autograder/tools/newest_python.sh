#!/bin/sh
# newest_python.sh: the path of a Python 3.13 or later, if there is one; the
# system's may be older.
for python in python3 python3.19 python3.18 python3.17 python3.16 python3.15 \
    python3.14 python3.13 "$HOME"/.pyenv/versions/3.1[3-9]*/bin/python3; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' \
        2>/dev/null; then
        command -v "$python"
        exit 0
    fi
done
exit 1
