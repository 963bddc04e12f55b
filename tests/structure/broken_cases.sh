#!/bin/sh
# Sees the runner of the command-line cases (tests/cmd/run_cases) pass what is right, fail what is wrong, skip what
# it cannot do and refuse to pass on nothing, with cases and a program made here.
#
# Usage: broken_cases.sh ROOT
# Speaks TAP.
set -u
. "$(dirname "$0")/../result.sh"
root=$1
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
cases=$work/tree/tests/cmd

# A tree with one case, `words`, that passes. The program prints its first words, then fails with the last.
fresh() {
    rm -rf "$work/tree" && mkdir -p "$cases/words" "$work/tree/samples" && cp "$root/tests/cmd/run_cases" "$cases/" ||
        exit 2
    printf '%s\n' '#!/bin/sh' 'echo "$1"' 'echo "$2" >&2' 'exit "$3"' >"$work/program"
    chmod +x "$work/program"
    echo '"$DVOINIK" out err 3' >"$cases/words/run"
    echo out >"$cases/words/stdout"
    echo err >"$cases/words/stderr"
    echo 3 >"$cases/words/status"
}

# expect STATUS TEXT TITLE [ARGUMENT...]: runs the cases.
expect() {
    status=$1 text=$2 title=$3
    shift 3
    DVOINIK_EVAL=$work/nowhere DVOINIK_LONG_TESTS='' sh "$cases/run_cases" "$@" >"$work/said" 2>&1
    [ $? -eq "$status" ] && grep -qF -- "$text" "$work/said"
    result $? "$title"
}

fresh
expect 0 'ok 1 - words' 'a case that is right passes' "$work/program"
expect 0 '# 1 passed, 0 failed, 0 skipped' 'the cases are counted' "$work/program"
echo other >"$cases/words/stdout"
expect 1 '# +out' 'another standard output fails, with the difference' "$work/program"
fresh
rm "$cases/words/stdout"
expect 1 'not ok 1 - words' 'standard output where none is expected fails' "$work/program"
fresh
echo other >"$cases/words/stderr"
expect 1 '# +err' 'another message fails' "$work/program"
fresh
rm "$cases/words/stderr"
expect 1 'not ok 1 - words' 'a message where none is expected fails' "$work/program"
fresh
rm "$cases/words/status"
expect 1 '# +3' 'another exit status fails' "$work/program"
fresh
echo 'printf out; "$DVOINIK" "" err 3' >"$cases/words/run"
printf 'out' >"$cases/words/stdout"
expect 1 'not ok 1 - words' 'one byte more fails' "$work/program"

fresh
echo here >"$cases/words/data"
mkdir "$work/tree/samples/inner"
echo 'cat data; ls samples; "$DVOINIK" out err 3' >"$cases/words/run"
printf 'here\ninner\nout\n' >"$cases/words/stdout"
expect 0 'ok 1 - words' "a case finds its own files and the samples" "$work/program"
echo 'touch left; "$DVOINIK" out err 3' >"$cases/words/run"
echo out >"$cases/words/stdout"
expect 0 'ok 1 - words' 'a case that leaves a file behind passes' "$work/program"
[ ! -e "$cases/words/left" ]
result $? 'and leaves it in the temporary folder'

for need in eval long no-such-command; do
    fresh
    echo "sh $need" >"$cases/words/needs"
    expect 0 'ok 1 - words # SKIP' "a case whose need $need is not met is skipped" "$work/program"
done

fresh
echo wrong | tee "$cases/words/stdout" "$cases/words/stderr" >"$cases/words/status"
expect 0 'ok 1 - words' '--update takes what came out' --update "$work/program"
expect 0 'ok 1 - words' 'and the case passes from then on' "$work/program"
echo '"$DVOINIK" same "" 0 2>/dev/null' >"$cases/words/run"
expect 0 'ok 1 - words' '--update takes silence' --update "$work/program"
[ ! -e "$cases/words/stderr" ] && [ ! -e "$cases/words/status" ] && [ "$(cat "$cases/words/stdout")" = same ]
result $? 'as absent files'

fresh
echo 'mkdir out && cd out && "$DVOINIK" out err 3' >"$cases/words/run"
(cd "$cases/.." && CDPATH=. DVOINIK_EVAL=$work/nowhere sh cmd/run_cases "$work/program") >"$work/said" 2>&1
result $? 'cases and their folder are found whatever CDPATH is'

fresh
expect 1 'there is no case nothing' 'an unknown case is refused' "$work/program" nothing
expect 1 'is not a program' 'a program that is not there is refused' "$work/absent"
mkdir "$cases/lost" && cp "$cases/words/stdout" "$cases/lost"
expect 1 'there is no case lost' 'a case without its script is refused, not left out' "$work/program"
rm -r "$cases/words" "$cases/lost"
expect 1 'there is no case' 'no case at all fails' "$work/program"

finish
