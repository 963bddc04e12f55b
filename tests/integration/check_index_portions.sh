#!/bin/sh
# An index against one batch of the same articles: added in 50 portions in a shuffled order, in reverse order, and some one by one. The groups
# agree by B-cubed F1 of at least .99 at both levels.
#
# Usage: check_index_portions.sh PROGRAM
. "$(dirname "$0")/tap.sh"

# bcubed BATCH INDEX: F1 for duplicates and events, of the articles of both; fails when there are others.
bcubed() {
    awk '
        { id = $0; sub(/^\{"id":"/, "", id); sub(/","lang.*/, "", id)
          d = $0; sub(/.*"duplicate":/, "", d); sub(/,.*/, "", d)
          e = $0; sub(/.*"event":/, "", e); sub(/,.*/, "", e) }
        FNR == NR { batch[id] = 1; one["d", id] = d; one["e", id] = e; n++; size["d", 1, d]++; size["e", 1, e]++; next }
        !(id in batch) { exit 1 }
        { m++; two["d", id] = d; two["e", id] = e; size["d", 2, d]++; size["e", 2, e]++
          both["d", one["d", id], d]++; both["e", one["e", id], e]++ }
        END {
            if (n != m || n == 0) { print "0 0"; exit }
            for (id in batch) { f["d"] += part("d", id, 1); r["d"] += part("d", id, 2); f["e"] += part("e", id, 1); r["e"] += part("e", id, 2) }
            printf "%.5f %.5f\n", 2 * f["d"] * r["d"] / (f["d"] + r["d"]) / n, 2 * f["e"] * r["e"] / (f["e"] + r["e"]) / n
        }
        function part(level, id, side) {
            return both[level, one[level, id], two[level, id]] / size[level, side, side == 1 ? one[level, id] : two[level, id]]
        }' "$1" "$2"
}

# shuffled <FEED
shuffled() {
    awk 'BEGIN { srand(5) } { printf "%.9f\t%s\n", rand(), $0 }' | LC_ALL=C sort | cut -f 2-
}

# check NAME FEED PORTIONS: adds the feed in so many portions, compares with a batch.
check() {
    rm -rf index portion.* && "$program" index create index || exit 2
    lines=$(wc -l <"$2")
    split -a 4 -l $(((lines + $3 - 1) / $3)) "$2" portion.
    for portion in portion.*; do "$program" index add -q -f jsonl index "$portion" >added || exit 2; done
    "$program" index list -f jsonl index >index.jsonl && "$program" cluster -q -f jsonl "$2" >batch.jsonl || exit 2
    f1=$(bcubed batch.jsonl index.jsonl)
    echo "$f1" | awk '{ exit !($1 >= .99 && $2 >= .99) }'
    verdict $? "$1: B-cubed F1 $f1 (duplicates, events)"
}

check "samples, one by one" "$samples/news.jsonl" "$(wc -l <"$samples/news.jsonl")"
feed=$eval_data/telegram/feed.jsonl.zst
if is_long telegram && there telegram "$feed"; then
    zstd -dcq "$feed" >feed.jsonl || exit 2
    shuffled <feed.jsonl >shuffled.jsonl
    check "telegram, 50 portions, shuffled" shuffled.jsonl 50
    tac feed.jsonl >reverse.jsonl
    check "telegram, 50 portions, reversed" reverse.jsonl 50
    head -n 2000 shuffled.jsonl >some.jsonl
    check "telegram, 2,000 one by one" some.jsonl 2000
fi
finish
