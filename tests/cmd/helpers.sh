# Sourced by cases: . "$ROOT/tests/cmd/helpers.sh"

# try_bad INPUT...: what comes of bad input in four ways: to standard output (nothing of it, with the message and the
# exit status), to a file (none is left), quietly (the message all the same), and with --skip-bad (how much was read).
try_bad() {
    "$DVOINIK" cluster --format jsonl "$@"
    echo "exit $?"
    mkdir -p out
    "$DVOINIK" cluster --format jsonl -o out/a.jsonl "$@" 2>/dev/null
    echo "with -o: exit $?, left there: $(ls -A out)"
    "$DVOINIK" cluster --format jsonl --quiet "$@" 2>said
    echo "with --quiet: exit $?, messages: $(wc -l <said)"
    echo "-- with --skip-bad:" >&2
    "$DVOINIK" cluster --format jsonl --skip-bad "$@" >kept
    echo "with --skip-bad: exit $?, articles: $(wc -l <kept)"
}

# around LINE: three good records, a line, and three more.
around() {
    head -n 3 samples/news.jsonl
    printf "$1\n"
    tail -n 3 samples/news.jsonl
}

# octal NUMBER...: those bytes.
octal() {
    for number in "$@"; do printf "\\$(printf %03o "$number")"; done
}

# raw_zstd FILE: the file as a zstd frame of blocks that are not compressed, for machines without the zstd program.
raw_zstd() {
    size=$(wc -c <"$1") block=4096 at=0
    octal 40 181 47 253 0 56
    while [ $at -lt "$size" ]; do
        n=$((size - at)) last=1
        [ $n -le $block ] || n=$block last=0
        octal $(((n * 8 + last) % 256)) $((n * 8 / 256)) 0
        tail -c +$((at + 1)) "$1" | head -c $n
        at=$((at + n))
    done
}

# without_added: takes what dedup --annotate added off again.
without_added() {
    sed 's/,"dvoinik_duplicate":[0-9]\{1,\},"dvoinik_event":[0-9]\{1,\},"dvoinik_score":[01]\.[0-9]\{4\}}$/}/'
}

# ids <FEED: the ids of a feed like the samples, one a line.
ids() {
    sed -n 's/^{"id": *"\([^"]*\)".*/\1/p'
}
