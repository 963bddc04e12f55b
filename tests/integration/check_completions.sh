#!/bin/sh
# The completions work in their shells, and the manual page is understood, as far as these are here.
#
# Usage: check_completions.sh PROGRAM; the pages lie beside it.
. "$(dirname "$0")/tap.sh"
pages=$(dirname "$program")

# offered WORD...: what bash offers for the last word.
offered() {
    bash -c '
        . "$1" && shift || exit 1
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _dvoinik; [ ${#COMPREPLY[@]} -eq 0 ] || printf "%s\n" "${COMPREPLY[@]}"' bash "$pages/dvoinik.bash" "$@" | tr '\n' ' '
}

# offers NAME WANTED WORD...
offers() {
    name=$1 wanted=$2
    shift 2
    got=$(offered "$@")
    [ "$got" = "$wanted" ] || echo "# wanted '$wanted', got '$got'" >&2
    [ "$got" = "$wanted" ]
    verdict $? "bash: $name"
}

if command -v bash >/dev/null; then
    touch 'an input.jsonl' && mkdir -p labels
    offers "verbs" "dedup " dvoinik de
    offers "options of the verb" "--annotate " dvoinik dedup --a
    offers "not those of another" "" dvoinik cluster --ann
    offers "choices" "first longest newest " dvoinik dedup --keep ""
    offers "choices behind an equals sign" "longest " dvoinik dedup --keep = l
    offers "all choices behind it" "jsonl json " dvoinik cluster -o out --format js
    offers "choices of a letter" "csv " dvoinik cluster -f c
    offers "nothing for a number" "" dvoinik cluster --threads ""
    offers "files, with spaces" "an input.jsonl " dvoinik dedup --keep longest an
    offers "folders" "labels " dvoinik eval --gold ""
    offers "folders of an index" "labels " dvoinik watch --index ""
    offers "verbs for help" "pairs " dvoinik help pa
    offers "actions of an index" "list " dvoinik index l
    offers "files behind the action" "labels " dvoinik index list l
else
    skip bash "no bash here"
fi

# parses SHELL FILE
parses() {
    if command -v "$1" >/dev/null; then
        "$1" -n "$pages/$2" >&2
        verdict $? "$1 parses $2"
    else
        skip "$1 parses $2" "no $1 here"
    fi
}
parses bash dvoinik.bash
parses zsh _dvoinik
parses fish dvoinik.fish

# part FILE VERB: what a file of completions says of a verb.
part() {
    awk -v verb="# verb $2" '/# verb / { of = index($0 " ", verb " ") } of' "$pages/$1"
}

# Every action that the help of index names.
seen=0 missing=
for action in $("$program" help index | tr '\n' ' ' | grep -o 'ACTION is one of:.*Numbers of' | grep -o '[:;]  *[a-z]* *DIR' | tr -dc 'a-z\n'); do
    seen=$((seen + 1))
    for file in dvoinik.bash _dvoinik dvoinik.fish; do
        part $file index | grep -q "[ '(]$action[ ')]" || missing="$missing $file:$action"
    done
done
[ $seen -eq 10 ] && [ -z "$missing" ]
verdict $? "all $seen actions of index are offered$missing"

given_again=$(grep -c "'\*--field=\|'\*--prefer=" "$pages/_dvoinik")
[ "$given_again" -gt 1 ] && [ "$given_again" -eq "$(grep -c -e "--field=\|--prefer=" "$pages/_dvoinik")" ]
verdict $? "zsh: what may be given again is offered again"

# Every option of every verb is in the manual page and in the completions.
seen=0
for verb in $("$program" help | sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    "$program" help "$verb" | sed -n 's/^  ... --\([a-z-]*\).*/\1/p' >options
    sed 's/-/\\-/g;s/^/\\-\\-/' options >escaped
    part dvoinik.bash "$verb" >in_bash && part _dvoinik "$verb" >in_zsh && part dvoinik.fish "$verb" >in_fish
    while read -r option; do
        seen=$((seen + 1))
        grep -q -e "[' ]--$option[' ]" in_bash || echo "bash: $verb --$option"
        grep -q -e "[',*]--$option=\\{0,1\\}[}[]" in_zsh || echo "zsh: $verb --$option"
        grep -q -e " -l $option " in_fish || echo "fish: $verb --$option"
    done <options >>missing
    while read -r option; do
        grep -q -F -e "$option\\fR" "$pages/dvoinik.1" || echo "manual: $verb $option"
    done <escaped >>missing
done
[ $seen -gt 100 ] && [ ! -s missing ]
verdict $? "all $seen options of the verbs are in the manual page and in the completions"
sed 's/^/# /' missing >&2

if command -v groff >/dev/null; then
    groff -k -man -Tutf8 -ww "$pages/dvoinik.1" >page 2>warnings
    [ ! -s warnings ] && grep -q '\[OPTIONS\] A B INPUT' page
    verdict $? "groff formats the manual page without a warning"
    sed 's/^/# /' warnings >&2
else
    skip "groff formats the manual page" "no groff here"
fi
finish
