#!/bin/sh
# The job on 2 to 7 threads, every verb that has one: under ThreadSanitizer (tests/run --tsan) for what it says, in other
# builds for the same bytes as on one.
#
# Usage: check_threads.sh PROGRAM
. "$(dirname "$0")/tap.sh"

# More articles than a batch's slice: the samples several times over, under other ids.
for round in 1 2 3 4 5 6; do
    sed "s/^{\"id\": *\"/&$round-/" "$samples/news.jsonl"
done >many.jsonl
first=$(sed -n '1s/.*"id": *"\([^"]*\)".*/\1/p' many.jsonl)
second=$(sed -n '50s/.*"id": *"\([^"]*\)".*/\1/p' many.jsonl)
[ -n "$first" ] && [ -n "$second" ] && [ "$(wc -l <many.jsonl)" -gt 200 ]
verdict $? "there are articles for several threads"

# check NAME ARGUMENT...
check() {
    name=$1
    shift
    "$program" "$@" -j 1 >one
    verdict $? "$name on one thread"
    for threads in 2 3 4 5 6 7; do
        "$program" "$@" -j $threads >out && cmp one out >&2
        verdict $? "$name on $threads threads"
    done
}

check 'cluster' cluster -f jsonl many.jsonl
check 'cluster, a page' cluster -f html many.jsonl "$samples/feeds/rss2.xml"
check 'dedup' dedup many.jsonl
check 'pairs' pairs many.jsonl
check 'explain' explain "$first" "$second" many.jsonl
finish
