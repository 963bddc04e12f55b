#!/bin/sh
# The synthetic feed: its bytes follow from the seed, a longer one begins as a shorter one, its truth is what it says; the
# scorer counts right; and the program finds what was planted (floors far below what is usual: this is no measurement).
#
# Usage: check_planted.sh PROGRAM FEED_PROGRAM SCORER
feed=$(CDPATH='' cd "$(dirname "$2")" && pwd)/$(basename "$2") scorer=$(CDPATH='' cd "$(dirname "$3")" && pwd)/$(basename "$3")
. "$(dirname "$0")/tap.sh"

# at_least NAME KIND WHAT COLUMN FLOOR: of the scores in $work/scores.
at_least() {
    value=$(awk -F '\t' -v kind="$2" -v what="$3" -v column="$4" '$1 == kind && $2 == what { print $column }' scores)
    awk -v value="${value:-none}" -v floor="$5" 'BEGIN { exit !(value ~ /^[01]\.[0-9]+$/ && value + 0 >= floor) }'
    verdict $? "$1 is at least $5 (${value:-not there})"
}

# same FILE FILE: fails on empty ones too.
same() {
    [ -s "$1" ] && cmp "$1" "$2" >&2
}

# scores NAME EXPECTED-LINE: the scorer on $work/made gives the line.
scores() {
    "$scorer" made >scores && grep -qx "$(printf '%b' "$2")" scores
    verdict $? "scores: $1"
}

"$feed" --articles 2000 --seed 7 --truth truth -o first &&
    "$feed" --articles 2000 --seed 7 >second && same first second
verdict $? 'the same seed gives the same bytes'

"$feed" --articles 3000 --seed 7 | head -n 2000 >longer && same first longer
verdict $? 'a longer feed begins as a shorter one'

"$feed" --articles 2000 --seed 8 -o other && [ -s other ] && ! cmp -s first other
verdict $? 'another seed gives other bytes'

[ "$(cksum <first)" = '2010621884 8239123' ]
verdict $? 'the bytes are those that every machine gives'

sed -n 's/^{"id": "\([^"]*\)".*/\1/p' first >ids && tail -n +2 truth | cut -f 1 >told && same ids told &&
    [ "$(sort -u ids | wc -l)" -eq 2000 ]
verdict $? 'the truth has the ids of the feed, each once'

# e12.d45.789t: event, group, place, kind.
tail -n +2 truth | awk -F '\t' '{
    split($1, part, ".")
    place = part[3] + 0
    kind = substr($1, length($1))
    if (part[1] != $3 || part[2] != $2 || place != NR - 1 || kind != ($4 == "twin" ? "t" : substr($4, 1, 1))) exit 1
    if (($2 in event) && event[$2] != $3) exit 1
    event[$2] = $3
    if (kind == "o" ? seen[$2]++ : !seen[$2]) exit 1
    if (kind == "o") language[$2] = $5
    if ((kind == "t") == (language[$2] == $5)) exit 1
    kinds[kind]++
} END { exit !(NR == 2000 && kinds["o"] && kinds["c"] && kinds["e"] && kinds["s"] && kinds["t"]) }'
verdict $? 'ids and table agree, originals come first, twins are in another language, all kinds are there'

# A copy has its original's text and title to the byte, up to what its source adds at the end; an edited one has not.
awk -F '"title": "|", "text": "|", "date": "' '{
    id = $1
    sub(/.*"id": "/, "", id)
    sub(/".*/, "", id)
    split(id, part, ".")
    kind = substr(id, length(id))
    text = $2 "|" $3
    sub(/\\n[^\\]*$/, "", text)
    if (kind == "o") original[part[2]] = text
    if (kind != "c" && kind != "e") next
    begins = index(text, original[part[2]]) == 1 || index(original[part[2]], text) == 1
    if ((kind == "c") != begins && length(text) > 300) exit 1
    seen[kind]++
} END { exit !(seen["c"] > 9 && seen["e"] > 9) }' first
verdict $? 'copies are copies, edited ones are not'

# refused WORDS OPTION...
refused() {
    words=$1
    shift
    (ulimit -f 2000 && exec "$feed" "$@") >refused 2>said
    [ $? -eq 2 ] && grep -q -e "$words" said && [ ! -s refused ]
    verdict $? "refused: $*"
}
refused 'articles' --articles 0
refused 'not a number' --articles 5 --seed ' -1'
refused 'after the year 9999' --articles 2913175 --per-day 1
refused 'to one file' --articles 5 --truth refused
refused 'to one file' --articles 5 --truth one -o ./one

printf '{"id":"%s","duplicate":%d,"event":%d}\n' e0.d0.0o 0 0 e0.d0.1c 0 0 e0.d0.2t 0 0 e0.d1.3o 1 0 e1.d2.4o 2 1 >made
scores 'what is right' 'pairs\tduplicates\t3\t1.0000\t1.0000\t1.0000'
scores 'and its events' 'pairs\tevents\t6\t1.0000\t1.0000\t1.0000'
scores 'and without twins' 'pairs\tcopies\t1\t1.0000\t1.0000\t1.0000'
scores 'and the planted twin' 'planted\ttwins\t1\t\t1.0000\t'
printf '{"id":"%s","duplicate":%d,"event":%d}\n' e0.d0.0o 0 0 e0.d0.1c 0 0 e0.d0.2t 1 0 e0.d1.3o 0 0 e1.d2.4o 1 1 >made
scores 'a twin missed and two taken for copies' 'pairs\tduplicates\t3\t0.2500\t0.3333\t0.2857'
scores 'and its events' 'pairs\tevents\t6\t1.0000\t1.0000\t1.0000'
scores 'and the missed twin' 'planted\ttwins\t1\t\t0.0000\t'
printf '{"id":"%s","duplicate":%d,"event":%d}\n' e0.d0.0o 0 0 e0.d0.1c 1 1 e1.d1.2o 2 2 >made
scores 'nothing found, of which no precision can be told' 'pairs\tduplicates\t1\t-\t0.0000\t0.0000'
printf '{"id":"%s","duplicate":%d,"event":%d}\n' e0.d0.0o 0 0 e0.d1.1o 0 0 >made
scores 'duplicates where none are planted' 'pairs\tduplicates\t0\t0.0000\t-\t-'
# Group 0 has two articles in ru and one in uk, which makes one pair within a language; what is found joins them to the ru of group 1.
printf '%s\t0\t0\t-\t%s\n' id language e0.d0.0o ru e0.d0.1c ru e0.d0.2t uk e0.d1.3o ru e1.d2.4o uk >table
printf '{"id":"%s","duplicate":%d,"event":%d}\n' e0.d0.0o 0 0 e0.d0.1c 0 0 e0.d0.2t 0 0 e0.d1.3o 0 0 e1.d2.4o 1 1 >made
"$scorer" --truth table made >scores && grep -qx "$(printf 'pairs\twithin\t1\t0.3333\t1.0000\t0.5000')" scores
verdict $? 'scores: pairs within a language, where the table says which'
head -n 3 table >short && "$scorer" --truth short made >scores 2>said
[ $? -eq 3 ] && grep -q 'line 3: the table ends' said
verdict $? 'a table that ends too soon is refused'
"$scorer" made --truth table >after && "$scorer" --truth table made | cmp - after >&2
verdict $? 'the table may be named behind the groups'
# not_scored WORDS FILE...: with the status of bad input.
not_scored() {
    words=$1
    shift
    "$scorer" "$@" >scores 2>said
    [ $? -eq 3 ] && grep -q "$words" said && [ ! -s scores ]
    verdict $? "not scored: $words"
}
sed 's/e1\.d2/e1.d3/' table >other
not_scored 'made: line 5: the table is that of another feed' --truth other made
sed '2d' table >other
not_scored 'other: line 2: the table does not have the articles of a feed in their order' --truth other made
sed '5s/.*/{"id":"e0.d0.1c","duplicate":0,"event":0}/' made >other
not_scored 'other: line 5: this article stands twice' other
printf '{"id":"%s","duplicate":%d,"event":%d}\n' e0.d0.0o 0 0 e1.d1.1o 0 0 >lone
not_scored 'no two of the articles are planted' lone
not_scored 'absent: No such file' absent
"$scorer" made other 2>said
[ $? -eq 2 ] && grep -q 'more than one file' said
verdict $? 'a second file of groups is refused'
echo '{"id":"other","duplicate":0,"event":0}' >made
"$scorer" made >scores 2>said
[ $? -eq 3 ] && grep -q 'line 1' said
verdict $? 'ids that tell nothing are refused'

"$program" cluster --quiet --format jsonl -o found first && "$scorer" found >scores
verdict $? 'the program reads the feed'
at_least 'recall of copies' planted copies 5 .95
at_least 'recall of edited copies' planted edited 5 .9
at_least 'recall of shortened copies' planted shortened 5 .8
at_least 'recall of twins' planted twins 5 .85
at_least 'precision of duplicates' pairs duplicates 4 .85
at_least 'precision of events' pairs events 4 .8

finish
