#!/bin/sh
# solution.sh CHAPTER EXERCISE: the learner's files beside the reference's.
set -eu
number=${1:-${2%%.*}}
number=$(printf '%s' "$number" | sed 's/-.*//; s/^0*\(.\)/\1/')
folder=$(ls solutions 2>/dev/null | grep -E "^0*${number:-none}-" || true)
if [ -z "$folder" ] && ls exercises | grep -qE "^0*${number:-none}-"; then
    echo "Chapter $number: this copy has no text of its solution." >&2
    exit 2
fi
if [ -z "$folder" ]; then
    echo "Say which chapter, as in make solution CH=02; there are:" >&2
    ls solutions >&2
    exit 2
fi
width=$( (tput cols || echo 160) 2>/dev/null)
for file in solutions/"$folder"/*.c; do
    mine=exercises/$folder/$(basename "$file")
    printf '\n== %s   |   %s\n\n' "$mine" "$file"
    if cmp -s "$mine" "$file"; then
        echo "(the same)"
    else
        diff --side-by-side --expand-tabs --width="$width" "$mine" "$file" || true
    fi
done
