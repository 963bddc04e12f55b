# An assignment that is right in part, from a table of labels: by chance, but the same each time.
function chance(n) {
    seed = (seed * 16807) % 2147483647
    return seed % n
}
function put(id, story, event, lang) {
    if (id in done) return
    done[id] = 1
    e = chance(10) < 7 ? event : "e" chance(40)
    d = e "/" (chance(10) < 8 ? story : "s" chance(300))
    if (!(e in events)) events[e] = ++n_events
    if (!(d in groups)) groups[d] = ++n_groups
    printf "{\"id\": \"%s\", \"lang\": \"%s\", \"duplicate\": %d, \"event\": %d}\n", id, lang, groups[d], events[e]
}
BEGIN { seed = 4711; split("ru uk und sr hr sr-Latn bg", code, " ") }
FNR == 1 { next }
pairs { put($1, "p" FNR, "p" FNR, ""); put($2, "p" FNR, "p" FNR, ""); next }
{ put($1, $2, $3, code[1 + chance(7)]) }
END { for (i = 0; i < 9; i++) put("outside-" i, "x", "e" i, "und") }
