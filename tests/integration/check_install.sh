#!/bin/sh
# `meson install` puts everything in its place, and what is installed works without the build folder: the program, the
# manual page, and the library for a program that finds it through pkg-config.
#
# Usage: check_install.sh PROGRAM; it lies in the build folder.
. "$(dirname "$0")/tap.sh"
root=$(cd "$here/../.." && pwd) || exit 2
build=$(dirname "$program")
to=$work/to

# What the user has installed from this folder must still be there to uninstall afterwards.
record=$build/meson-logs/install-log.txt
[ ! -e "$record" ] || cp "$record" record || exit 2
give_back() {
    if [ -e "$work/record" ]; then cp "$work/record" "$record"; else rm -f "$record"; fi
    rm -rf "$work"
}
trap give_back EXIT

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
# Only where the system's loader looks by itself is the program without a word of where its library is.
case ${prefix#"$to"} in
/usr)
    ! command -v readelf >/dev/null || ! readelf -d "$(installed bin/dvoinik)" | grep -q RUNPATH
    verdict $? "the program looks for the library where the system does"
    ;;
*)
    [ "$(env -u LD_LIBRARY_PATH "$(installed bin/dvoinik)" --version)" = "$("$program" --version)" ]
    verdict $? "the program finds the library that was installed with it"
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
# Paths from here: that of the temporary folder may have spaces.
ask() {
    pkg-config --define-variable=prefix="${prefix#"$work"/}" "$@" dvoinik
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

mkdir static && cp "$libraries/libdvoinik.a" static || exit 2
# shellcheck disable=SC2046,SC2086
${CC:-cc} -std=c17 $sanitize use_library.c $(ask --cflags) -Lstatic $(ask --static --libs | sed "s|-L${libraries#"$work"/} ||g") -o use_static >&2 &&
    env -u LD_LIBRARY_PATH ./use_static "$samples/news.jsonl" | cmp - used >&2
verdict $? "a program is built with the static library"

ninja=$(command -v ninja || command -v ninja-build) && "$ninja" -C "$build" uninstall >log 2>&1
verdict $? "uninstall"
[ ! -e "$to" ] || [ -z "$(find "$to" ! -type d)" ]
verdict $? "uninstall leaves nothing"
[ ! -e "$to" ] || find "$to" ! -type d | sed 's/^/# /' >&2

# starts OPTION...: a build folder with them installs a program that starts.
starts() {
    rm -rf "$to"
    meson configure "$work/build" "$@" >log 2>&1 && DESTDIR=$to meson install -C "$work/build" --quiet >>log 2>&1 &&
        [ "$(env -u LD_LIBRARY_PATH "$(find "$to" -type f -name dvoinik)" --version)" = "$("$program" --version)" ]
    verdict $? "the program starts with $*"
}

if is_long "programs of other folders"; then
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncase "$*" in *cmocka*) exit 1 ;; esac\nexec pkg-config "$@"\n' >no-cmocka && chmod +x no-cmocka
    printf "[binaries]\ncmake = '/nowhere'\npkgconfig = '%s'\n" "$work/no-cmocka" >native.ini
    meson setup "$work/auto" "$root" --native-file native.ini -Dtests=auto >log 2>&1 && grep -q 'tests are not built' log
    verdict $? "tests=auto does without cmocka"
    meson setup "$work/build" "$root" -Dtests=disabled --optimization=0 >log 2>&1 && meson compile -C "$work/build" >>log 2>&1
    verdict $? "a build of its own"
    starts --prefix=/opt/dvoinik --libdir=lib64
    starts --prefix=/opt/dvoinik --libdir=lib/deep/er --bindir=some/tools
    starts --prefix=/usr --libdir=lib/dvoinik --bindir=bin
    starts --prefix=/usr/local --libdir=lib
fi
finish
