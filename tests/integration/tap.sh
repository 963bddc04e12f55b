# Sourced by the tests of this folder: what they share. They are given the program, find the samples at
# $DVOINIK_SAMPLES and the evaluation data, which is no part of the project, at $DVOINIK_EVAL, and speak TAP.
set -u
. "$(dirname "$0")/../result.sh"

# skip NAME WHY
skip() {
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

# there NAME FILE: the data of a test; without it the test is skipped.
there() {
    [ -e "$2" ] && return
    skip "$1" "no evaluation data at $2"
    return 1
}

# is_long NAME: long tests run when they are asked for.
is_long() {
    [ "${DVOINIK_LONG_TESTS-}" = 1 ] && return
    skip "$1" "DVOINIK_LONG_TESTS=1 asks for it"
    return 1
}

program=${1:?which program}
[ -x "$program" ] || {
    echo "Bail out! $program is not a program"
    exit 1
}
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
unset CDPATH
here=$(cd "$(dirname "$0")" && pwd) || exit 2
samples=${DVOINIK_SAMPLES:-$here/../../samples}
eval_data=${DVOINIK_EVAL:-$here/../../../shared/eval}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
cd "$work" || exit 2
LC_ALL=C.UTF-8
export LC_ALL
