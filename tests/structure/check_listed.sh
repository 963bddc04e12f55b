#!/bin/sh
# Every source, table, part of the page and public header must be named in meson.build, and every script of
# tests/integration by its name: what is not listed is not built or not run. What is listed has a comma or the end of its
# list behind it; comments and comparisons list nothing.
#
# Usage: check_listed.sh ROOT LEAST
set -u
root=$1 least=$2
cd "$root" || exit 2

named=$(sed "/^ *#/d" meson.build | grep -oE "'[^']*' *([],)]|\$)" | sed "s/' *[],)]*\$/'/")
seen=0 failed=0
for path in $({
    find src -name '*.c' -o -name '*.cpp' -o -name '*.tsv' -o -name '*.html' -o -name '*.css' -o -name '*.js'
    find include -name '*.h'
    find tests/unit -name 'test_*.c' 2>/dev/null
    find tests/integration -name 'check_*.sh' 2>/dev/null
    find tests/fuzz -name 'target_*.c' 2>/dev/null
} | LC_ALL=C sort); do
    seen=$((seen + 1))
    case $path in
    *.sh) name=${path##*/} name=${name%.sh} ;;
    *) name=$path ;;
    esac
    printf '%s\n' "$named" | grep -qxF "'$name'" || {
        echo "$path is not in meson.build"
        failed=$((failed + 1))
    }
done

echo "$seen files, $failed of them not listed"
if [ "$seen" -lt "$least" ]; then
    echo "at least $least were expected: the check did not see the tree"
    exit 1
fi
[ "$failed" -eq 0 ]
