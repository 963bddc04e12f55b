# Sourced by bench/run and bench/run_quality: tables that come to their place whole or not at all. Each begins with the
# machine, the commit and what was left out, in lines that begin with "#". Wants $root, $results and $scratch.

# give_up WHY: ends the run, in one sentence.
give_up() {
    echo "${0##*/}: $1" >&2
    exit 1
}

# about_machine: a line.
about_machine() {
    commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || commit=unknown
    [ "$commit" = unknown ] || git -C "$root" diff --quiet HEAD 2>/dev/null || commit="$commit and changes"
    echo "# $(date -u '+%Y-%m-%d %H:%M'); commit $commit; $(sed -n 's/^model name.*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)," \
        "$(getconf _NPROCESSORS_ONLN) cores, $(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null | awk '{ print int($1 / 1024) }') MiB;" \
        "$(${CC:-cc} --version | head -n 1); $(uname -sr); load at start $(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null)"
}

# start_table FILE TITLE COLUMNS: columns are parted as the rows will be, by a comma or, in a .tsv, a tab.
start_table() {
    table=$1
    case $table in *.tsv) parted=$(printf '\t') ;; *) parted=, ;; esac
    printf '\n%s\n' "$2" >&2
    echo "${machine:=$(about_machine)}" >"$scratch/notes"
    echo "# $2" >>"$scratch/notes"
    echo "$3" >"$scratch/rows"
}

# leave_out WHAT: and why; in the table, too.
leave_out() {
    echo "left out: $1" >&2
    echo "# left out: $1" >>"$scratch/notes"
}

# row VALUE...: what there is not is "-".
row() {
    line=$1
    shift
    for value in "$@"; do line=$line$parted$value; done
    echo "$line" >>"$scratch/rows"
}

# check_table: it has rows, all of them the columns that it says, and none a mean of nothing.
check_table() {
    said=$(LC_ALL=C awk -F "$parted" 'NR == 1 { columns = NF }
        NF != columns { print "has a row of " NF " values for " columns " columns: " $0; exit }
        $1 == "" { print "has a row without a name: " $0; exit }
        { for (i = 1; i <= NF; i++) if ($i ~ /^[-+]?(nan|inf)$/) { print "has a row of which nothing was measured: " $0; exit } }
        END { if (NR < 2) print "would be empty: nothing was measured" }' "$scratch/rows") || give_up "$table could not be checked"
    [ -z "$said" ] || give_up "$table $said"
}

# finish_table: puts it in its place.
finish_table() {
    check_table
    part=$results/.$table.part
    mkdir -p "$results" && cat "$scratch/notes" "$scratch/rows" >"$part" && mv "$part" "$results/$table" || {
        rm -f "$part"
        give_up "$results/$table could not be written"
    }
    column -t -s "$parted" "$scratch/rows" 2>/dev/null || cat "$scratch/rows"
}
