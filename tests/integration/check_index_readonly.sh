#!/bin/sh
# An index on a read-only file system is asked as any other; what would write to it is refused, and so is one whose log was left behind.
#
# Usage: check_index_readonly.sh PROGRAM
# Mounts the folder read-only in a name space of its own; skipped where the system does not let it.
. "$(dirname "$0")/tap.sh"

# read_only COMMAND: with the folder `index` read-only.
read_only() {
    unshare -rm sh -c "mount --bind index index && mount -o remount,ro,bind index index && ! touch index/x 2>/dev/null && cd index/.. && $1"
}

"$program" index create index && "$program" index add -q index "$samples/news.jsonl" >/dev/null || exit 2
if ! read_only true >/dev/null 2>&1; then
    skip "a read-only file system" "none can be mounted here"
    finish
fi
id=$("$program" index list -f jsonl index | sed -n '1s/{"id":"\([^"]*\)".*/\1/p')
sed 's/"id": *"/&other-/' "$samples/news.jsonl" >news.jsonl
for action in "list -f jsonl index" "show index $id" "verify index" "query index news.jsonl"; do
    "$program" index $action >expected 2>&1
    rm -f index/*-shm index/*-wal
    read_only "'$program' index $action" >told 2>&1
    [ $? -eq 0 ] && cmp -s expected told
    verdict $? "${action%% *} tells the same"
done
read_only "'$program' index stats index" >told 2>&1 && grep -q '^articles: [1-9]' told
verdict $? "stats counts the articles"
read_only "'$program' index add -q index news.jsonl" >told 2>said
[ $? -eq 3 ] && grep -q 'must be writable' said && [ ! -s told ]
verdict $? "add is refused"
read_only "'$program' index rebuild -q index" >told 2>said
[ $? -eq 3 ] && grep -q 'must be writable' said && [ ! -s told ]
verdict $? "and so is rebuild"
printf x >index/index.dvoinik-wal
read_only "'$program' index list index" >told 2>said
[ $? -eq 3 ] && grep -q 'log' said && [ ! -s told ]
verdict $? "an index with a log is refused"
finish
