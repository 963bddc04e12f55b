# meson's testlog.json -> what failed and what was skipped, by name, and a last line `PASSED FAILED`.
#
# A test of meson counts as the cases it reports: those of TAP (ok, not ok) or of cmocka ([       OK ], [  FAILED  ]);
# as one when it reports none. A test that meson says failed fails at least once.

# The text of a JSON member that is a string. In JSON a quote inside a string has a backslash before it; escaped
# backslashes and quotes are put aside first, so that the next quote is the end.
function text_of(line, member,    start) {
    if (!match(line, "\"" member "\": \"[^\"]*\"")) return ""
    start = RSTART + length(member) + 5
    return substr(line, start, RSTART + RLENGTH - 1 - start)
}

# The quotes and backslashes again.
function told(text) {
    gsub(/\002/, "\"", text)
    gsub(/\001/, "\\", text)
    print text
}

{
    gsub(/\\\\/, "\001")
    gsub(/\\"/, "\002")
    name = text_of($0, "name")
    result = text_of($0, "result")
    p = f = s = 0
    n = split(text_of($0, "stdout"), lines, /\\n/)
    for (i = 1; i <= n; i++) {
        if (lines[i] ~ /^ok .*# *[Ss][Kk][Ii][Pp]/ || lines[i] ~ /^\[  SKIPPED \] /) {
            s++
            told("skipped: " name ": " lines[i])
        } else if (lines[i] ~ /^ok/ || lines[i] ~ /^\[       OK \] /) {
            p++
        } else if (lines[i] ~ /^not ok/ || lines[i] ~ /^\[  FAILED  \] /) {
            f++
            told("failed: " name ": " lines[i])
        }
    }
    if (result == "SKIP" && p + f + s == 0) {
        s++
        told("skipped: " name)
    } else if (result != "OK" && result != "EXPECTEDFAIL" && result != "SKIP" && f == 0) {
        f++
        told("failed: " name ": " result)
    } else if (p + f + s == 0) {
        p++
    }
    passed += p
    failed += f
    skipped += s
}

END {
    if (skipped > 0) print skipped " skipped"
    print passed + 0, failed + 0
}
