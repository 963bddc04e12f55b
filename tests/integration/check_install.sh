#!/bin/sh
# `meson install` puts everything in its place, and what is installed works without the build folder: the program, the
# manual page, and the library for a program that finds it through pkg-config.
#
# Usage: check_install.sh PROGRAM; it lies in the build folder.
. "$(dirname "$0")/tap.sh"
root=$(cd "$here/../.." && pwd) || exit 2
build=$(dirname "$program")
to=$work/to

DESTDIR=$to meson install -C "$build" --no-rebuild --quiet >log 2>&1
verdict $? "meson install"
sed 's/^/# /' log >&2

# installed PATTERN: the one path that ends like this.
installed() {
    find "$to" -path "*/$1" | head -n 1
}

# has NAME PATTERN...
has() {
    name=$1 missing=
    shift
    for pattern in "$@"; do [ -n "$(installed "$pattern")" ] || missing="$missing $pattern"; done
    [ -z "$missing" ] || echo "# missing:$missing" >&2
    [ -z "$missing" ]
    verdict $? "$name"
}

headers=$(cd "$root/include" && find dvoinik -name '*.h' | sed 's/^/include\//')
# shellcheck disable=SC2086
has "the public headers" $headers
has "the program" bin/dvoinik
has "the library, shared and static" libdvoinik.so.0 libdvoinik.so libdvoinik.a pkgconfig/dvoinik.pc
has "the manual page" man/man1/dvoinik.1
has "the completions" bash-completion/completions/dvoinik.bash zsh/site-functions/_dvoinik \
    fish/vendor_completions.d/dvoinik.fish
[ "$(find "$to" -name '*.h' | wc -l)" -eq "$(echo "$headers" | wc -l)" ]
verdict $? "no header that is not public"

libraries=$(dirname "$(installed libdvoinik.so.0)")
if command -v readelf >/dev/null; then
    readelf -d "$libraries/libdvoinik.so.0" | grep -q 'SONAME.*\[libdvoinik.so.0\]'
    verdict $? "the soname"
fi
prefix=$(dirname "$(dirname "$(installed bin/dvoinik)")")
case ${prefix#"$to"} in
/usr | /usr/local)
    ! command -v readelf >/dev/null || ! readelf -d "$(installed bin/dvoinik)" | grep -q RUNPATH
    verdict $? "the program looks for the library where the system does"
    ;;
*)
    [ "$(env -u LD_LIBRARY_PATH "$(installed bin/dvoinik)" --version)" = "$("$program" --version)" ]
    verdict $? "the program finds the library where the system does not look"
    ;;
esac

# The copy is used where it lies now; what has sanitizers in it needs them first.
LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
"$(installed bin/dvoinik)" cluster --format jsonl "$samples/news.jsonl" >installed.jsonl &&
    "$program" cluster --format jsonl "$samples/news.jsonl" | cmp - installed.jsonl >&2
verdict $? "the installed program works"

PKG_CONFIG_PATH=$libraries/pkgconfig
export PKG_CONFIG_PATH
sanitize=
! grep -q __asan_init "$libraries/libdvoinik.so.0" || sanitize=-fsanitize=address,undefined
ask() {
    pkg-config --define-variable=prefix="$prefix" "$@" dvoinik
}
[ "$(ask --modversion)" = "$("$program" --version | sed 's/dvoinik //')" ]
verdict $? "pkg-config knows the version"
cp "$root/samples/use_library.c" .
# shellcheck disable=SC2046,SC2086
${CC:-cc} -std=c17 -Wall -Wextra -Wpedantic -Werror $sanitize use_library.c $(ask --cflags --libs) -o use_library >&2
verdict $? "a program is built with it"
./use_library "$samples/news.jsonl" >used &&
    sed 's/{"id":"\(.*\)","lang":"\(.*\)","duplicate.*"event":\(.*\),"repr.*/\3\t\2\t\1/' installed.jsonl | cmp - used >&2
verdict $? "it says what the program says"
./use_library not-there >said 2>told
[ $? -eq 1 ] && [ ! -s said ] && grep -q not-there told
verdict $? "it tells of a failure"
finish
