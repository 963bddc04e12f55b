#!/bin/sh
# The shared library exports the functions that the public headers declare, all of them and nothing else. The static one
# has no other names than dvk_ and dvi_: they would stand beside those of a program.
#
# Usage: check_symbols.sh ROOT SHARED STATIC LEAST
# Fails as well when it saw fewer than LEAST on either side. The compiler is $CC.
set -u
root=$1 library=$2 static=$3 least=$4
LC_ALL=C
export LC_ALL

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

nm -D --defined-only "$library" >"$work/nm" || exit 2
awk '{ print $NF }' "$work/nm" | sort -u >"$work/exported"
nm -g --defined-only "$static" >"$work/nm" || exit 2
# Names with an underscore in front are the compiler's.
awk 'NF == 3 && $3 !~ /^_/ { print $3 }' "$work/nm" | sort -u >"$work/linked"

# After the preprocessor DVK_API is an attribute; the name is the first that stands before a parenthesis.
# shellcheck disable=SC2086
for header in "$root"/include/dvoinik/*.h; do
    ${CC:-cc} -std=c17 -E -P -I"$root/include" "$header" || exit 2
done >"$work/text" || exit 2
tr '\n' ' ' <"$work/text" | tr ';{}' '\n\n\n' |
    awk '/visibility *\("default"\)/ && match($0, /dvk_[a-z0-9_]+ *\(/) {
             name = substr($0, RSTART, RLENGTH)
             sub(/ *\($/, "", name)
             print name
         }' | sort -u >"$work/declared"

comm -23 "$work/exported" "$work/declared" | sed 's/$/: exported, but no public header declares it/' >"$work/wrong"
comm -13 "$work/exported" "$work/declared" | sed 's/$/: declared in a public header, but not exported/' >>"$work/wrong"
while read -r name; do
    grep -q "$name(" "$root/tests/unit/test_arguments.c" ||
        echo "$name: tests/unit/test_arguments.c does not say what it makes of NULL"
done <"$work/declared" >>"$work/wrong"
grep -v '^dvk_' "$work/exported" | sed 's/$/: exported, but not a dvk_ name/' >>"$work/wrong"
grep -v '^dv[ki]_' "$work/linked" | sed 's/$/: in the static library, but neither a dvk_ nor a dvi_ name/' >>"$work/wrong"

exported=$(awk 'END { print NR }' "$work/exported")
declared=$(awk 'END { print NR }' "$work/declared")
cat "$work/wrong"
linked=$(awk 'END { print NR }' "$work/linked")
echo "$exported exported, $declared declared, $linked linked, $(awk 'END { print NR }' "$work/wrong") findings"
if [ "$linked" -lt "$least" ] || [ "$exported" -lt "$least" ] || [ "$declared" -lt "$least" ]; then
    echo "at least $least were expected: the check did not see the library"
    exit 1
fi
[ ! -s "$work/wrong" ]
