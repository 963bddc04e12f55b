# Output of `dvoinik cluster --format jsonl` -> what does not depend on the numbers of groups: an article a line, with
# the least id of its duplicate group and of its event, and all that is said besides. With ids=1 only the ids, in order.
# Exit status 1 when an id stands twice, a duplicate group lies in two events, an event has not one representative, or
# numbers do not rise in the order of the first article.
function member(name, pattern) {
    if (!match($0, "\"" name "\":" pattern)) {
        print "line " NR ": no " name >"/dev/stderr"
        wrong = 1
        return ""
    }
    return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
}

function complain(text) {
    print text >"/dev/stderr"
    wrong = 1
}

{
    id[NR] = member("id", "\"([^\"\\\\]|\\\\.)*\"")
    lang[NR] = member("lang", "\"[A-Za-z-]*\"")
    duplicate[NR] = d = member("duplicate", "[0-9]+")
    event[NR] = e = member("event", "[0-9]+")
    said[NR] = member("representative", "(true|false)") "\t" member("score", "[0-9.]+")
    if (id[NR] in seen) complain("the id " id[NR] " stands twice")
    seen[id[NR]] = 1
    if (!(d in event_of)) {
        event_of[d] = e
        if (d != n_groups++) complain("line " NR ": duplicate group " d " comes out of turn")
    }
    if (event_of[d] != e) complain("duplicate group " d " lies in two events")
    if (!(e in first_of_event) && e != n_events++) complain("line " NR ": event " e " comes out of turn")
    if (!(d in first_of_group) || id[NR] < first_of_group[d]) first_of_group[d] = id[NR]
    if (!(e in first_of_event) || id[NR] < first_of_event[e]) first_of_event[e] = id[NR]
    if (said[NR] ~ /^true/) representatives[e]++
}

END {
    for (e in first_of_event)
        if (representatives[e] != 1) complain("event " e " has " representatives[e] + 0 " representatives")
    for (i = 1; i <= NR; i++) {
        if (ids)
            print id[i]
        else
            print id[i] "\t" lang[i] "\t" first_of_group[duplicate[i]] "\t" first_of_event[event[i]] "\t" said[i]
    }
    if (NR == 0) complain("there is no line")
    exit wrong
}
