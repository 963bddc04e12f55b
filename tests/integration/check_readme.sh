#!/bin/sh
# README.md shows what the program really prints, and its example of the library works.
#
# Usage: check_readme.sh PROGRAM [--update]
# --update writes what comes out now into README.md.
. "$(dirname "$0")/tap.sh"
root=$(cd "$here/../.." && pwd) || exit 2
PATH=$(dirname "$program"):$PATH
export PATH

# as_run <README.md: the same with the commands of its console blocks run again, with files of their own where they name
# some of /tmp: what lies there may be somebody's.
as_run() {
    inside=no
    while IFS= read -r line; do
        case $inside$line in
        no'```console') inside=yes ;;
        yes'```') inside=no ;;
        'yes$ '*)
            printf '%s\n' "$line"
            command=$(printf '%s\n' "${line#??}" | sed 's,/tmp/dvoinik-,"$work"/dvoinik-,g')
            (cd "$root" && work=$work sh -c "$command" 2>&1 </dev/null)
            continue
            ;;
        yes*) continue ;;
        esac
        printf '%s\n' "$line"
    done
}

as_run <"$root/README.md" >README.md
if [ "${2-}" = --update ]; then
    cp README.md "$root/README.md"
    exit
fi
[ "$(grep -c '^\$ dvoinik' README.md)" -gt 3 ]
verdict $? "there are transcripts"
diff "$root/README.md" README.md >&2
verdict $? "they are what the program prints"
[ -z "$(ls -A | grep -v '^README.md$')" ] && ! grep '^\$ .*/tmp/' README.md | grep -v '/tmp/dvoinik-'
verdict $? "they leave no file, and none is written to /tmp"
awk '/^```console/ { n++ } /^```$/ { n += n == 1 } n == 1' README.md >first
[ "$(wc -l <first)" -gt 5 ] && ! grep -n '.\{81\}' first >&2
verdict $? "the first fits a terminal"

(cd "$root" && mkdir "$work/tests" && CDPATH=$work:. tests/run --help) | sed -n 1p | grep -q '^Builds dvoinik' && rmdir tests
verdict $? "tests/run goes to its own folder, whatever CDPATH is"

# The library is that of the program's build, which may have sanitizers in it.
awk '/^```c$/ { on = 1; next } /^```$/ { on = 0 } on' README.md >example.c
library=$(dirname "$program")/libdvoinik.so
sanitize=
! grep -q __asan_init "$library" || sanitize=-fsanitize=address,undefined
# shellcheck disable=SC2086
${CC:-cc} -std=c17 -Wall -Wextra -Werror $sanitize -I "$root/include" example.c "$library" -o example >&2
verdict $? "the example compiles"
LD_LIBRARY_PATH=$(dirname "$program")${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
./example "$samples/news.jsonl" >events && [ "$(wc -l <events)" -eq "$(wc -l <"$samples/news.jsonl")" ]
verdict $? "it prints a line an article"
! ./example nowhere 2>said && grep -q nowhere said
verdict $? "it tells of a failure"

finish
