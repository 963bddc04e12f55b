#!/bin/sh
# What git keeps at the top level is what is meant to be there, and nothing else: no file that a slip of the shell left
# behind.
#
# Usage: check_top.sh ROOT
# Without git, or outside of a checkout, nothing is known of that: exit 77.
set -u
cd "$1" || exit 2
known='.ci .clang-format .clang-tidy .editorconfig .gitignore LICENSE README.md bench include meson.build
meson_options.txt samples src tests'

[ -e .git ] && git ls-files >/dev/null 2>&1 || {
    echo 'skipped: not a checkout of git'
    exit 77
}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
LC_ALL=C
export LC_ALL

# shellcheck disable=SC2086
printf '%s\n' $known | sort >"$work/known"
git -c core.quotePath=false ls-files | sed 's,/.*,,' | sort -u >"$work/there"
comm -13 "$work/known" "$work/there" | sed 's/$/: nothing of this name belongs at the top level/' >"$work/wrong"
comm -23 "$work/known" "$work/there" | sed 's/$/: missing at the top level/' >>"$work/wrong"
cat "$work/wrong"
echo "$(awk 'END { print NR }' "$work/there") entries, $(awk 'END { print NR }' "$work/wrong") findings"
[ ! -s "$work/wrong" ]
