#!/bin/sh
# update.sh [FOLDER]: a new version of the workbook in, the learner's files
# kept.  The version is a folder that was unpacked or cloned elsewhere; without
# one it is what this clone's upstream has.  Whatever is replaced or removed is
# kept in .backup/update-DATE/; the grader then says what has changed.
set -eu
from=${1:-}
stamp=.backup/update-$(date +%Y%m%d-%H%M%S)-$$

stop() {
    printf 'make update: %s\n' "$@" >&2
    exit 2
}

# What the learner has seen so far: src/update.h.
notice() {
    [ ! -d .progress/seen ] || return 0
    mkdir -p .progress/seen.new
    for folder in autograder/stubs/*/; do
        chapter=$(basename "$folder")
        cp -R "$folder" ".progress/seen.new/$chapter"
        (cd "chapters/$chapter" && find . -name '*.h') | while read -r header; do
            mkdir -p "$(dirname ".progress/seen.new/$chapter/$header")"
            cp "chapters/$chapter/$header" ".progress/seen.new/$chapter/$header"
        done
        cp "autograder/tests/$chapter/rubric.json" ".progress/seen.new/$chapter/"
    done
    mv .progress/seen.new .progress/seen
}

# ---- From a folder ----------------------------------------------------------

keep() { # FILE: its old version, before it is replaced or removed
    mkdir -p "$stamp/$(dirname "$1")"
    cp -p "$1" "$stamp/$1"
}

files_in() { # FOLDER: all that is the workbook's, and not the learner's
    (cd "$1" && find . \( -path ./.git -o -path ./build -o -path ./exercises \
        -o -path ./.backup -o -path ./.progress \) -prune \
        -o \( -type f -o -type l \) -print | sed 's|^\./||' | sort)
}

from_folder() {
    for part in Makefile autograder/stubs autograder/src chapters solutions; do
        [ -e "$from/$part" ] || stop "$from is no workbook: it has no $part"
    done
    [ "$(cd "$from" && pwd -P)" != "$(pwd -P)" ] ||
        stop "$from is this workbook itself; name the folder of the new version"
    notice
    files_in "$from" | while read -r file; do
        if cmp -s "$from/$file" "$file"; then
            continue
        fi
        [ ! -e "$file" ] || keep "$file"
        mkdir -p "$(dirname "$file")"
        # With a time of now, or make would not build it.
        cp "$from/$file" "$file.new-$$"
        mv "$file.new-$$" "$file"
    done
    files_in . | grep -E '^(autograder|chapters|solutions)/' |
        while read -r file; do
            [ -e "$from/$file" ] || { keep "$file" && rm "$file"; }
        done
}

# ---- From git ---------------------------------------------------------------

# Back to where they were, unless they were the old stubs.
put_back() {
    (cd "$stamp/exercises" && find . -type f | sed 's|^\./||') |
        while read -r file; do
            cmp -s "$stamp/exercises/$file" ".progress/seen/$file" && continue
            mkdir -p "exercises/$(dirname "$file")"
            cp -p "$stamp/exercises/$file" "exercises/$file"
        done
}

from_git() {
    git rev-parse --verify -q '@{upstream}' >/dev/null 2>&1 ||
        stop 'this is no clone of a repository: name the folder of the new version, as in make update FROM=../await-workbook-2'
    git fetch -q || stop 'the repository cannot be reached; nothing was changed'
    notice
    if [ "$(git rev-list --count 'HEAD..@{upstream}')" = 0 ]; then
        echo 'This clone has the newest version.'
        return
    fi
    changed=$(git status --porcelain -uno -- . ':!exercises')
    [ -z "$changed" ] || stop 'these files of the workbook were changed; commit them, or git checkout them, and say it again:' "$changed"
    mkdir -p "$stamp"
    cp -Rp exercises "$stamp/exercises"
    trap put_back EXIT
    git checkout -q HEAD -- exercises
    git merge -q --ff-only '@{upstream}' || stop \
        'your branch has commits of its own.  Your files are as they were: git merge, keep your own side of exercises/, and say make update'
    put_back
    trap - EXIT
}

if [ -n "$from" ]; then
    from_folder
else
    from_git
fi
[ ! -d "$stamp" ] || echo "What was replaced is kept in $stamp."
echo 'What has changed for you:'
unset MAKEFLAGS MFLAGS MAKELEVEL
grader=${GRADER_DIR:-build/grader}/aw-grade
make -s --no-print-directory "$grader"
exec "$grader" update
