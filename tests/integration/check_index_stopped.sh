#!/bin/sh
# `index add`, `merge`, `expire` and `rebuild` stopped in the middle, by a wish or by kill -9: what is in the index was told, the
# exit status and the message say that there is more to do, a second run goes on, and nothing is left lying about.
#
# Usage: check_index_stopped.sh PROGRAM
. "$(dirname "$0")/tap.sh"

# feed FIRST LAST: articles in JSON lines, alike in tens.
feed() {
    awk -v i="$1" -v n="$2" 'BEGIN { srand(i); for (; i <= n; i++) {
        printf "{\"id\":\"a%d\",\"date\":\"2025-07-12\",\"text\":\"", i
        for (k = 0; k < 60; k++) printf "%s%d ", k % 9 == 0 ? "Слово" : "слово", (k * 31 + int(i / 10) * 7) % 997 + (rand() < .1)
        print "\"}" } }'
}

# ids FILE...: those of the lines about articles.
ids() {
    sed -n 's/^{"id":"\([^"]*\)".*}$/\1/p' "$@" | LC_ALL=C sort
}

# stop SIGNAL FILE COMMAND...: sends the signal as soon as the file is not empty; leaves `status`, `told` and `said`.
stop() {
    signal=$1 sign=$2
    shift 2
    : >told
    "$@" >told 2>said &
    pid=$!
    while [ ! -s "$sign" ] && kill -0 $pid 2>/dev/null; do sleep .01; done
    kill "-$signal" $pid 2>/dev/null
    wait $pid 2>/dev/null
    status=$?
}

count() {
    "$program" index list -f jsonl "$1" | wc -l
}

# What stands in the index and was not told, or the reverse.
untold() {
    "$program" index list -f jsonl "$1" >listed
    ids listed >there
    ids told >heard
    LC_ALL=C comm -3 there heard
}

feed 1 3000 >feed.jsonl
"$program" index create --seed 1 full && "$program" index add -q full feed.jsonl >added || exit 2

"$program" index create --seed 2 new
stop TERM told "$program" index add -f jsonl new feed.jsonl
[ $status -eq 130 ] && [ "$(count new)" -lt 3000 ] && grep -q 'interrupted; what was told is in the index' said
verdict $? "add stops"
[ -z "$(untold new)" ]
verdict $? "and has told what is in the index"
rm -rf new

"$program" index create --seed 2 new
stop TERM told "$program" index merge -f jsonl new full
[ $status -eq 130 ] && [ "$(count new)" -lt 3000 ] && grep -q 'interrupted; what was told is in the index' said
verdict $? "merge stops"
[ -z "$(untold new)" ] && grep -q "^dvoinik: $(count new) articles were taken over" said
verdict $? "and has told what is in the index"
ids told >first
"$program" index merge -f jsonl new full >told 2>said
ids told | cat first - | LC_ALL=C sort -u | wc -l | grep -qx 3000 && [ "$(count new)" -eq 3000 ]
verdict $? "a second run merges the rest"

stop TERM told "$program" index expire -f jsonl new --before 2100-01-01
left=$(count new)
[ $status -eq 130 ] && [ "$left" -gt 0 ] && grep -q "^dvoinik: $((3000 - left)) articles were forgotten" said &&
    grep -q 'interrupted; what was told is in the index' said
verdict $? "expire stops and says how far it came"
grep -c '"gone","level":"duplicate"' told >gone
"$program" index expire -f jsonl new --before 2100-01-01 >told 2>said
grep -c '"gone","level":"duplicate"' told >>gone
[ "$(count new)" -eq 0 ] && grep -q "^dvoinik: $left articles were forgotten" said
verdict $? "a second run forgets the rest"
rm -rf new

"$program" index create --seed 2 new
"$program" index add -f jsonl new feed.jsonl 2>/dev/null | head -n 1 >one
[ "$(count new)" -eq 3000 ]
verdict $? "a reader that goes away keeps no article from the index"

"$program" index list -f jsonl full >before
ls full | grep -v -e -wal -e -shm >files
stop TERM full/index.dvoinik.rebuilt "$program" index rebuild full
[ $status -eq 130 ] && grep -q 'interrupted; nothing was written' said
verdict $? "rebuild stops"
ls full | grep -v -e -wal -e -shm | diff files - >&2 && "$program" index list -f jsonl full | cmp before -
verdict $? "and leaves the index as it was, and nothing beside it"
stop KILL full/index.dvoinik.rebuilt "$program" index rebuild full
[ $status -eq 137 ] && [ -e full/index.dvoinik.rebuilt ]
verdict $? "rebuild is killed"
: | "$program" index add full - >told 2>said
grep -q 'a rebuild was cut off' said && [ -z "$(ls full | grep rebuilt)" ]
verdict $? "who writes next removes what was left, and says so"
: | "$program" index add full - >told 2>said
! grep -q rebuild said && "$program" index list -f jsonl full | cmp before - && "$program" index verify -q full >said
verdict $? "and the index is as it was"

echo kept >verdict.txt
printf 'x' | dd of=full/index.dvoinik bs=1 seek=9000 conv=notrunc 2>/dev/null
! "$program" index verify full -o verdict.txt 2>said && grep -qx kept verdict.txt
verdict $? "a verdict that could not be given replaces no file"
finish
