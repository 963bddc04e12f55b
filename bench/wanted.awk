# The tables of bench/run -> what is wanted of the program and what was found, a line each. What is wanted of one core is judged by CPU
# time, so that a busy machine says nearly the same as a quiet one; two threads are judged by the clock. It is what is printed that is
# judged, four digits. What no table tells is told as not measured, and met by nobody. "measured" is the table's own date and commit.
BEGIN {
    FS = ","
    print "what,wanted,found,met,table,measured"
}

function stop(why) {
    failed = 1
    print "wanted.awk: " table ": " why > "/dev/stderr"
    exit 1
}

# The field of this row in the column of this name. A table that has other columns is none of ours.
function at(name) {
    if (!((table, name) in column)) stop("there is no column " name)
    return $column[table, name]
}

# The same as a number, or "" where the table has none.
function number(name,    value) {
    value = at(name)
    if (value == "" || value == "-") return ""
    if (value !~ /^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/) stop("no number, but " value " as " name)
    return value + 0
}

function rounded(x) {
    return sprintf("%.4g", x) + 0
}

# A line. `most`: the found is to be no more than the bound, else no less. Without a bound nothing is judged.
function judge(what, most, bound, found, of,    met) {
    met = "-"
    if (found == "")
        found = (of in seen) ? "not measured" : "no " of
    else {
        found = rounded(found)
        if (bound != "") met = (most ? found <= bound + 0 : found >= bound + 0) ? "yes" : "no"
    }
    print what "," (bound == "" ? "-" : (most ? "<= " : ">= ") bound) "," found "," met "," of "," ((of in when) ? when[of] : "-")
}

function larger(a, b) {
    return a == "" || (b != "" && b > a) ? b : a
}

FNR == 1 { table = FILENAME; sub(/.*\//, "", table); headed = 0 }
# The first line of all, as tables.sh has it: date; commit.
/^#/ {
    if (!(table in when) && split($0, part, ";") > 1) {
        when[table] = substr(part[1], 3) part[2]
        gsub(/,/, " ", when[table])
    }
    next
}
!headed {
    headed = 1
    for (i = 1; i <= NF; i++) column[table, $i] = i
    next
}
{ seen[table] = 1 }

# Of the Telegram feed where there is one; it comes first.
table == "stages.csv" {
    if (feed == "") feed = at("feed")
    if (at("feed") == feed) { stage[at("stage")] = number("to_floor"); hard[at("stage")] = number("to_hard_floor") }
}
table == "jobs.csv" {
    if (job == "") job = at("feed")
    most_of_jobs = larger(most_of_jobs, number("median_candidates"))
    if (at("feed") != job) next
    if (at("threads") == 1) { whole = number("cpu_to_floor"); whole_hard = number("cpu_to_hard_floor") }
    if (at("threads") == 2) threads = number("to_one_thread")
}
table == "peers.csv" {
    program = at("program")
    f1 = number("F1"); all = number("all_F1")
    if (program == "dvoinik") { ours = f1; ours_all = all; next }
    best = larger(best, f1); best_all = larger(best_all, all)
    if (program ~ /^rensa/ && (rensa == "" || f1 > rensa_f1)) { rensa = number("times_the_cpu"); rensa_f1 = f1 }
    if (program ~ /^datasketch sha1/) sha1 = number("times_the_cpu")
}
table == "growth.csv" {
    articles = number("articles"); cpu = number("cpu_seconds"); share = number("twins")
    if (articles >= 100000 && cpu > 0) { x = log(articles); y = log(cpu); n++; sx += x; sy += y; sxx += x * x; sxy += x * y }
    if (articles >= 10000000) bytes = number("bytes_an_article")
    most_of_growth = larger(most_of_growth, number("median_candidates"))
    if (share != "" && (twins == "" || share < twins)) twins = share
}

END {
    if (failed) exit 1
    on = job == "" ? "one core" : job " on one core"
    judge("whole job : floor (" on ")", 0, ".05", whole, "jobs.csv")
    judge("the same : hard floor", 0, "", whole_hard, "jobs.csv")
    judge("two threads : one" (job == "" ? "" : " (" job ")"), 0, "1.8", threads, "jobs.csv")
    on = feed == "" ? "" : " (" feed ")"
    judge("signature path : floor" on, 0, ".08", stage["signature path from the file"], "stages.csv")
    judge("the same : hard floor", 0, "", hard["signature path from the file"], "stages.csv")
    judge("reading JSONL : floor" on, 0, ".5", stage["read JSONL"], "stages.csv")
    judge("the same : hard floor", 0, "", hard["read JSONL"], "stages.csv")
    judge("rensa at its best F1: times our CPU time", 0, "12", rensa, "peers.csv")
    judge("datasketch SHA-1: times our CPU time", 0, "45", sha1, "peers.csv")
    judge("pair F1 on planted copies within one language", 0, best, best == "" ? "" : ours, "peers.csv")
    judge("the same over all pairs: the peers see none across languages", 0, best_all, best_all == "" ? "" : ours_all, "peers.csv")
    judge("bytes an article at 10000000", 1, "800", bytes, "growth.csv")
    e = n > 1 && n * sxx - sx * sx > 1e-9 ? (n * sxy - sx * sy) / (n * sxx - sx * sx) : ""
    judge("exponent of CPU time from 100000 articles on", 1, "1.10", e, "growth.csv")
    judge("most median candidates an article in the feeds", 1, "200", most_of_jobs, "jobs.csv")
    judge("most median candidates an article in growth", 1, "200", most_of_growth, "growth.csv")
    judge("least recall of planted twins", 0, ".98", twins, "growth.csv")
}
