#!/bin/sh
# Compiles every header alone, twice over: public ones as C17 and as C++17, private ones as C17.
#
# Usage: check_headers.sh ROOT LEAST_PUBLIC LEAST_PRIVATE
# Fails as well when it saw fewer headers than that. The compilers are $CC and $CXX.
set -u
root=$1 least_public=$2 least_private=$3
cc=${CC:-cc} cxx=${CXX:-c++}
warnings='-Wall -Wextra -Wpedantic -Werror'
unset CDPATH
cd "$root" || exit 2
flags='-Iinclude -Isrc'
flags="$flags $(pkg-config --cflags icu-uc libxxhash zlib libzstd 2>/dev/null)"

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

failed=0 public=0 private=0

# compile NAME SUFFIX COMPILER...: the header NAME, included twice, with nothing before it.
compile() {
    name=$1 suffix=$2
    shift 2
    printf '#include "%s"\n#include "%s"\nextern int header_alone;\n' "$name" "$name" >"$work/alone.$suffix"
    # shellcheck disable=SC2086
    "$@" $warnings $flags -fsyntax-only "$work/alone.$suffix" || {
        echo "$name does not compile alone as $suffix"
        failed=$((failed + 1))
    }
}

(cd include && find dvoinik -name '*.h' | LC_ALL=C sort) >"$work/public" || exit 2
(cd src && find . -name '*.h' | sed 's,^\./,,' | LC_ALL=C sort) >"$work/private" || exit 2

while read -r name; do
    public=$((public + 1))
    # shellcheck disable=SC2086
    compile "$name" c $cc -std=c17
    # shellcheck disable=SC2086
    compile "$name" cpp $cxx -std=c++17
    grep -q "\"$name\"" include/dvoinik/dvoinik.h || [ "$name" = dvoinik/dvoinik.h ] || {
        echo "dvoinik/dvoinik.h does not include $name"
        failed=$((failed + 1))
    }
done <"$work/public"

while read -r name; do
    private=$((private + 1))
    # shellcheck disable=SC2086
    compile "$name" c $cc -std=c17 -D_POSIX_C_SOURCE=200809L
done <"$work/private"

echo "$public public and $private private headers, $failed failures"
if [ "$public" -lt "$least_public" ] || [ "$private" -lt "$least_private" ]; then
    echo "at least $least_public and $least_private were expected: the check did not see the tree"
    exit 1
fi
[ "$failed" -eq 0 ]
