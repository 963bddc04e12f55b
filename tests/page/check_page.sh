#!/bin/sh
# The page of `cluster --format html` in a real browser, without a window: what it shows, that hostile titles do nothing,
# filters, keyboard, names for screen readers, narrow screens. Skipped where node or Chromium is missing.
#
# Usage: check_page.sh PROGRAM
. "$(dirname "$0")/../integration/tap.sh"

browser=
for name in chromium chromium-browser google-chrome; do
    [ -n "$browser" ] || browser=$(command -v $name)
done
if [ -z "$browser" ] || ! command -v node >/dev/null; then
    echo "1..0 # SKIP no Chromium or no node here"
    exit 0
fi

"$program" cluster -q --format html --output samples.html "$samples/news.jsonl" || exit 1
"$program" cluster -q --format jsonl --output samples.jsonl "$samples/news.jsonl" || exit 1
"$program" cluster -q --format html --output hostile.html "$here/hostile.jsonl" || exit 1
# A story of more reports than a menu takes, and three by sources that are told apart by their capitals.
awk 'function by(source) { line = $0; sub(/"source": "[^"]*/, "\"source\": \"" source, line); return line }
/"id": "wonsan-uk-1"/ { for (k = 0; k < 520; k++) { line = by("Paper " k); gsub(/wonsan-uk-1|lavrov-vonsan/, "paper-" k, line); print line } }
/"id": "football-/ { print by("Agency") }
/"id": "kamchatka-/ { print by("AGENCY") }
/"id": "ariane-/ { print by("agency") }' "$samples/news.jsonl" >many.jsonl
"$program" cluster -q --format html --output many.html many.jsonl || exit 1
head -c $(($(wc -c <samples.html) - 20000)) samples.html >cut.html
# Two readings of a long list of numbers.
awk 'BEGIN {
    for (side = 1; side <= 2; side++) {
        printf "{\"id\": \"%d\", \"url\": \"https://lists.example/prices\", \"title\": \"Prices of the market\", \"text\": \"", side
        for (i = 0; i < 26000; i++) printf "%d,%s", (i * 7919 + side * 4111) % 99991, i % 9 == 8 ? ". " : " "
        print "\"}"
    }
}' >numbers.jsonl
"$program" cluster -q --format html --output numbers.html numbers.jsonl || exit 1
set -- samples.html hostile.html cut.html many.html numbers.html
# The sizes that people have: opens and filters in the time promised.
feed=$eval_data/telegram/feed.jsonl.zst
if [ "${DVOINIK_LONG_TESTS-}" = 1 ] && [ -e "$feed" ]; then
    "$program" cluster -q --format html --output large.html "$feed" || exit 1
    set -- "$@" large.html
fi
node "$here/check_page.js" "$browser" "$work/profile" "$@"
