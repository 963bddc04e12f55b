#!/bin/sh
# Breaks copies of the tree on purpose, one thing at a time, and sees each check fail and say where.
#
# Usage: broken_trees.sh ROOT CHECK_FLOORS
# Speaks TAP.
set -u
. "$(dirname "$0")/../result.sh"
root=$1 floors=$2
here=$root/tests/structure
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
copy=$work/tree

# A copy of the tree in which every room has a header to name.
fresh() {
    rm -rf "$copy"
    mkdir -p "$copy/tests/unit" && cp -R "$root/src" "$root/include" "$root/meson.build" "$copy/" || exit 2
    cp "$root"/tests/unit/*.c "$copy/tests/unit/" 2>/dev/null
    chmod -R u+w "$copy" || exit 2
    for probed in base article tables read clean commonform feature sign match cluster report store pipeline cli; do
        mkdir -p "$copy/src/$probed" && echo 'extern int probe;' >"$copy/src/$probed/probe_$probed.h" || exit 2
    done
    added=
}

# A tree of three headers, for checks that compile.
small() {
    rm -rf "$copy"
    mkdir -p "$copy/include/dvoinik" "$copy/src/match" &&
        cp "$root/include/dvoinik/status.h" "$copy/include/dvoinik/" && chmod -R u+w "$copy" || exit 2
    echo '#include "dvoinik/status.h"' >"$copy/include/dvoinik/dvoinik.h"
    echo '#include "dvoinik/status.h"' >"$copy/src/match/own.h"
}

# append FILE LINE: to the copy.
append() {
    mkdir -p "$copy/$(dirname "$1")" && printf '%s\n' "$2" >>"$copy/$1" || exit 2
}

# undo: takes back what add did.
undo() {
    [ -z "$added" ] || rm -f "$copy/$added"
    [ ! -f "$root/$added" ] || { cp "$root/$added" "$copy/$added" && chmod u+w "$copy/$added"; } || exit 2
    added=
}

# add FILE LINE: to the copy of the tree, with nothing else added.
add() {
    undo
    added=$1
    append "$1" "$2"
}

# passes TITLE CHECK...
passes() {
    title=$1
    shift
    "$@" >"$work/said" 2>&1
    result $? "$title"
}

# fails TITLE TEXT CHECK...: the check must fail, not break down, and say TEXT.
fails() {
    title=$1 text=$2
    shift 2
    "$@" >"$work/said" 2>&1
    [ $? -eq 1 ] && grep -qF -- "$text" "$work/said"
    result $? "$title"
}

breach() {
    add "$1" "$2"
    fails "floors: $1 may not have ${2#*#}" "$1:" "$floors" "$copy" 16
}

# Allowed things, so that the floors are not kept by refusing everything. What else is wrong with the tree does not count.
allowed() {
    add "$1" "$2"
    "$floors" "$copy" 16 >"$work/said" 2>&1
    grep -q ' files, ' "$work/said" && ! grep -qF "$1:" "$work/said"
    result $? "floors: $1 may have ${2#*#}"
}

headers() { sh "$here/check_headers.sh" "$copy" "$@"; }
listed() { sh "$here/check_listed.sh" "$copy" "$@"; }

fresh
allowed src/base/new.c '#include "dvoinik/status.h"'
allowed src/article/new.c '#include "base/probe_base.h"'
allowed src/tables/new.c '#include "base/probe_base.h"'
allowed src/tables/new.c '#include "generated.inc"'
allowed src/tables/gen_new.c '#include "commonform/probe_commonform.h"'
allowed src/tables/make_new.c '#include "commonform/probe_commonform.h"'
allowed src/match/new.c '#include "tables/probe_tables.h"'
allowed src/match/new.c '#include "article/probe_article.h"'
allowed src/match/new.c '#include "probe_match.h"'
allowed src/match/new.c '#include "dvoinik/sign.h"'
allowed src/pipeline/new.c '#include "match/probe_match.h"'
allowed src/cli/new.c '#include "dvoinik/dvoinik.h"'
allowed src/cli/new.c '#include <unistd.h>'
allowed include/dvoinik/status.h '#include <stdint.h>'

breach src/base/new.c '#include "article/probe_article.h"'
breach src/base/new.h '#include "tables/probe_tables.h"'
breach src/base/new.c '#include "dvoinik/pipeline.h"'
breach src/article/new.c '#include "tables/probe_tables.h"'
breach src/tables/new.c '#include "commonform/probe_commonform.h"'
breach src/tables/gen_new.c '#include "match/probe_match.h"'
breach src/article/new.c '#include "dvoinik/cluster.h"'
for room in read clean commonform feature sign match cluster report store; do
    other=match
    [ $room = match ] && other=cluster
    breach src/$room/new.c "#include \"$other/probe_$other.h\""
    breach src/$room/new.c '#include "pipeline/probe_pipeline.h"'
done
breach src/match/new.c '#include "dvoinik/pipeline.h"'
breach src/match/new.c '#include <cluster/probe_cluster.h>'
breach src/match/new.c '  #  include "../cluster/probe_cluster.h"'
breach src/match/new.c '#include "nowhere.h"'
breach src/match/new.c '#include "generated.inc"'
breach src/match/new.c '#include MACRO'
breach src/match/new.c '#include "../../tests/unit/probe.h"'
breach src/pipeline/new.c '#include "cli/probe_cli.h"'
breach src/cli/new.c '#include "base/probe_base.h"'
breach src/cli/new.c '#include "pipeline/probe_pipeline.h"'
breach include/dvoinik/status.h '#include "base/probe_base.h"'
breach include/dvoinik/status.h '#include <unistd.h>'
breach include/dvoinik/status.h '#include <unicode/utypes.h>'
breach src/attic/new.c '#include <stdint.h>'
breach src/new.c '#include <stdint.h>'

add src/match/probe_read.h 'extern int twice;'
fails 'floors: one name for two files' 'not unique' "$floors" "$copy" 16
add tests/unit/probe_read.h 'extern int twice;'
fails 'floors: one name for two files, in tests' 'not unique' "$floors" "$copy" 16
undo
fails 'floors: too few files' 'did not see the tree' "$floors" "$copy" 10000

small
passes 'headers: a small tree' headers 2 1
small
append src/match/new.h 'extern size_t unknown_type;'
fails 'headers: a private one that leans on another' 'match/new.h does not compile alone as c' headers 1 1
small
append src/match/new.h 'enum { once };'
fails 'headers: a private one without a guard' 'match/new.h does not compile alone as c' headers 1 1
small
append include/dvoinik/status.h 'extern size_t unknown_type;'
fails 'headers: a public one that leans on another' 'dvoinik/status.h does not compile alone as c' headers 1 1
small
append include/dvoinik/status.h 'extern int class;'
fails 'headers: a public one that is not C++' 'dvoinik/status.h does not compile alone as cpp' headers 1 1
small
append include/dvoinik/status.h 'static inline int old(unsigned n) { int i = -1; return i < n; }'
fails 'headers: a public one with a warning' 'dvoinik/status.h does not compile alone as c' headers 1 1
small
append include/dvoinik/new.h 'extern int number;'
fails 'headers: a public one that dvoinik.h forgot' 'does not include dvoinik/new.h' headers 1 1
small
fails 'headers: too few public' 'did not see the tree' headers 1000 1
fails 'headers: too few private' 'did not see the tree' headers 1 1000

fresh
for path in src/match/new.c src/read/new.cpp src/tables/new.tsv src/report/html/new.css src/report/html/new.js \
    include/dvoinik/new.h tests/unit/test_new.c tests/integration/check_new.sh; do
    add $path ''
    fails "listed: $path forgotten" "$path is not in meson.build" listed 1
done
undo
add tests/unit/test_new.c ''
append meson.build "# 'tests/unit/test_new.c',"
fails 'listed: one that is taken out by a comment' 'tests/unit/test_new.c is not in meson.build' listed 1
append meson.build "twice = name == 'tests/unit/test_new.c' ? 2 : 1"
fails 'listed: one that is only spoken of' 'tests/unit/test_new.c is not in meson.build' listed 1
undo
fails 'listed: too few' 'did not see the tree' listed 100000

# A checkout with what belongs at the top level, and what else is named.
checkout() {
    rm -rf "$copy"
    mkdir -p "$copy" && git -C "$copy" init -q || exit 2
    for name in .ci/a .clang-format .clang-tidy .editorconfig .gitignore LICENSE README.md bench/a include/a meson.build \
        meson_options.txt samples/a src/a tests/a "$@"; do
        append "$name" ''
    done
    git -C "$copy" add -A || exit 2
}
top() { sh "$here/check_top.sh" "$copy"; }
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE # of a hook that runs the tests
if command -v git >/dev/null 2>&1; then
    checkout
    passes 'top: what belongs there' top
    append build/left ''
    passes 'top: what git does not keep' top
    checkout 1800
    fails 'top: a stray file' '1800: nothing of this name' top
    checkout attic/old.c
    fails 'top: a stray folder' 'attic: nothing of this name' top
    checkout
    git -C "$copy" rm -q --cached LICENSE || exit 2
    fails 'top: one that is missing' 'LICENSE: missing' top
fi
fresh
top >"$work/said" 2>&1
[ $? -eq 77 ] && grep -qF 'not a checkout' "$work/said"
result $? 'top: outside of a checkout it is skipped'

# symbols SOURCE LEAST [PRIVATE [TEST]]: the check on a library of SOURCE, and PRIVATE in its static form, beside a
# header that declares dvk_status_text, and a test of arguments that calls it unless TEST says otherwise.
symbols() {
    rm -rf "$copy" && mkdir -p "$copy/include/dvoinik" && cp "$root/include/dvoinik/status.h" "$copy/include/dvoinik/"
    printf '#include "dvoinik/status.h"\n%s\n' "$1" >"$work/part.c"
    mkdir -p "$copy/tests/unit" && echo "${4-dvk_status_text(7)}" >"$copy/tests/unit/test_arguments.c"
    # shellcheck disable=SC2086
    ${CC:-cc} -shared -fPIC -I"$copy/include" -o "$work/part.so" "$work/part.c" || return 2
    printf '%s\n' "${3-}" >>"$work/part.c"
    # shellcheck disable=SC2086
    ${CC:-cc} -c -I"$copy/include" -o "$work/part.o" "$work/part.c" || return 2
    sh "$here/check_symbols.sh" "$copy" "$work/part.so" "$work/part.o" "$2"
}
whole='const char *dvk_status_text(dvk_status s) { return s < 0 ? "bad" : "good"; }'
passes 'symbols: all and nothing else' symbols "$whole" 1
fails 'symbols: one that is not declared' 'dvk_new: exported' symbols "$whole int dvk_new(void) { return 1; }" 1
fails 'symbols: a private one' 'dvi_new: exported, but not' symbols "$whole int dvi_new(void) { return 1; }" 1
fails 'symbols: data' 'dvk_data: exported' symbols "$whole int dvk_data;" 1
fails 'symbols: one that is missing' 'dvk_status_text: declared' symbols 'int dvk_other;' 1
passes 'symbols: a private one of the static library' symbols "$whole" 1 'int dvi_new(void) { return 1; }'
fails 'symbols: a name of no room' 'new_one: in the static' symbols "$whole" 1 'int new_one(void) { return 1; }'
fails 'symbols: one whose arguments are not tested' 'dvk_status_text: tests/unit' symbols "$whole" 1 '' nothing
fails 'symbols: too few' 'did not see the library' symbols "$whole" 40

finish
