#!/bin/sh
# How well the groups agree with labels made by people: never below these figures. They are some way under what is
# reached, so that a change that costs nothing passes; who betters them for good raises them.
# And `dvoinik eval` says what the script of the evaluation data says.
#
# Usage: check_measures.sh PROGRAM
. "$(dirname "$0")/tap.sh"

# figure LEVEL NAME FILE: a figure of what `dvoinik eval` printed, as "P" or "R[macro independent]".
figure() {
    awk -v level="$1" -v name="$2" '$1 == level {
        at = index($0, "  " name " ")
        if (at == 0) exit
        split(substr($0, at + length(name) + 3), rest, " ")
        print rest[1]
        exit
    }' "$3"
}

# at_least NAME FLOOR LEVEL FIGURE: of $work/measured.
at_least() {
    value=$(figure "$3" "$4" measured)
    awk -v value="${value:-none}" -v floor="$2" 'BEGIN { exit !(value ~ /^[01]\.[0-9]+$/ && value + 0 >= floor) }'
    verdict $? "$1: $3 $4 is at least $2 (${value:-not there})"
}

# check_script NAME FOLDER INPUT [OPTION...]: eval against score.py, on the program's own groups.
check_script() {
    name="$1: eval agrees with score.py" folder=$2 input=$3
    shift 3
    there "$name" "$eval_data/score.py" || return
    command -v python3 >/dev/null || {
        skip "$name" "no python3 here"
        return
    }
    "$program" cluster --format jsonl "$input" >assigned.jsonl &&
        python3 "$eval_data/score.py" "$folder" assigned.jsonl "$@" >theirs &&
        "$program" eval --gold "$folder" "$input" "$@" >ours &&
        diff theirs ours >&2 && grep -q "^event  " ours
    verdict $? "$name"
}

"$program" eval --gold "$samples" "$samples/news.jsonl" >measured
verdict $? "samples: measured"
at_least samples .90 duplicate F1
at_least samples .95 event P
at_least samples .70 event R
check_script samples "$samples" "$samples/news.jsonl"

ntrex=$eval_data/ntrex six=rus,ukr,bel,bul,mkd,srp-Cyrl
if there "six Slavic languages" "$ntrex/feed.jsonl"; then
    "$program" eval --gold "$ntrex" --langs $six "$ntrex/feed.jsonl" >measured
    verdict $? "six Slavic languages: measured"
    at_least "six Slavic languages" .90 duplicate F1
    at_least "six Slavic languages" .95 event P
    at_least "six Slavic languages" .30 event "R[macro independent]"
    "$program" eval --gold "$ntrex" "$ntrex/feed.jsonl" >measured
    verdict $? "twenty languages: measured"
    at_least "twenty languages" .90 duplicate F1
    at_least "twenty languages" .95 event P
    check_script "six Slavic languages" "$ntrex" "$ntrex/feed.jsonl" --langs $six
    check_script "twenty languages" "$ntrex" "$ntrex/feed.jsonl"
fi

feed=$eval_data/telegram/feed.jsonl.zst
if there telegram "$feed" && is_long telegram; then
    check_script telegram "$eval_data/telegram" "$feed"
fi

finish
