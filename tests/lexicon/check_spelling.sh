#!/bin/sh
# Every word of the lexicon against the spelling dictionaries of Debian, word by word, phrases too.
#
# usage: check_spelling.sh LEXICON EXCEPTIONS [print]
# EXCEPTIONS: lang, word, why (the reasons stand at its head). Fails when more than
# 2% of the words are refused and no exception, or when an exception is not refused: the list stays honest. With 'print' the
# refused words that are no exception are shown. Exit 77 (skipped) without hunspell or a dictionary.
set -eu
lexicon=$1 exceptions=$2 print=${3:-}
LC_ALL=C.UTF-8
export LC_ALL

skip() {
    echo "skipped: $1"
    exit 77
}

command -v hunspell >/dev/null || skip 'hunspell is not installed (Debian: hunspell)'
known=$(hunspell -D </dev/null 2>&1 || true)
for dictionary in uk_UA ru_RU be_BY bg_BG sr_RS pl_PL cs_CZ hr_HR kk_KZ; do
    case $known in
    *"/$dictionary"*) ;;
    *) skip "hunspell has no dictionary $dictionary" ;;
    esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=$(awk -F '\t' '!/^#/ && $1 != "lang" && ($3 !~ /^(name|adjective of a name|new word|loanword|compound|abbreviation|inflected form|verbal noun|dictionary lacks it)$/ || NF != 3)' "$exceptions")
[ -z "$bad" ] || { echo "$exceptions: lines without lang, word and a known reason:"; echo "$bad"; exit 1; }

failed=0 all=0 unlisted=0
check() { # column, dictionary
    code=${2%_*}
    awk -F '\t' -v c="$1" '!/^#/ && $1 != "topic" { gsub(/[| ]/, "\n", $c); print $c }' "$lexicon" | grep . | sort -u >"$work/words"
    hunspell -d "$2" -i utf-8 -l <"$work/words" | sort -u >"$work/refused"
    awk -F '\t' -v l="$code" '$1 == l { print $2 }' "$exceptions" | sort -u >"$work/listed"
    comm -23 "$work/refused" "$work/listed" >"$work/new"
    comm -13 "$work/refused" "$work/listed" >"$work/stale"
    words=$(wc -l <"$work/words") new=$(wc -l <"$work/new")
    all=$((all + words)) unlisted=$((unlisted + new))
    echo "$code: $words words, $(wc -l <"$work/refused") refused, $new of them no exception"
    [ -z "$print" ] || sed "s/^/$code	/" "$work/new"
    if [ -s "$work/stale" ]; then
        echo "$code: exceptions that the dictionary knows or the lexicon has no more; take them off $exceptions:"
        sed 's/^/    /' "$work/stale"
        failed=1
    fi
}

check 3 uk_UA
check 4 ru_RU
check 5 be_BY
check 6 bg_BG
check 8 sr_RS
check 10 pl_PL
check 11 cs_CZ
check 12 hr_HR
check 13 kk_KZ
for pair in '14 sl_SI' '15 sk_SK' '20 mn_MN'; do
    case $known in
    *"/${pair#* }"*) check ${pair% *} "${pair#* }" ;;
    *) echo "${pair#* }: hunspell has no such dictionary; its column was not checked" ;;
    esac
done
echo "together: $all words, $unlisted refused and no exception"
if [ $((unlisted * 50)) -gt "$all" ]; then
    echo "more than 2% of the words are refused: run with 'print' to see them, mend them or list them in $exceptions"
    failed=1
fi
exit $failed
