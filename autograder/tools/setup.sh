#!/bin/sh
# Look for what the workbook needs; on Debian and its kin, install what is
# missing.  Asks first on a terminal.  Ends with 2 when something is missing.
set -u
cc=${CC:-gcc}
missing= wished=

# NAME-OF-THE-DEBIAN-PACKAGE TEST...: note the package when the test fails.
# With SHOW=1 say of each how it is, for doctor.sh, and install nothing.
need() {
    package=$1 state=ok
    shift
    "$@" >/dev/null 2>&1 || { missing="$missing $package" && state=missing; }
    [ -z "${SHOW:-}" ] || echo "$package $state"
}
# The same for what some tests do without.
wish() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || wished="$wished $package"
}
has() {
    command -v "$1"
}
has_header() {
    printf '#include <%s>\n' "$1" | ${compiler:-cc} -E -x c - -o /dev/null
}

need "${cc##*/}" has "$cc"
compiler=$cc
has "$cc" >/dev/null 2>&1 || compiler=cc
need libc6-dev has_header stdio.h
need libcriterion-dev has_header criterion/criterion.h
need libuv1-dev has_header uv.h
need libjansson-dev has_header jansson.h
need libelf-dev has_header gelf.h
need libssl-dev has_header openssl/evp.h
need bubblewrap has bwrap
need gcovr has gcovr
need python3 has python3
need binutils has objcopy
need patch has patch
need diffutils has diff
case $cc in
*clang*) need libclang-rt-14-dev sh -c "echo 'int main(void){return 0;}' | $cc -fsanitize=address -x c - -o /dev/null" ;;
esac
if [ -n "${AUTHOR:-}" ]; then
    need clang has clang
    need libclang-rt-14-dev sh -c "echo 'int main(void){return 0;}' | clang -fsanitize=address -x c - -o /dev/null"
    need clang-format has clang-format
    need clang-tidy has clang-tidy
    wish gdb has gdb
    wish valgrind has valgrind
    wish openssh-client has ssh
    wish openssh-server test -x /usr/sbin/sshd
    wish parallel has parallel
    wish rsync has rsync
    wish gcc-aarch64-linux-gnu has aarch64-linux-gnu-gcc
    wish libc6-dev-arm64-cross test -d /usr/aarch64-linux-gnu/include
    wish qemu-user has qemu-aarch64
    wish chromium has chromium
    wish python3-yaml python3 -c "import yaml"
fi
if [ -n "${PEERS:-}" ]; then
    wish libst-dev has_header st.h
    wish golang-go has go
    wish nodejs has node
fi
[ -n "$missing$wished" ] && [ -z "${SHOW:-}" ] || exit 0

advice() {
    [ -n "$missing" ] || exit 0
    echo "The workbook needs packages that are not here:$missing" >&2
    echo "  Debian, Ubuntu:  sudo apt-get install$missing" >&2
    echo "  Fedora:          sudo dnf install gcc libcriterion-devel libuv-devel jansson-devel elfutils-libelf-devel openssl-devel bubblewrap gcovr python3 binutils patch diffutils" >&2
    echo "  Arch:            sudo pacman -S gcc criterion libuv jansson libelf openssl bubblewrap gcovr python binutils patch diffutils" >&2
    echo "Install them, then say make grade again." >&2
    exit 2
}

command -v apt-get >/dev/null 2>&1 || advice
sudo=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || advice
    sudo=sudo
fi
if [ -t 0 ] && [ -t 2 ]; then
    printf 'The workbook needs:%s\nInstall them now with apt? [Y/n] ' \
        "$missing$wished" >&2
    read -r answer
    case $answer in
    [Nn]*) advice ;;
    esac
elif [ -n "$sudo" ] && ! sudo -n true 2>/dev/null; then
    advice
fi
quiet="env DEBIAN_FRONTEND=noninteractive apt-get -qq"
$sudo $quiet update >&2 || advice
# shellcheck disable=SC2086
if [ -n "$missing" ]; then
    $sudo $quiet install -y --no-install-recommends $missing >&2 || advice
fi
for package in $wished; do
    $sudo $quiet install -y --no-install-recommends "$package" >&2 ||
        echo "$package is not to be had: what needs it is skipped" >&2
done
exit 0
