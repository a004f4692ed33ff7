#!/bin/sh
# mutant.sh PATCH FOLDER COMPILER: apply a mutant's patch to a copy of the
# solutions that it touches, and compile those into FOLDER.
set -eu
patch=$1 folder=$2 compiler=$3
rm -rf "$folder"
mkdir -p "$folder"
files=$(sed -n 's|^+++ b/\(solutions/[^[:space:]]*\).*|\1|p' "$patch")
for file in $files; do
    mkdir -p "$folder/$(dirname "$file")"
    cp "$file" "$folder/$file"
done
patch -s -p1 -d "$folder" <"$patch"
for file in $files; do
    # shellcheck disable=SC2086
    $compiler -c -o "$folder/$(basename "$file" .c).o" "$folder/$file"
done
