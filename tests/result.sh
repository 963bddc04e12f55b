# Sourced by tests that speak TAP: one line for each thing that passed or did not.
number=0 failures=0

# verdict STATUS NAME: one line of TAP; the test passed when the status is 0.
verdict() {
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        failures=$((failures + 1))
        echo "not ok $number - $2"
    fi
}

# result STATUS NAME: the same of a check that was seen to pass or fail; where it is not ok, with what was said, which is in
# $work/said.
result() {
    verdict "$1" "$2"
    [ "$1" -eq 0 ] || sed 's/^/# /' "$work/said" >&2
}

# The plan, the end.
finish() {
    echo "1..$number"
    [ "$number" -gt 0 ] && [ $failures -eq 0 ]
    exit
}
