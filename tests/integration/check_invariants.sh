#!/bin/sh
# What holds for every input: one line an article in input order, duplicate groups inside events, the same bytes for
# any number of threads and any extensions of the processor, the same groups for any order of the articles.
#
# Usage: check_invariants.sh PROGRAM
. "$(dirname "$0")/tap.sh"

# cluster INPUT... >FILE
cluster() {
    "$program" cluster --format jsonl "$@"
}

# ids_of FEED.jsonl: the ids, as the feed has them.
ids_of() {
    sed -n 's/^{"id": *\("[^"]*"\).*/\1/p' "$1"
}

# shuffled SEED <FEED
shuffled() {
    awk -v seed="$1" 'BEGIN { srand(seed) } { printf "%.9f\t%s\n", rand(), $0 }' | LC_ALL=C sort | cut -f 2-
}

# check_threads NAME INPUT: leaves the output in $work/one.
check_threads() {
    cluster --threads 1 "$2" >one && cluster --threads 2 "$2" >two && cmp one two >&2 && [ -s one ]
    verdict $? "$1: one thread and two give the same bytes"
    cluster --threads 7 "$2" | cmp - one >&2
    verdict $? "$1: so do seven"
}

# check_masks NAME INPUT: $work/one against what other extensions of the processor give.
check_masks() {
    for mask in 0 1 2 3; do
        cluster --cpu-mask $mask "$2" | cmp - one >&2
        verdict $? "$1: --cpu-mask $mask changes no byte"
    done
}

# check_lines NAME IDS: $work/one against the ids of the input.
check_lines() {
    awk -v ids=1 -f "$here/assigned.awk" one >ids
    verdict $? "$1: duplicate groups lie inside events, each with one representative"
    cmp "$2" ids >&2
    verdict $? "$1: one line an article, in the order of the input"
}

# check_order NAME FEED.jsonl: $work/one against other orders.
check_order() {
    awk -f "$here/assigned.awk" one | LC_ALL=C sort >expected
    tac "$2" >feed.jsonl
    cluster feed.jsonl | awk -f "$here/assigned.awk" | LC_ALL=C sort | diff expected - | head -n 20 >differences
    [ -s expected ] && [ ! -s differences ]
    verdict $? "$1: the other way round the groups are the same"
    sed 's/^/# /' differences >&2
    for seed in 1 2; do
        shuffled $seed <"$2" >feed.jsonl
        cluster feed.jsonl | awk -f "$here/assigned.awk" | LC_ALL=C sort | diff expected - | head -n 20 >differences
        [ ! -s differences ] && [ "$(wc -l <feed.jsonl)" -eq "$(wc -l <"$2")" ] && ! cmp -s feed.jsonl "$2"
        verdict $? "$1: shuffled ($seed) the groups are the same"
        sed 's/^/# /' differences >&2
    done
}

ids_of "$samples/news.jsonl" >expected_ids
check_threads samples "$samples/news.jsonl"
check_masks samples "$samples/news.jsonl"
check_lines samples expected_ids
check_order samples "$samples/news.jsonl"

if there seeds "$eval_data/seeds"; then
    for path in "$eval_data"/seeds/*.txt; do
        name=${path##*/}
        echo "\"${name%.txt}\""
    done >expected_ids
    check_threads seeds "$eval_data/seeds"
    check_lines seeds expected_ids
fi

if there ntrex "$eval_data/ntrex/feed.jsonl"; then
    ids_of "$eval_data/ntrex/feed.jsonl" >expected_ids
    check_threads ntrex "$eval_data/ntrex/feed.jsonl"
    check_masks ntrex "$eval_data/ntrex/feed.jsonl"
    check_lines ntrex expected_ids
    check_order ntrex "$eval_data/ntrex/feed.jsonl"
fi

feed=$eval_data/telegram/feed.jsonl.zst
if there telegram "$feed" && is_long telegram; then
    check_threads telegram "$feed"
    check_masks telegram "$feed"
    awk -v ids=1 -f "$here/assigned.awk" one >ids
    verdict $? "telegram: duplicate groups lie inside events, each with one representative"
    [ "$(wc -l <ids)" -eq 24071 ]
    verdict $? "telegram: one line an article"
    if command -v zstd >/dev/null; then
        zstd -dcq "$feed" >feed.jsonl
        ids_of feed.jsonl | cmp - ids >&2
        verdict $? "telegram: in the order of the input"
    else
        skip "telegram: in the order of the input" "no zstd here"
    fi
fi

finish
