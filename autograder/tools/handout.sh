#!/bin/bash
# handout.sh UPTO FOLDER: a class's copy of the workbook.  Solutions of
# chapters after UPTO (11; none: of all chapters) are there as stripped objects
# only, for each compiler that this machine has; grading is the same.  What
# proves the workbook, and could give solutions away, is left out: authors.mk,
# the mutants, the selftests, the sweep, the differential test, the benches.
# Exercises are their stubs again.
set -eu
unset MAKEFLAGS MFLAGS MAKELEVEL # makes of its own are started
upto=$1 to=${2:-build/handout}
case $upto in
none) last=-1 ;;
'' | *[!0-9]*)
    echo "Say up to which chapter solutions are shown, as in make handout" \
        "UPTO=11, or UPTO=none" >&2
    exit 2
    ;;
*) last=$((10#$upto)) ;;
esac
if [ -e "$to" ]; then
    echo "$to is there already; take it away, or say OUT=another-folder" >&2
    exit 2
fi

# Is this chapter's solution an object only?
hidden() {
    [ $((10#${1%%-*})) -gt "$last" ]
}

copy() { # what git knows, of these paths; never what was built
    git ls-files -z -- "$@" | xargs -0 cp --parents -Pp -t "$to"
}

mkdir -p "$to"
copy Makefile README.md LICENSE compile_flags.txt .clang-format .editorconfig \
    .gitignore chapters docs solutions autograder
(
    cd "$to"
    rm -rf autograder/{bench,differential,mutants,selftest,sweep,class,systems}
    rm -f autograder/authors.mk docs/{adding-a-chapter,instructor,class}.md
    # Nor does the README lead to what is not there.
    sed -i '/^| teaching a class |/d; /^| writing a chapter |/d' README.md
    cd autograder/tools
    for tool in *; do
        case $tool in
        demo.sh | setup.sh | solution.py | probed.sh | newest_python.sh | \
            virtual_* | doctor* | update* | submit* | gdb*) ;;
        *) rm -rf "$tool" ;;
        esac
    done
)
for stubs in autograder/stubs/[0-9]*; do
    mkdir -p "$to/exercises/$(basename "$stubs")"
    cp "$stubs"/* "$to/exercises/$(basename "$stubs")"
done

for compiler in gcc clang; do
    command -v $compiler >/dev/null || continue
    make --no-print-directory CC=$compiler reference
    given=$to/autograder/reference/$compiler
    for solutions in solutions/[0-9]*; do
        chapter=$(basename "$solutions")
        hidden "$chapter" || continue
        for mode in debug asan release; do
            mkdir -p "$given/$mode/$solutions"
            for object in build/$compiler/$mode/"$solutions"/*.o; do
                strip --strip-unneeded -o "$given/$mode/$solutions/${object##*/}" \
                    "$object"
            done
        done
    done
    # A probe's broken versions are hidden from everybody.
    for made in build/$compiler/asan/mutants/*/*/made; do
        mutant=${made#build/"$compiler"/}
        mkdir -p "$given/${mutant%/made}"
        cp "${made%/made}"/*.o "$given/${mutant%/made}/"
        strip --strip-unneeded "$given/${mutant%/made}"/*.o
        touch "$given/$mutant"
    done
done
for solutions in solutions/[0-9]*; do
    hidden "$(basename "$solutions")" && rm -rf "${to:?}/$solutions"
done
find "$to" -type d -empty -delete
echo "$to: solutions up to chapter $upto as text, later ones as objects"
