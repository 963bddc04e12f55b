# Sourced by samples/run, tests/run and .ci/run, from the top of the source tree: what a build needs, and the build.

# missing_packages: prints the Debian packages of what is not here. A tool or a library that came from elsewhere counts.
missing_packages() {
    { command -v cc || command -v gcc || [ -n "${CC-}" ]; } >/dev/null || echo gcc
    { command -v c++ || command -v g++ || [ -n "${CXX-}" ]; } >/dev/null || echo g++
    command -v meson >/dev/null || echo meson
    { command -v ninja || command -v ninja-build; } >/dev/null || echo ninja-build
    command -v pkg-config >/dev/null || echo pkg-config
    while read -r module package; do
        has_module "$module" || has_package "$package" || echo "$package"
    done <<END
icu-i18n libicu-dev
libxml-2.0 libxml2-dev
libxxhash libxxhash-dev
simdjson libsimdjson-dev
zlib zlib1g-dev
libzstd libzstd-dev
liblzma liblzma-dev
sqlite3 libsqlite3-dev
cmocka libcmocka-dev
END
    # These have no pkg-config file.
    [ -e /usr/include/bzlib.h ] || has_package libbz2-dev || has_header bzlib.h || echo libbz2-dev
    [ -e /usr/include/unistr.h ] || has_package libunistring-dev || has_header unistr.h || echo libunistring-dev
}

has_module() {
    command -v pkg-config >/dev/null && pkg-config --exists "$1"
}

has_package() {
    command -v dpkg-query >/dev/null &&
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

has_header() {
    echo "#include <$1>" | ${CC:-cc} -E - >/dev/null 2>&1
}

# as_root COMMAND...: fails when this user may not, without asking for a password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# install PACKAGE...: the lists of packages are fetched only when they do not do.
install_packages() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
}

# prepare_packages [COMMAND]: what prints the packages that are missing; missing_packages unless given.
prepare_packages() {
    missing=$("${1:-missing_packages}" | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    line="apt-get update && apt-get install -y --no-install-recommends $missing"
    if command -v sudo >/dev/null; then
        line="sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
    elif [ "$(id -u)" -ne 0 ]; then
        line="su -c '$line'"
    fi
    if ! command -v apt-get >/dev/null; then
        echo "Missing here, by their names in Debian: $missing. Install them and run this again." >&2
        exit 2
    fi
    if ! as_root true 2>/dev/null; then
        echo "Packages are missing, and this user may not install them unasked. Run this line, then $0 again:" >&2
        echo "$line" >&2
        exit 2
    fi
    echo "Installing $missing" >&2
    # shellcheck disable=SC2086
    if apt-cache show $missing >/dev/null 2>&1 && install_packages $missing >&2; then return 0; fi
    # shellcheck disable=SC2086
    if as_root apt-get update >&2 && install_packages $missing >&2; then return 0; fi
    echo "The packages could not be installed; apt-get says why above. Run this line when it can work, then $0 again:" >&2
    echo "$line" >&2
    exit 2
}

# The test of the page needs a browser; without one it is skipped, so nothing of this is a failure.
prepare_browser() {
    for name in chromium chromium-browser google-chrome; do
        if command -v $name >/dev/null && command -v node >/dev/null; then return; fi
    done
    if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
        echo "Installing chromium and nodejs" >&2
        if install_packages chromium nodejs >&2; then return; fi
        if as_root apt-get update >&2 && install_packages chromium nodejs >&2; then return; fi
    fi
    echo "There is no Chromium, or no node, here: the test of the page will be skipped." >&2
}

# prepare_build FOLDER TARGET [OPTION...]: TARGET is meson's, empty for everything; the options count the first time.
# What the build says goes to stderr.
prepare_build() {
    folder=$1 target=$2
    shift 2
    if [ ! -f "$folder/build.ninja" ]; then
        meson setup "$folder" --buildtype=release "$@" >&2 || return 1
    fi
    meson compile -C "$folder" ${target:+"$target"} >&2
}
