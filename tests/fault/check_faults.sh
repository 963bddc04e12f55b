#!/bin/sh
# Makes allocations, reads, writes, opens and threads of the program fail, one after another, and looks at what comes of
# it: a sentence and the right status, nothing that could be taken for the whole output, no leak, no crash. Reads and
# writes in pieces and interrupted by signals must not show at all.
#
# Usage: check_faults.sh PROGRAM FAULTY [PRELOAD]
#   FAULTY   the program with tests/fault/wrapped.c linked in
#   PRELOAD  tests/fault/preload.c; absent in a build with sanitizers
# Some places of each kind in each command; with DVOINIK_LONG_TESTS=1 all of them.
began=$PWD
. "$(dirname "$0")/../integration/tap.sh"
if command -v timeout >/dev/null; then limit='timeout 30'; else limit=; fi
faulty=$2 preload=${3-}
case $faulty in /*) ;; *) faulty=$began/$faulty ;; esac
case $preload in '' | /*) ;; *) preload=$began/$preload ;; esac
if [ "${DVOINIK_LONG_TESTS-}" = 1 ]; then places=1000000; else places=${DVOINIK_FAULT_PLACES:-12}; fi

places_seen=0 stays=no # what was told is done, whatever comes behind it

# attempt FAULT COMMAND...: leaves status, out, err and, when the command wrote it, file; in calls and failed what the
# log says.
attempt() {
    fault=$1
    shift
    rm -f file
    : >log
    DVOINIK_FAULT=$fault DVOINIK_FAULT_LOG=$PWD/log LD_PRELOAD=$preloaded $limit "$@" >out 2>err <in
    status=$?
    calls=0 failed=0
    read -r calls failed <log
}

# bad WHY: what went wrong, once.
bad() {
    echo "# $fault: $1 (status $status)"
    sed 's/^/#   /' err | head -n 30
    wrong=$((wrong + 1))
}

# judge KIND: what the last attempt left, against what is right.
judge() {
    if [ $status -eq 0 ]; then
        # What can be done without is not worth a failure; but then nothing may be missing.
        cmp -s out right.out && { [ ! -e right.file ] || cmp -s file right.file; } || bad 'success, but the output is another'
        return
    fi
    if [ -n "$preloaded" ] && [ $status -eq 134 ] && grep -q bad_alloc err; then
        ended=$((ended + 1)) # simdjson, where it looks at the processor, once
        [ $ended -le 12 ] || bad 'a library ends the program'
        rm -f .dvoinik-part.* # of a program that is ended nobody takes it away
        return
    fi
    case $1:$status in
    memory:5 | write:5 | open:3 | open:5 | read:3 | read:5) ;;
    *) bad 'another status was expected' ;;
    esac
    grep -q '^dvoinik: ..*' err || bad 'no sentence'
    grep -q -e Sanitizer -e 'runtime error' err && bad 'a sanitizer spoke'
    [ ! -e file ] || bad 'a file of output is there'
    [ "$(ls -A | grep -c -e '^file' -e '^\.dvoinik')" -eq 0 ] || bad 'a temporary file was left'
    [ ! -s right.file ] || return
    # On a stream what came is a beginning, never the whole.
    [ ! -s right.out ] || ! cmp -s out right.out || [ "$1" = write ] || [ $stays = yes ] || bad 'failure, but the output is whole'
}

# fault_each NAME KIND COMMAND...
fault_each() {
    name=$1 kind=$2
    shift 2
    wrong=0 tried=0 ended=0
    attempt none "$@"
    cp out right.out
    rm -f right.file
    [ ! -e file ] || cp file right.file
    if [ $status -ne 0 ]; then
        bad 'it fails without a fault'
    fi
    attempt "$kind:1000000000" "$@"
    total=$calls
    step=$(((total + places - 1) / places))
    [ "$step" -gt 0 ] || step=1
    at=0
    while [ $at -lt "$total" ]; do
        # Alone, or from here on: by turns. In the libraries alone: libxml2's HTML parser tries for ever.
        if [ $((tried % 2)) -eq 0 ] || [ -n "$preloaded" ]; then all=; else all=+; fi
        attempt "$kind:$at$all" "$@"
        [ "$failed" -gt 0 ] || bad 'the fault was not reached'
        places_seen=$((places_seen + 1))
        judge "$kind"
        tried=$((tried + 1))
        [ $wrong -lt 5 ] || break
        at=$((at + step))
    done
    [ "$total" -gt 0 ] || [ $wrong -gt 0 ] || {
        skip "$name: $kind" 'it does nothing of the kind'
        return
    }
    [ $wrong -eq 0 ]
    verdict $? "$name: $kind, $tried of $total places"
}

# unseen_each NAME COMMAND...: what must not show.
unseen_each() {
    name=$1
    shift
    for kind in pieces signal; do
        wrong=0
        attempt none "$@"
        cp out right.out
        rm -f right.file
        [ ! -e file ] || cp file right.file
        for at in 0 1 2 3 0+; do
            [ $kind$at != signal0+ ] || continue # would never end
            attempt $kind:$at "$@"
            [ $status -eq 0 ] && cmp -s out right.out || bad 'it shows'
            [ ! -e right.file ] || cmp -s file right.file || bad 'it shows in the file'
        done
        [ $wrong -eq 0 ]
        verdict $? "$name: $kind do not show"
    done
}

# Small inputs of every kind.
cp "$samples/news.jsonl" all.jsonl
head -n 8 all.jsonl >news.jsonl
gzip -n -c news.jsonl >news.jsonl.gz
cp "$samples/feeds/rss2.xml" feed.xml
cp "$samples/feeds/table.csv" table.csv
mkdir texts labels
cp "$samples"/txt/wonsan-ru-[12].txt texts
cp "$samples/gold.tsv" labels
printf 'Лавров у Вонсані\nтекст\n' >in
first=$(sed -n '1s/.*"id": *"\([^"]*\)".*/\1/p' news.jsonl)
second=$(sed -n '2s/.*"id": *"\([^"]*\)".*/\1/p' news.jsonl)

"$program" index create --seed 1 index && cp -r index empty && "$program" index add -q index news.jsonl >/dev/null || exit 2
cat >anew <<'end'
# anew COMMAND...: with an index without articles.
rm -rf fresh && cp -r empty fresh && exec "$@"
end

commands() {
    "$1" 'cluster, JSON lines' "$2" "$run" cluster -j 1 -f jsonl -o file news.jsonl
    "$1" 'cluster, HTML to a stream' "$2" "$run" cluster -j 1 -f html news.jsonl.gz
    "$1" 'cluster, text of a feed' "$2" "$run" cluster -j 1 --color always -o file feed.xml
    "$1" 'cluster, JSON of a table' "$2" "$run" cluster -j 1 -f json table.csv
    "$1" 'cluster, CSV of a folder' "$2" "$run" cluster -j 1 -f csv -o file texts
    "$1" 'dedup' "$2" "$run" dedup -j 1 -o file news.jsonl
    "$1" 'pairs' "$2" "$run" pairs -j 1 --level all news.jsonl
    "$1" 'explain' "$2" "$run" explain -j 1 "$first" "$second" news.jsonl
    "$1" 'eval' "$2" "$run" eval -j 1 --gold labels all.jsonl
    "$1" 'translit of standard input' "$2" "$run" translit --words
    "$1" 'translit by a standard' "$2" "$run" translit --scheme uk-2010 -o file in
    "$1" 'index query' "$2" "$run" index query -j 1 -f jsonl -o file index news.jsonl
    "$1" 'index list' "$2" "$run" index list -f jsonl -o file index
    "$1" 'index show' "$2" "$run" index show -o file index "$first"
    "$1" 'index verify' "$2" "$run" index verify index
}

run=$faulty preloaded=
for kind in memory read write open; do
    commands fault_each $kind
    stays=yes
    fault_each 'index add' $kind sh anew "$run" index add -j 1 -f jsonl fresh news.jsonl
    stays=no
    "$program" index verify -q fresh >verified 2>&1
    verdict $? "index add: $kind leaves a sound index"
done
each_unseen() {
    name=$1
    shift 2
    unseen_each "$name" "$@"
}
commands each_unseen -

kind=thread wrong=0
attempt none "$faulty" cluster -j 1 -f jsonl all.jsonl
cp out right.out
for at in 0 1 2 0+; do
    attempt thread:$at "$faulty" cluster -j 4 -f jsonl all.jsonl
    [ $status -eq 0 ] && cmp -s out right.out || bad 'threads that do not start show'
done
[ $wrong -eq 0 ]
verdict $? 'threads that do not start do not show'

[ $places_seen -ge 40 ]
verdict $? "$places_seen faults were reached"

if [ -n "$preload" ]; then
    run=$program preloaded=$preload
    commands fault_each memory
else
    skip 'allocations of the libraries' 'no preload in this build'
fi
finish
