# The tables of bench/run -> what is wanted of the program and what was found, a line each. What is wanted of one core is judged by CPU
# time, so that a busy machine says nearly the same as a quiet one; two threads are judged by the clock.
BEGIN {
    FS = ","
    print "what,wanted,found,met"
}

function judge(what, wanted, found, met) {
    if (found != "") print what "," wanted "," found "," (met ? "yes" : "no")
}

function round4(x) {
    return sprintf("%.4g", x)
}

FNR == 1 { table = FILENAME; sub(/.*\//, "", table); next }

# Of the Telegram feed where there is one; it comes first.
table == "stages.csv" {
    if (feed == "") feed = $1
    if ($1 == feed) { stage[$2] = $8; hard[$2] = $9 }
}
table == "jobs.csv" {
    if (job == "") job = $1
    if ($1 != job) next
    if ($2 == 1) { whole = $8; whole_hard = $15 }
    else threads = $9
}
table == "peers.csv" {
    if ($1 == "dvoinik") { ours = $9; ours_all = $12 }
    if ($1 ~ /^rensa/ && (rensa == "" || $9 > rensa_f1)) { rensa = $14; rensa_f1 = $9; rensa_all = $12 }
    if ($1 ~ /^datasketch sha1/) { sha1 = $14; sha1_f1 = $9; sha1_all = $12 }
}
table == "growth.csv" {
    x = log($1); y = log($3)
    if ($1 >= 100000) { many++; sx += x; sy += y; sxx += x * x; sxy += x * y }
    all++; ax += x; ay += y; axx += x * x; axy += x * y
    largest = $1; bytes = $5
    if (most == "" || $6 > most) most = $6
    if (twins == "" || $16 < twins) twins = $16
}

END {
    judge("whole job : floor (" job " on one core)", ">= .05", whole, whole >= .05)
    judge("the same : hard floor", "", whole_hard, whole_hard >= .05)
    judge("two threads : one (" job ")", ">= 1.8", threads, threads >= 1.8)
    judge("signature path : floor (" feed ")", ">= .08", stage["signature path from the file"], stage["signature path from the file"] >= .08)
    judge("the same : hard floor", "", hard["signature path from the file"], hard["signature path from the file"] >= .08)
    judge("reading JSONL : floor (" feed ")", ">= .5", stage["read JSONL"], stage["read JSONL"] >= .5)
    judge("the same : hard floor", "", hard["read JSONL"], hard["read JSONL"] >= .5)
    judge("rensa at its best F1: times our time", ">= 12", rensa, rensa >= 12)
    judge("datasketch SHA-1: times our time", ">= 45", sha1, sha1 >= 45)
    best = rensa_f1 > sha1_f1 ? rensa_f1 : sha1_f1
    judge("pair F1 on planted copies within one language", best != "" ? ">= " best : "", best != "" ? ours : "", ours >= best)
    best = rensa_all > sha1_all ? rensa_all : sha1_all
    judge("the same over all pairs: the peers see none across languages", best != "" ? ">= " best : "", best != "" ? ours_all : "", ours_all >= best)
    judge("bytes an article at " largest, "<= 800 at 10000000", bytes, bytes <= 800)
    if (many > 1)
        e = (many * sxy - sx * sy) / (many * sxx - sx * sx)
    else if (all > 1)
        e = (all * axy - ax * ay) / (all * axx - ax * ax)
    if (e != "") judge("exponent of CPU time" (many > 1 ? " from 100000 on" : " below 100000"), "<= 1.10", round4(e), e <= 1.10)
    judge("most median candidates an article", "<= 200", most, most <= 200)
    judge("least recall of planted twins", ">= .98", twins, twins >= .98)
}
