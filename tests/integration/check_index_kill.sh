#!/bin/sh
# kill -9 at random moments of `index add`: what it had told is in the index, which opens, is sound and goes on; at the end nothing is lost and
# nothing is doubled.
#
# Usage: check_index_kill.sh PROGRAM [N]
# N: how often; by default 12, and 1,000 where long tests are asked for.
. "$(dirname "$0")/tap.sh"

times=${2-12}
[ "${DVOINIK_LONG_TESTS-}" != 1 ] || times=${2-1000}

# told FILE: the ids of whole lines about articles, sorted. A line that was being written when the program died has no end.
told() {
    sed -n 's/^{"id":"\([^"]*\)".*}$/\1/p' "$1" | LC_ALL=C sort -u
}

# feed N: so many articles, in JSON lines, alike in tens.
feed() {
    awk -v n="$1" 'BEGIN { srand(3); for (i = 0; i < n; i++) {
        printf "{\"id\":\"a%d\",\"date\":\"2025-07-12\",\"text\":\"", i
        for (k = 0; k < 60; k++) printf "%s%d ", k % 9 == 0 ? "Слово" : "слово", (k * 31 + int(i / 10) * 7) % 997 + (rand() < .1)
        print "\"}" } }'
}

# wait_ms MS
wait_ms() {
    sleep "$(awk -v ms="$1" 'BEGIN { printf "%.3f", ms / 1000 }')"
}

feed 600 >feed.jsonl
: >all
killed=0 lost=0 broken=0 round=0
while [ $round -lt "$times" ]; do
    [ -d index ] || "$program" index create index || exit 2
    "$program" index add -q -f jsonl index feed.jsonl >said 2>/dev/null &
    pid=$!
    wait_ms $((round * 7919 % 397 + 3))
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ $? -ne 137 ] || killed=$((killed + 1))
    told said >ids
    "$program" index verify index >verified 2>&1 || { broken=$((broken + 1)) && sed 's/^/# /' verified >&2; }
    "$program" index list -f jsonl index >listed || broken=$((broken + 1))
    told listed >there
    LC_ALL=C comm -23 ids there >gone
    [ ! -s gone ] || lost=$((lost + 1))
    [ "$(wc -l <there)" -lt 600 ] || rm -rf index
    round=$((round + 1))
done

[ $killed -gt 0 ]
verdict $? "add was killed ($killed of $times times)"
[ $broken -eq 0 ]
verdict $? "the index opens and is sound after each"
[ $lost -eq 0 ]
verdict $? "what add had told is there"
[ -d index ] || "$program" index create index
"$program" index add -q -f jsonl index feed.jsonl >said && "$program" index list -f jsonl index >listed
[ "$(told listed | wc -l)" -eq 600 ] && [ "$(wc -l <listed)" -eq 600 ]
verdict $? "in the end every article is there, once"
"$program" index verify -q index >verified 2>&1
verdict $? "and the index is sound"
finish
