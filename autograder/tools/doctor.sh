#!/bin/sh
# doctor.sh: what this machine has, what it lacks, and what to do about it.
# It needs a shell and nothing else: it is for when nothing is installed yet.
# A line begins with ok, look (works, but know it) or lack (mend it first).
# Ends with 1 when something is lacking.
set -u
here=autograder/tools
lacks=0 looks=0

tell() { # STATE WHAT SENTENCE
    case $1 in
    lack) lacks=$((lacks + 1)) ;;
    look) looks=$((looks + 1)) ;;
    esac
    printf '  %-5s %-12s %s\n' "$1" "$2" "$3"
}

# The version that a library's .pc file names.
version_of() {
    for folder in /usr/local/lib/pkgconfig /usr/lib/pkgconfig \
        /usr/lib64/pkgconfig /usr/lib/*/pkgconfig /usr/local/lib/*/pkgconfig; do
        [ -r "$folder/$1.pc" ] || continue
        while read -r word rest; do
            [ "$word" = Version: ] && echo "$rest" && return
        done <"$folder/$1.pc"
    done
    echo 'version unknown'
}

first_line() {
    "$@" 2>/dev/null | { read -r line && echo "$line"; }
}

# ---- Tools -----------------------------------------------------------------

version() { # PACKAGE: a line about what is there
    case $1 in
    gcc | clang | "${CC:-gcc}") first_line "${CC:-gcc}" --version ;;
    libc6-dev) first_line ldd --version ;;
    libcriterion-dev) version_of criterion ;;
    libuv1-dev) version_of libuv ;;
    libjansson-dev) version_of jansson ;;
    libelf-dev) version_of libelf ;;
    libssl-dev) version_of libcrypto ;;
    bubblewrap) first_line bwrap --version ;;
    gcovr) first_line gcovr --version ;;
    python3) first_line python3 --version ;;
    binutils) first_line objcopy --version ;;
    patch) first_line patch --version ;;
    diffutils) first_line diff --version ;;
    esac
}

tools() {
    while read -r package state; do
        case $state in
        ok) tell ok "$package" "$(version "$package")" ;;
        *) tell lack "$package" "sudo apt-get install $package" ;;
        esac
    done <<EOF
$(SHOW=1 /bin/sh $here/setup.sh)
EOF
    [ $lacks = 0 ] || tell look packages \
        'make grade installs them on Debian; autograder/tools/setup.sh names those of Fedora and Arch'
    command -v gdb >/dev/null 2>&1 ||
        tell look gdb 'is wanted for GDB=1 only: sudo apt-get install gdb'
}

compiler() {
    [ -n "${CC:-}" ] || CC=gcc
    command -v "$CC" >/dev/null 2>&1 || return
    major=$(first_line "$CC" -dumpversion)
    major=${major%%.*}
    case $CC,$major in
    *gcc*,[1-9] | *gcc*,1[01])
        tell look compiler "$CC $major is older than 12, which this was tried with"
        ;;
    *clang*,[1-9] | *clang*,1[0-3])
        tell look compiler "$CC $major is older than 14, which this was tried with"
        ;;
    esac
}

# Where Criterion starts another libgit2 than ours stands in for, each test
# takes ten milliseconds longer.
criterion() {
    found=
    for lib in /usr/lib/*/libcriterion.so* /usr/lib/libcriterion.so* \
        /usr/lib64/libcriterion.so* /usr/local/lib/libcriterion.so*; do
        [ -e "$lib" ] && found=$lib
    done
    [ -n "$found" ] || return 0
    case $(version_of criterion) in
    2.4.1*) tell ok criterion 'the version that all of this was tried with' ;;
    'version unknown') ;;
    2.[0-3]* | [01].*)
        tell look criterion 'older than 2.4.1: tests may be named otherwise'
        ;;
    *) tell look criterion 'not 2.4.1, which this was tried with: if tests end with "could not grade", say so in a bug report' ;;
    esac
    if command -v ldd >/dev/null 2>&1; then
        case $(ldd "$found" 2>/dev/null) in
        *libgit2.so.1.5*) ;;
        *libgit2.so*) tell look criterion 'it starts a libgit2 that ours does not stand in for: each test takes longer' ;;
        esac
    fi
}

# ---- Limits ----------------------------------------------------------------

at_least() { # WHAT NAME LEAST ULIMIT WHY: a line of /proc/self/limits
    now=
    while read -r line; do
        case $line in
        "$2 "*) read -r now _ <<EOF
${line#"$2"}
EOF
        esac
    done </proc/self/limits
    case $now in
    '') ;;
    unlimited) tell ok "$1" unlimited ;;
    *[!0-9]*) ;;
    *)
        if [ "$now" -lt "$3" ]; then
            tell look "$1" "$now: say ulimit $4: $5"
        else
            tell ok "$1" "$now"
        fi
        ;;
    esac
}

limits() {
    [ -r /proc/self/limits ] || tell lack limits '/proc is not mounted, and the tests need it'
    [ -r /proc/self/limits ] || return
    at_least 'open files' 'Max open files' 1024 '-n 1024' \
        'gradings side by side have many pipes open'
    at_least processes 'Max processes' 512 '-u 512' \
        'each test is a process, and so is each compiler'
    at_least stack 'Max stack size' 8388608 '-s 8192' \
        'tests recurse as far as 8 MiB allow'
    if [ -r /proc/meminfo ]; then
        while read -r word kib _; do
            [ "$word" = MemAvailable: ] && break
        done </proc/meminfo
        if [ "$kib" -lt 1500000 ]; then
            tell look memory "$((kib / 1024)) MiB are free, and a test may take 1024: say JOBS=1"
        else
            tell ok memory "$((kib / 1024)) MiB are free"
        fi
    fi
}

# ---- The folder ------------------------------------------------------------

folder() {
    read -r kernel </proc/version 2>/dev/null || kernel=
    case $kernel,$PWD in
    *[Mm]icrosoft*,/mnt/[a-z]/*)
        tell look folder 'it stands on a Windows drive: slow, and without links and rights.  Clone it into the home folder of WSL'
        ;;
    *) tell ok kernel "${kernel%% (*}" ;;
    esac
    case $PWD in
    *" "*) tell lack folder 'its path holds a space, which make cannot bear: move it' ;;
    esac
    if ! mkdir -p build 2>/dev/null || ! : 2>/dev/null >build/doctor.now; then
        tell lack folder 'build/ cannot be written: whose is it, and is the disk full?'
        return
    fi
    # shellcheck disable=SC3013 # dash, bash and busybox know it
    if [ Makefile -nt build/doctor.now ]; then
        tell look clock 'files are younger than now: is the clock right?  make builds too much, or too little, until it is'
    else
        tell ok clock "$(first_line date)"
    fi
    rm -f build/doctor.now
    room
    workbook
}

room() {
    command -v df >/dev/null 2>&1 || return 0
    mib=$(df -Pm build 2>/dev/null | { read -r _ && read -r _ _ _ free _ && echo "$free"; })
    [ -n "$mib" ] || return 0
    if [ "$mib" -lt 1024 ]; then
        tell lack 'disk' "$mib MiB are free, and build/ takes up to 1024: make clean, or make room"
    else
        tell ok disk "$mib MiB are free"
    fi
}

# Whoever grades has the workbook as it came: what passes with another contract
# may not compile there.
workbook() {
    [ -e .git ] && command -v git >/dev/null 2>&1 || return 0
    changed=$(git diff --name-only HEAD -- chapters autograder Makefile 2>/dev/null |
        { read -r file && echo "$file"; })
    if [ -n "$changed" ]; then
        tell look workbook "$changed is not as it came, and is nobody's to change but its authors': git checkout it"
    else
        tell ok workbook 'as it came: contracts, texts and grader'
    fi
}

# ---- What has to be tried ---------------------------------------------------

trial() {
    if [ $lacks != 0 ]; then
        tell look grader 'isolation, engines and noise are tried when nothing is lacking any more'
        return
    fi
    if ! said=$(${MAKE:-make} -s --no-print-directory "$AW_GRADER" "$AW_JAIL" 2>&1); then
        tell lack grader 'it cannot be built:'
        printf '%s\n' "$said"
        return
    fi
    while read -r state rest; do
        case $state in
        lack) lacks=$((lacks + 1)) ;;
        look) looks=$((looks + 1)) ;;
        esac
        printf '  %-5s %s\n' "$state" "$rest"
    done <<EOF
$("$AW_GRADER" doctor 2>&1)
EOF
}

echo 'What is here, and what is lacking:'
tools
compiler
criterion
limits
folder
trial
if [ $lacks != 0 ]; then
    echo "$lacks to mend before anything can be graded, $looks to know."
    exit 1
fi
echo "Nothing is lacking; $looks to know."
