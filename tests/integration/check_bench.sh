#!/bin/sh
# The bench measures what it says: the feed has what was planted, what is wanted is judged in the right direction, and
# tables come whole or not at all. Nothing is timed here: what measures is put in place of by a few lines.
#
# Usage: check_bench.sh PROGRAM FEED_PROGRAM SCORER CLOCK QUALITY STAGES
absolute() { echo "$(CDPATH='' cd "$(dirname "$1")" && pwd)/$(basename "$1")"; }
feed=$(absolute "$2") scorer=$(absolute "$3") clock=$(absolute "$4") quality=$(absolute "$5") stages=$(absolute "$6")
. "$(dirname "$0")/tap.sh"
bench=$(cd "$here/../../bench" && pwd) || exit 2

# The feed. Its bytes, ids and kinds are checked in check_planted.sh.

"$feed" --articles 1200 --seed 3 --truth truth -o long && "$feed" --articles 700 --seed 3 --truth short_truth -o short &&
    head -n 700 long | cmp - short >&2 && head -n 701 truth | cmp - short_truth >&2
verdict $? 'the first of a longer feed are the shorter feed, and so is their truth'

"$feed" --articles 700 --seed 3 --per-day 100 -o slow && ! cmp -s short slow &&
    sed 's/"date": "[^"]*"/DATE/' short >a && sed 's/"date": "[^"]*"/DATE/' slow >b && cmp a b >&2
verdict $? 'more articles a day have other dates and the same texts'

# Words of the text beside those of the original, which are drawn one for one: what is planned in bench/feed_article.c.
"$feed" --articles 6000 --seed 5 -o many && awk -F '"id": "|", "title": "|", "text": "|", "date": "' '{
    split($2, part, ".")
    kind = substr($2, length($2))
    gsub(/\\n/, " ", $4)
    n = split($4, word, " ")
    if (kind == "o") { original[part[2]] = $4; next }
    m = split(original[part[2]], was, " ")
    if (m < 150) next # in a short text chance may leave every word as it is
    for (i = same = 0; i++ < m - 12 && i < n - 12;) same += word[i] == was[i]
    share = same / (i - 1)
    seen[kind]++
    if (kind == "c" && share < 1) wrong = wrong " " $2 ":" share
    if (kind == "e" && (share < .7 || share > .99 || n < m - 12 || n > m + 12)) wrong = wrong " " $2 ":" share
    if (kind == "s" && (share < .7 || share > .99 || n > .9 * m + 45)) wrong = wrong " " $2 ":" n / m
    if (kind == "s") length_of += n / m
    if (kind == "t" && (share > .9 || n < m - 12 || n > m + 12)) wrong = wrong " " $2 ":" share
} END {
    print "not as planned:" wrong, "; shortened to", length_of / seen["s"] > "/dev/stderr"
    exit !(wrong == "" && seen["c"] > 50 && seen["e"] > 50 && seen["s"] > 9 && seen["t"] > 50 && length_of / seen["s"] < .85)
}' many
verdict $? 'copies are the same, edited and shortened ones differ in as many words as planned, twins in nearly all'

printf '%s\t0\t0\t-\tru\n' id e0.d0.0o e0.d0.1c e1.d1.2o >table
printf '{"id":"%s","duplicate":0,"event":0}\n' e0.d0.0o e0.d0.1c >made
"$scorer" --truth table made >scores 2>said
[ $? -eq 3 ] && grep -q 'missing' said
verdict $? 'scores of groups that leave articles out are refused'

# Labels that are not what they should be are none to measure by.

mkdir -p labels/ntrex labels/telegram
printf '{"id": "%s", "text": "%s", "lang": "en"}\n' a-eng 'The court heard the case on Monday.' b-eng 'A storm has closed the harbour.' >labels/ntrex/feed.jsonl
cp labels/ntrex/feed.jsonl labels/telegram/feed.jsonl.zst
printf 'id\tstory\tevent\na-eng\tx\tx\n' >labels/ntrex/gold.tsv
printf 'a\tb\tlangs\trelation\na-eng\tb-eng\ten-en\tcousins\n' >labels/telegram/pairs.tsv
# mismeasured WORDS
mismeasured() {
    "$quality" labels nowhere steps measures . 2>said
    [ $? -eq 1 ] && grep -q -- "$1" said
}
mismeasured 'has not one row for each article in gold.tsv'
verdict $? 'an article without a label is told, and not taken for one of the first story'
cp labels/ntrex/gold.tsv gold
printf 'a-eng\ty\ty\n' >>labels/ntrex/gold.tsv
mismeasured 'a-eng: has two rows in gold.tsv'
verdict $? 'two labels of one article do not stand for one of two'
cp gold labels/ntrex/gold.tsv
printf 'b-eng\ty\ty\n' >>labels/ntrex/gold.tsv
mismeasured 'cousins: is no relation of a pair'
verdict $? 'a relation that there is not is told, and its pair not left out'
sed -i '$s/cousins/story/;$p' labels/telegram/pairs.tsv
mismeasured 'a-eng: stands in two rows of pairs.tsv'
verdict $? 'a pair that is labelled twice is told'

# The stages: what they take is another matter, but all of them are there.

"$stages" "$samples/news.jsonl" 1 >measured && awk -F '\t' 'NF != 10 { exit 1 } { said[$1] = $8 > 0 }
    END { exit !(said["floor: read + validate UTF-8"] && said["read JSONL"] && said["signature path, from the file"] &&
        said["score, a pair"] && said["cluster"] && said["report"]) }' measured
verdict $? 'all stages are measured'
head -n 1 "$samples/news.jsonl" >one && ! "$stages" one 1 >measured 2>said && grep -q 'no pairs' said
verdict $? 'a feed without pairs, where no score is measured, is told'

# What is wanted.

# made TABLE COLUMNS ROW...: a table of bench/run.
made() {
    name=$1
    shift
    printf '%s\n' '# 2020-02-02 20:20; commit abcdef1; some machine, with commas' '# left out: nothing, really' "$@" >"$name"
}

# wanted LINE: is one of those of the tables here.
wanted() {
    LC_ALL=C awk -f "$bench/wanted.awk" ./*.csv >found 2>said
    grep -qx -- "$1" found || {
        echo "no line $1 in:" >&2
        cat found said >&2
        return 1
    }
}

tables() {
    rm -f ./*.csv
    made stages.csv 'feed,to_hard_floor,stage,to_floor' 'telegram,.02,signature path from the file,.08' 'telegram,.3,read JSONL,.4999' \
        'synthetic,.9,read JSONL,.9'
    made jobs.csv 'threads,feed,to_one_thread,cpu_to_floor,cpu_to_hard_floor,median_candidates' '1,telegram,1,.04999,.01,40' \
        '2,telegram,1.8,.9,.9,200' '1,synthetic,1,.9,.9,201' '2,synthetic,1.1,.9,.9,3'
    made peers.csv 'program,times_the_cpu,F1,all_F1' 'dvoinik,1,.9931,.99' 'rensa RMinHash .2,11,.9930,.9929' 'rensa RMinHash .25,13,.9,.991' \
        'datasketch sha1 .2,45,.98,.9931' 'datasketch xxh3 .2,9,.97,.98'
    made growth.csv 'cpu_seconds,articles,bytes_an_article,median_candidates,twins' '1,10000,9999,1,.99' '100,10000000,801,2,.9799' \
        '1,100000,9000,199,1'
}
tables
wanted 'whole job : floor (telegram on one core),>= .05,0.04999,no,jobs.csv,2020-02-02 20:20 commit abcdef1'
verdict $? 'what is just below a bound is not met; the line tells when it was measured, and of which commit'
wanted 'signature path : floor (telegram),>= .08,0.08,yes,stages.csv,2020-02-02 20:20 commit abcdef1' &&
    wanted 'two threads : one (telegram),>= 1.8,1.8,yes,jobs\.csv,.*'
verdict $? 'what is at the bound is met'
wanted 'reading JSONL : floor (telegram),>= .5,0.4999,no,.*' && wanted 'the same : hard floor,-,0.3,-,stages.csv,.*'
verdict $? 'the first feed is judged; nothing is said of what has no bound'
wanted 'rensa at its best F1: times our CPU time,>= 12,11,no,.*' && wanted 'datasketch SHA-1: times our CPU time,>= 45,45,yes,.*'
verdict $? 'rensa is taken where its F1 is best, not where it is slowest'
wanted 'pair F1 on planted copies within one language,>= 0.993,0.9931,yes,.*' &&
    wanted 'the same over all pairs: .*,>= 0.9931,0.99,no,.*'
verdict $? 'ours is set against the best of the others'
wanted 'bytes an article at 10000000,<= 800,801,no,.*' && wanted 'least recall of planted twins,>= .98,0.9799,no,.*' &&
    wanted 'most median candidates an article in growth,<= 200,199,yes,.*' && wanted 'most median candidates an article in the feeds,<= 200,201,no,.*'
verdict $? 'the most and the least are looked for in all rows, and more is worse where it is'
wanted 'exponent of CPU time from 100000 articles on,<= 1.10,1,yes,.*'
verdict $? 'the exponent is that of the sizes from 100,000 on, in any order'
made growth.csv 'cpu_seconds,articles,bytes_an_article,median_candidates,twins' '1,100000,1,1,1' '12.6,1000000,700,1,1'
wanted 'exponent of .*,<= 1.10,1.1,yes,.*' && wanted 'bytes an article at 10000000,<= 800,not measured,-,growth.csv,.*'
verdict $? 'it is what is printed that is judged; bytes of fewer articles are not those of ten million'
made growth.csv 'cpu_seconds,articles,bytes_an_article,median_candidates,twins' '1,100000,1,1,1'
wanted 'exponent of .*,not measured,-,growth.csv,.*'
verdict $? 'one size has no exponent'
made peers.csv 'program,times_the_cpu,F1,all_F1' 'dvoinik,1,.9931,.99'
wanted 'rensa at .*,>= 12,not measured,-,peers.csv,.*' && wanted 'pair F1 on .*,-,not measured,-,peers.csv,.*'
verdict $? 'peers that were left out are no better and no worse'
tables
rm jobs.csv
wanted 'whole job : floor (one core),>= .05,no jobs.csv,-,jobs.csv,-' && wanted 'two threads : one,>= 1.8,no jobs.csv,-,jobs.csv,-' &&
    [ "$(wc -l <found)" -eq 17 ] && ! grep -q 'jobs.csv,yes' found
verdict $? 'a table that is not there is told, and its lines are not met'
tables
sed 's/cpu_to_floor/to_the_floor/' jobs.csv >a && mv a jobs.csv
LC_ALL=C awk -f "$bench/wanted.awk" ./*.csv >found 2>said
[ $? -ne 0 ] && grep -q 'jobs.csv: there is no column cpu_to_floor' said
verdict $? 'a table without the column is refused'
tables
sed 's/^1,telegram,1,.04999/1,telegram,1,nan/' jobs.csv >a && mv a jobs.csv
LC_ALL=C awk -f "$bench/wanted.awk" ./*.csv >found 2>said
[ $? -ne 0 ] && grep -q 'jobs.csv: no number, but nan as cpu_to_floor' said
verdict $? 'what is no number is refused'
rm -f ./*.csv
for name in stages jobs peers growth; do
    [ ! -f "$bench/results/$name.csv" ] || cp "$bench/results/$name.csv" .
done
LC_ALL=C awk -f "$bench/wanted.awk" ./*.csv >found && grep -v '^#' "$bench/results/wanted.csv" | cmp - found >&2
verdict $? 'bench/results/wanted.csv is what its tables say'

# The runs. The program, the feed, the scorer and the clock are the real ones, on fifty articles.

mkdir build bin "it's here"
: >build/build.ninja
# stub NAME: standard input as a program of the build.
stub() {
    { echo '#!/bin/sh' && cat; } >"build/$1"
    chmod +x "build/$1"
}
ln -s "$program" build/dvoinik
ln -s "$scorer" build/score_planted
ln -s "$clock" build/bench_clock
printf '#!/bin/sh\n' >bin/meson && chmod +x bin/meson
usual() {
    stub dvoinik-feed <<END
[ "\$2" -ne 20000 ] || { shift 2 && set -- --articles 50 "\$@"; }
exec '$feed' "\$@"
END
    stub bench_likeness <<'END'
printf '%s\n' 'random pairs n .05 and so on' 'synthetic.jsonl 199995 0.0 0.2 16.4 37.9 61.8 78.7 113.5 153.0 - 0.00003 0.00005'
END
    stub bench_stages <<'END'
printf 'stage\tbytes\tMB\tcold MB/s\twarm MB/s\tslowest\tfastest\tns/article\t: floor\t: hard floor\n'
printf '%s\ttext\t9.0\t700.0\t800.0\t790.0\t810.0\t1234\t.5\t.1\n' 'floor: read' 'hard floor: the same' 'read JSONL' 'signature path, from the file'
END
    stub bench_kernels <<'END'
printf 'kernel\telements\tinstructions\treference\tleast\tmost\tlibrary\tleast\tmost\tratio\n'
printf '%s\n' '# AVX-512, which this processor does not have'
printf 'SimHash\t16\tAVX2\t81.58\t81.37\t180.43\t15.32\t15.23\t71.79\t5.3\n'
END
    stub quality <<'END'
printf 'group\tstep\nweights\tnone\n' >"$3"
printf 'part\tvalue\nclusters\t\n' >"$4"
END
}

# run SCRIPT OPTION...: status in $status, what it said in $work/said. It is named as people name it; with CDPATH, where
# some have it, `cd` may go elsewhere and says where it went.
run() {
    (
        name=$1
        shift
        PATH=$work/bin:$PATH TMPDIR="$work/it's here" BUILD=$work/build EVAL=$work/nowhere PEERS=${peers-no} RESULTS=$work/results
        CDPATH=.
        export PATH TMPDIR BUILD EVAL PEERS RESULTS CDPATH
        cd "$bench/.." && exec "bench/$name" "$@"
    ) >shown 2>said
    status=$?
}

measure() {
    run run --results "$work/results" --quick --sizes '20 40' "$@"
}

# told STATUS WORDS: the run ended so, and the last line says these words, in one sentence.
told() {
    [ $status -eq "$1" ] && tail -n 1 said | grep -q -- "$2" || {
        echo "ended with $status, and not $1 and: $2" >&2
        cat said >&2
        return 1
    }
}

usual
measure
told 0 '' && [ "$(ls -A results | tr '\n' ' ')" = 'growth.csv growth.svg jobs.csv kernels.csv likeness.csv peers.csv stages.csv transliteration.csv wanted.csv ' ]
verdict $? 'a run makes all tables and leaves nothing else'
for name in growth jobs kernels likeness peers stages transliteration wanted; do
    head -n 1 "results/$name.csv" | grep -Eq '^# [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}; commit .*; .* cores, [0-9]+ MiB; .*load at start' || break
    name=
done
[ -z "$name" ]
verdict $? "each begins with the machine and the commit${name:+: $name}"
for name in likeness stages jobs transliteration; do
    grep -q '^# left out: the Telegram feed, as feed.jsonl.zst is not there' "results/$name.csv" || break
    name=
done
[ -z "$name" ] && grep -q 'left out: the Telegram feed' said && grep -q '^# left out: rensa and datasketch, by PEERS=no$' results/peers.csv &&
    grep -q '^left out: rensa' said && grep -q '^# left out: AVX-512' results/kernels.csv
verdict $? 'what is left out is told in the table and in what is said'
[ "$(grep -vc '^#' results/jobs.csv)" -eq 3 ] && [ "$(grep -vc '^#' results/growth.csv)" -eq 3 ] && grep -q '^20,.*,-,-,-,1.0000$' results/growth.csv && awk -F , '
    /^#/ { next }
    $1 == "feed" { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { exit !($at["seconds_least"] <= $at["seconds"] && $at["seconds"] <= $at["seconds_most"] && $at["seconds"] > 0 &&
        $at["cpu_least"] <= $at["cpu_seconds"] && $at["cpu_seconds"] <= $at["cpu_most"] && $at["cpu_to_floor"] > 0) }' results/jobs.csv
verdict $? 'the job has medians between the least and the most, and no recall of what was not planted'
measure --only growth --limit 1 --sizes '20 100000000000'
told 0 '' && grep -q '^# left out: 100000000000 articles' results/growth.csv && [ "$(grep -vc '^#' results/growth.csv)" -eq 2 ]
verdict $? 'a size that would take too long is left out, and told'

# Peers that find what the program finds.
mkdir -p build/peers/bin && : >build/peers/ready && cp bin/meson bin/python3
stub peers/bin/python <<END
exec '$program' cluster --quiet --format jsonl -o "\$3" "\$2"
END
stub peers/bin/pip <<'END'
printf '%s\n' datasketch==1.2.3 numpy==2.0 rensa==0.4.5
END
peers=yes
measure --only peers
unset peers
told 0 '' && grep -q '^# releases: datasketch==1.2.3 rensa==0.4.5$' results/peers.csv &&
    grep -v '^#' results/peers.csv | awk -F , 'NR > 1 { f1[$13] = 1; names = names $1 ";" } END { for (x in f1) n++
        exit !(n == 1 && names == "dvoinik;rensa RMinHash .2;rensa RMinHash .25;datasketch sha1 .2;datasketch xxh3 .2;") }'
verdict $? 'peers are scored as we are, and their releases are told'
rm -r build/peers

mkdir build/meson-info
# built OPTIMIZATION SANITIZE: what meson keeps of the build.
built() {
    printf '[{"name": "optimization", "value": "%s", "section": "core"}, {"name": "b_sanitize", "value": "%s", "section": "base"}]' \
        "$1" "$2" >build/meson-info/intro-buildoptions.json
    measure --only kernels
    told 0 ''
}
built 0 address && head -n 1 results/kernels.csv | grep -q '; built with optimization=0 b_sanitize=address, not for release$' &&
    built 3 none && ! grep -q 'built with' results/kernels.csv
verdict $? 'a build that is not for release is told in the table'
rm -r build/meson-info

# refused WORDS OPTION...: by bench/run, before anything is measured.
refused() {
    words=$1
    shift
    run run --results "$work/elsewhere" "$@"
    told 2 "$words" && [ "$(wc -l <said)" -eq 1 ] && ! [ -e elsewhere ]
    verdict $? "refused: $*"
}
refused 'no option --fast' --fast
refused 'no part kernel to measure' --only 'stages kernel'
refused 'names nothing' --only ' '
refused '--only needs a value' --only
refused 'not 1e5' --sizes '10 1e5'
refused 'not 010' --sizes 010
refused 'not -3' --limit -3
refused 'not 300 20' --sizes '300 20'
refused 'not 20 20' --sizes '20 20'
refused 'names no size' --sizes ' '
refused 'stages jobs' --only jobs

usual
measure
rm -rf kept && cp -r results kept
# kept_all NAME: the run failed and the tables are those of the last whole run.
kept_all() {
    [ "$status" -ne 0 ] && diff -r kept results >&2
    verdict $? "$1: the last tables stay"
}
row='read JSONL\ttext\t9.0\t700.0\t800.0\t790.0\t810.0\t1234\t.5\t.1\n'
stub bench_stages <<END
printf 'stage\tbytes\n$row'
exit 3
END
measure --only stages
told 1 'run: stages.csv: bench_stages failed on the feed synthetic'
verdict $? 'a stage that fails is told in a sentence'
kept_all 'a stage that fails'
stub bench_stages <<'END'
printf 'stage\tbytes\n'
END
measure --only stages
told 1 'run: stages.csv: nothing was measured of the feed synthetic'
verdict $? 'a stage that measures nothing is told'
kept_all 'a stage that measures nothing'
stub bench_stages <<'END'
printf 'stage\tbytes\nread JSONL\ttext\t9.0\n'
END
measure --only stages
told 1 'stages.csv has a row of 4 values for 11 columns'
verdict $? 'a row that is cut short is told'
kept_all 'a row that is cut short'
# ends SIGNAL: one that was ignored from the start, as HUP is under nohup, ends nothing.
ends() {
    [ -z "$(sh -c 'kill -s "$1" $$; echo alive' - "$1")" ]
}
for signal in HUP TERM KILL; do
    ends $signal || continue
    stub bench_stages <<END
printf 'stage\tbytes\n$row'
kill -$signal \$PPID
END
    measure --only stages
    kept_all "interrupted by $signal"
    [ $signal = KILL ] || [ -z "$(ls "it's here")" ]
    verdict $? "interrupted by $signal: no temporary files stay"
done
usual
stub bench_kernels <<'END'
printf 'kernel\telements\n'
END
measure --only kernels
told 1 'kernels.csv would be empty: nothing was measured'
verdict $? 'kernels that measure nothing are told'
stub dvoinik-feed <<END
exec '$feed' --articles 10 --truth '$work/truth' -o "\$([ "\$2" -eq 20000 ] && echo '$work/tmp' || echo -)"
END
measure --only growth
told 1 'growth.csv: of 20 articles of the feed not all came out'
verdict $? 'a feed that ends early is told'
kept_all 'a feed that ends early'
usual
rm build/score_planted && stub score_planted <<'END'
exit 3
END
measure --only peers
told 1 'peers.csv: what dvoinik found could not be scored'
verdict $? 'groups that cannot be scored are told'
rm build/score_planted && ln -s "$scorer" build/score_planted
rm build/dvoinik && stub dvoinik <<'END'
echo 'no space' >&2
exit 6
END
measure --only transliteration
told 1 'transliteration.csv: this failed while it was timed'
verdict $? 'a program that fails is told'
kept_all 'a program that fails'

mkdir -p eval/ntrex eval/telegram
: >eval/ntrex/feed.jsonl
: >eval/telegram/feed.jsonl.zst
run run_quality "$work/eval"
told 0 '' && [ "$(grep -v '^#' results/quality.tsv)" = "$(printf 'group\tstep\nweights\tnone')" ] && grep -q '; commit' results/quality_measures.tsv &&
    grep -q '^# left out: .*background' results/quality.tsv
verdict $? 'run_quality makes both tables, and tells what is left out'
rm -rf kept && cp -r results kept
run run_quality "$work/nowhere"
told 1 'there is no ntrex/feed.jsonl'
verdict $? 'without evaluation data nothing is measured, and that is told'
kept_all 'without evaluation data'
# unfinished NAME SCRIPT: `quality` does this after its first table.
unfinished() {
    stub quality <<END
printf 'group\tstep\nweights\tothers\n' >"\$3"
$2
END
    run run_quality "$work/eval"
    kept_all "run_quality $1"
}
unfinished 'that fails' 'printf "part\tvalue\nclusters\t.9\n" >"$4"; exit 3'
unfinished 'that measures nothing' 'printf "part\tvalue\n" >"$4"'
unfinished 'that has no pairs of a kind' 'printf "part\tvalue\nclusters\t-nan\n" >"$4"'
told 1 'quality_measures.tsv has a row of which nothing was measured: clusters'
verdict $? 'a mean of nothing is told'
unfinished 'that is interrupted' 'kill -TERM $PPID'

finish
