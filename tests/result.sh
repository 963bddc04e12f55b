# Sourced by tests that see checks pass and fail: one line of TAP each and, where it is not ok, what was said, which is in $work/said.
number=0 failed=0

# result STATUS TITLE
result() {
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$work/said" >&2
        failed=1
    fi
}
