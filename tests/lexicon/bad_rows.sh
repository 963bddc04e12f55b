#!/bin/sh
# Gives the programs that make the tables rows that are wrong, one at a time, and sees each refused by file and line.
#
# Usage: bad_rows.sh TABLES PROGRAM...
# Speaks TAP.
set -u
. "$(dirname "$0")/../result.sh"
tables=$1
shift
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
for program; do
    case $program in
    /*) ln -s "$program" "$work/" || exit 2 ;;
    *) ln -s "$PWD/$program" "$work/" || exit 2 ;;
    esac
done
cd "$work" || exit 2
cp "$tables"/*.tsv . && chmod u+w ./*.tsv || exit 2

# make_table MAKER [OUTPUT]: runs gen_MAKER on the tables that lie here.
make_table() {
    maker=$1 out=${2:-out}
    case $1 in
    letters) set -- languages letters ;;
    schemes) set -- schemes ;;
    words) set -- endings lexicon names acronyms numerals calendar plain_words short_endings changed_endings frequencies ;;
    frequencies) set -- frequencies ;;
    calibration) set -- calibration ;;
    kinship) set -- kinship ;;
    language) set -- languages language_grams language_markers ;;
    boilerplate) set -- boilerplate calendar ;;
    esac
    for table; do
        set -- "$@" "$table.tsv"
        shift
    done
    "./gen_$maker" "$@" "$out" >said 2>&1
}

# refused MAKER TABLE WORDS: the table, as it lies here, is refused at its last line, with these words.
refused() {
    line=$(($(wc -l <"$2.tsv")))
    make_table "$1"
    status=$?
    wanted="$2.tsv:$line: $3"
    [ $status -eq 1 ] && [ "$(cat said)" = "$wanted" ]
    result $? "$wanted"
    cp "$tables/$2.tsv" .
}

# bad MAKER TABLE ROW WORDS: the same with this row, a format of printf, at its end.
bad() {
    # shellcheck disable=SC2059
    printf "$3\n" >>"$2.tsv"
    refused "$1" "$2" "$4"
}

for maker in letters schemes words frequencies calibration kinship language boilerplate; do
    make_table "$maker" && [ -s out ]
    result $? "gen_$maker makes its table"
    make_table "$maker" /dev/full
    [ $? -eq 1 ] && [ "$(cat said)" = "/dev/full: cannot be written" ]
    result $? "gen_$maker says when it cannot be written"
done

many='uk|uk|uk|uk|uk|uk|uk|uk|uk|uk'
long=$(printf '%0300d' 0 | tr 0 q)
number_wanted='a whole number is expected' range='a number is too low or too high'

bad calibration calibration 'event\tpeak\t\320' 'is not UTF-8'
bad calibration calibration 'event\tpe\000ak\t1' 'has a byte of zero'
bad calibration calibration 'event\tconstant\t1' 'gives a measure of a score again'
bad calibration calibration 'copied\tpeak\tx1' 'a number is expected'
bad calibration calibration 'copied\tpeak' 'a number is expected'
bad calibration calibration 'copied\tpeak\t1e9' "$range"
bad kinship kinship 'uk\tru\t.5' 'gives a pair of languages again'
bad kinship kinship 'en\tuz-Latn\tall' 'a number is expected'
bad kinship kinship 'en\tuz-Latn\t-1' "$range"
bad frequencies frequencies 'wa\tmany' "$number_wanted"
bad frequencies frequencies 'wa\t-1' "$range"
bad frequencies frequencies 'xa\t1' 'a key begins with w, s or ='
bad words frequencies 'wa\tmany' "$number_wanted"

bad letters letters 'uk,ruu\tё\tio' 'names a language that languages.tsv has no letters of'
bad letters letters 'uk,ru\tЁёё\tio' 'letters: lower case is expected'
bad letters letters 'mk\tљ\tlj\tl' 'gives letters of a language again'
bad letters letters '*\tа\ta' 'gives letters of a language again'
bad letters letters '*\tабвгд\ta' 'letters: one to four are expected'
bad letters languages 'ru\tRussian\tru\tru' 'has a language again'
bad letters languages 'xx\tNone' 'a code is of one letter to fifteen'
bad letters languages 'xx\tMany\txx\tru,uk,be,bg' 'a cell, or the row, has too many parts'

bad words endings "uk\t$long" 'an ending is too long'
bad words names 'x\tperson\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15\t16' 'has more cells than the head names'
bad words names '\tperson\tНіхто' 'has no key'
bad words names "$long\tperson\tНіхто" 'a key is too long'
bad words names "x\tperson\t$long" 'a form is too long'
bad words names "x\tperson\tНіхто з тих людей там" 'a form has more than four words'
bad words names 'x\tperson\tНіхто!cas' 'behind a form there is !case, !lower or nothing'
bad words names "x\tperson\t$many|$many|$many|$many|$many|$many|$many" 'a cell, or the row, has too many parts'
bad words numerals '5\tuk-Cyrl\tпять' 'names an unknown column'
bad words numerals 'five\tuk\tпять' "$number_wanted"
bad words numerals 'e3a\tuk\tтисяча' "$number_wanted"
bad words numerals 'e99\tuk\tтисяча' "$range"
bad words numerals '1.25\tuk\tпять' 'one digit is expected behind the point'
bad words numerals '5\tuk' 'three columns are expected'
bad words calendar 'month\t13\tuk\tмартобря' "$range"
bad words calendar 'weekday\t0\tuk\tніколи' "$range"
bad words calendar 'moth\t1\tuk\tсічень' 'kind: month or weekday is expected'
bad words calendar 'month\t1\tua\tсічень' 'names an unknown column'
bad words calendar 'month\t1\tuk' 'four columns are expected'
bad words plain_words 'uk\tмісту=ciity' 'names a row that neither the names nor the lexicon have'
bad words plain_words 'uk\t123' 'has a word that is none'
bad words changed_endings 'pl\tconsonant\tka' 'four columns are expected'
bad words changed_endings 'pl\tletter\tka\tek' 'behind: any, vowel or consonant is expected'
bad words changed_endings 'po\tany\tka\tek' 'names an unknown column'
sed '1,/^[^#]/s/^key\tkind\tuk/key\tkind\tua/' names.tsv >changed && sed '/^key\t/q' changed >names.tsv
refused words names 'names an unknown column'

bad schemes schemes 'iso-9\t=\tISO' 'opens a scheme again'
bad schemes schemes 'uk-2010\tа\ta' 'has a rule again'
bad schemes schemes 'uk-2010\tЩЯ\ta' 'letters: lower case is expected'
bad schemes schemes 'uk-2010\tщя\ta\tbegin' 'where: it begins with ^, $, < or >'
bad schemes schemes 'uk-2010\tщя' 'has no latin'
bad language language_grams '@Cyr\tru uk' 'a script is @Latn or @Cyrl'
bad language language_grams '@Cyrl\tru uk' 'begins a script again'
bad language language_markers 'tjednik\t1\t2' 'one number for each language of the heading is expected'
bad language language_markers 'tjednik\t1\t2\tx' "$number_wanted"
bad language language_markers 'marker\thr\tbs\tsr-Latn\tsl' 'a group has three languages at most'
printf '@Cyrl\tru uk\n' >language_grams.tsv
refused language language_grams 'a script has nine classes at least'
for feature in а пре; do
    row=$(grep "^$feature	" language_grams.tsv) || exit 2
    bad language language_grams "$row" 'has a feature again'
done
bad boilerplate boilerplate 'uk\tlinee\tЧитайте' 'where: an unknown word'

mkdir folder.tsv && rm calibration.tsv && mv folder.tsv calibration.tsv
make_table calibration
[ $? -eq 1 ] && [ "$(cat said)" = "calibration.tsv: cannot be read" ]
result $? "a folder is no table"
finish
