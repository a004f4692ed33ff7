#!/bin/sh
# Print, as a make variable, which mutants the probes use: CHAPTER/NAME.
for rubric in autograder/tests/*/rubric.json; do
    [ -f "$rubric" ] || continue
    chapter=$(basename "$(dirname "$rubric")")
    tr -d '\n' <"$rubric" | grep -o '"mutants": *\[[^]]*\]' |
        sed 's/^"mutants"//' | grep -o '"[^"]*"' | tr -d '"' |
        sed "s|.*|PROBED += $chapter/&|"
done
exit 0
