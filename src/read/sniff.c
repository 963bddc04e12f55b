/* What an input is, its charset and its layout, told by its first bytes and its name.
 *
 * A news text may begin with a bracket ("[Updated] ..."), so one byte does not make JSON where nobody said it
 * is: '{' must be followed by a quote or '}', '[' by '{' or ']', white space aside. Every first line of JSON
 * lines with a field passes. */
#include "sniff.h"

#include <string.h>

#include "base/error.h"
#include "base/span.h"
#include "blank.h"
#include "charset.h"
#include "filename.h"
#include "json_feed.h"
#include "table.h"

/* White space in front of which the search gives up and the name decides. */
enum { MAX_SPACE = 64 * 1024 };

static dvk_status fail(dvi_window *window, dvk_status status, const char *message, dvk_error *error) {
    window->broken = true;
    return dvi_error_set(error, status, window->stream.file, 1, 0, "%s", message);
}

/* Has at least n bytes held unless the input is shorter. */
static dvk_status hold(dvi_window *window, size_t n, dvk_error *error) {
    while (dvi_window_held(window) < n) {
        dvk_status status = dvi_window_more(window, error);
        if (status < 0) error->line = 1;
        if (status != DVK_OK) return status == DVK_END ? DVK_OK : status;
    }
    return DVK_OK;
}

/* As hold, but what stands in front of a failure is to be read: the stream will fail once more. */
dvk_status dvi_sniff_hold(dvi_window *window, size_t n, dvk_error *error) {
    dvk_status status = hold(window, n, error);
    if (status == DVK_OK || dvi_window_held(window) == 0) return status;
    window->broken = false;
    return DVK_OK;
}

static bool begins(dvi_window *window, const char *bytes, size_t n) {
    return dvi_window_held(window) >= n && memcmp(dvi_window_at(window), bytes, n) == 0;
}

static void warn_of_charset(const dvi_charset_found *found, const char *file, dvk_error *warning) {
    char declared[64];
    const char *name = dvi_charset_name(found->charset);
    dvi_show(found->declared, declared, sizeof declared);
    if (found->reason == DVI_CHARSET_BY_LETTERS)
        dvi_error_set(
            warning, DVK_OK, file, 0, 0,
            "the input is not UTF-8 and is read as %s, as its letters tell; convert it if that is wrong",
            name);
    if (found->reason == DVI_CHARSET_AGAINST_WORD)
        dvi_error_set(
            warning, DVK_OK, file, 0, 0,
            "the input says that it is %s, but it is %s and read as that; convert it if that is wrong",
            declared, name);
}

dvk_status dvi_sniff_charset(dvi_window *window, dvk_error *warning, dvk_error *error) {
    enum { LEAST_SAMPLE = 64 * 1024, MOST_SAMPLE = 256 * 1024 };
    *warning = (dvk_error){.status = DVK_OK};
    dvk_status status = dvi_sniff_hold(window, LEAST_SAMPLE, error);
    if (status != DVK_OK || begins(window, "WARC/", 5)) return status;
    size_t held = dvi_window_held(window);
    dvk_span sample = {dvi_window_at(window), held < MOST_SAMPLE ? held : MOST_SAMPLE};
    dvi_charset_found found = dvi_charset_tell(sample, held < LEAST_SAMPLE);
    if (found.charset == DVI_CHARSET_UNKNOWN) {
        char declared[64];
        dvi_show(found.declared, declared, sizeof declared);
        window->broken = true;
        return dvi_error_set(error, DVK_E_ENCODING, window->stream.file, 1, 0,
                             "the input %s %s, a charset that is not read; convert it to UTF-8",
                             found.reason == DVI_CHARSET_BY_LETTERS ? "is in" : "says that it is", declared);
    }
    warn_of_charset(&found, window->stream.file, warning);
    dvi_window_consume(window, found.mark);
    if (found.charset == DVI_CHARSET_UTF_8) return DVK_OK;
    if (dvi_window_recode(window, found.charset) == DVK_OK) return DVK_OK;
    return fail(window, DVK_E_MEMORY, "out of memory while opening a converter", error);
}

static dvk_status refuse_others(dvi_window *window, dvk_error *error) {
    if (begins(window, "PK\x03\x04", 4))
        return fail(window, DVK_E_INPUT,
                    "the input is a zip archive; unpack it, and name the files or their folder", error);
    return DVK_OK;
}

/* The first byte from *at on that is not white space, or 0; *at becomes its place. */
static dvk_status find_visible(dvi_window *window, size_t *at, char *c, dvk_error *error) {
    for (*c = 0; *at < MAX_SPACE; (*at)++) {
        dvk_status status = hold(window, *at + 1, error);
        if (status != DVK_OK) return status;
        if (*at >= dvi_window_held(window)) return DVK_OK;
        *c = dvi_window_at(window)[*at];
        if (!dvi_is_ascii_space(*c)) return DVK_OK;
    }
    *c = ' ';
    return DVK_OK;
}

static dvi_layout layout_of_objects(dvi_window *window, size_t first, size_t second) {
    enum { LOOKED_THROUGH = 16 * 1024 };
    const char *data = dvi_window_at(window);
    size_t held = dvi_window_held(window) - first;
    dvk_span start = {data + first, held < LOOKED_THROUGH ? held : LOOKED_THROUGH};
    if (dvi_json_feed_is(start)) return DVI_LAYOUT_JSON_FEED;
    return memchr(data + first, '\n', second - first) != NULL ? DVI_LAYOUT_OBJECTS : DVI_LAYOUT_LINES;
}

static dvk_status tell_by_name(dvi_window *window, dvk_input_format wanted, const char *path, bool empty,
                               dvi_layout *layout, dvk_error *error) {
    static const dvi_layout layouts[] = {
        [DVI_NAME_OTHER] = DVI_LAYOUT_LINES, [DVI_NAME_TEXT] = DVI_LAYOUT_TEXT,
        [DVI_NAME_JSON] = DVI_LAYOUT_LINES,  [DVI_NAME_FEED] = DVI_LAYOUT_FEED,
        [DVI_NAME_CSV] = DVI_LAYOUT_CSV,     [DVI_NAME_TSV] = DVI_LAYOUT_TSV,
        [DVI_NAME_HTML] = DVI_LAYOUT_HTML,   [DVI_NAME_OPML] = DVI_LAYOUT_OPML,
        [DVI_NAME_WARC] = DVI_LAYOUT_WARC};
    dvi_name_kind name = dvi_name_tell((dvk_span){path, strlen(path)});
    *layout = wanted == DVK_INPUT_JSONL ? DVI_LAYOUT_LINES : layouts[name];
    if (wanted == DVK_INPUT_JSONL || name != DVI_NAME_OTHER || empty) return DVK_OK;
    return fail(
        window, DVK_E_INPUT,
        "the input is neither JSON (lines or one array of objects), a feed, an HTML page, an archive nor "
        "a table with a header, and not named .txt; convert it, or name its format",
        error);
}

dvk_span dvi_sniff_root(dvk_span text) {
    static const struct {
        const char *opens, *closes;
    } prolog[] = {{"<!--", "-->"}, {"<?", "?>"}, {"<!", ">"}};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(prolog[i].opens), m = strlen(prolog[i].closes), at = n;
        text = dvi_trim(text);
        if (text.len < n || memcmp(text.data, prolog[i].opens, n) != 0) continue;
        while (at + m <= text.len && memcmp(text.data + at, prolog[i].closes, m) != 0)
            at++;
        if (at + m > text.len) return (dvk_span){NULL, 0};
        text = (dvk_span){text.data + at + m, text.len - at - m};
        i = (size_t)-1;
    }
    size_t len = 1;
    if (text.len == 0 || text.data[0] != '<') return (dvk_span){NULL, 0};
    while (len < text.len && strchr(" \t\r\n/>", text.data[len]) == NULL)
        len++;
    return (dvk_span){text.data + 1, len - 1};
}

/* With a prefix or without. Names of HTML go in either case. */
static bool is_named(dvk_span name, const char *wanted, bool any_case) {
    size_t len = strlen(wanted);
    if (name.len < len || (name.len != len && name.data[name.len - len - 1] != ':')) return false;
    for (size_t i = 0; i < len; i++) {
        char c = name.data[name.len - len + i];
        if ((any_case ? dvi_lower_ascii(c) : c) != wanted[i]) return false;
    }
    return true;
}

bool dvi_sniff_is_feed(dvk_span name) {
    return is_named(name, "rss", false) || is_named(name, "feed", false) || is_named(name, "RDF", false);
}

static bool is_page(dvk_span name) {
    return is_named(name, "html", true) || is_named(name, "head", true) || is_named(name, "body", true);
}

static dvk_status tell_markup(dvi_window *window, dvi_layout *layout, bool *told, dvk_error *error) {
    enum { PROLOG = 16 * 1024 };
    dvk_status status = dvi_sniff_hold(window, PROLOG, error);
    size_t held = dvi_window_held(window);
    dvk_span name = dvi_sniff_root((dvk_span){dvi_window_at(window), held < PROLOG ? held : PROLOG});
    bool page = is_page(name), list = is_named(name, "opml", false);
    *told = page || list || dvi_sniff_is_feed(name) || begins(window, "<?xml", 5);
    *layout = page ? DVI_LAYOUT_HTML : list ? DVI_LAYOUT_OPML : DVI_LAYOUT_FEED;
    return status;
}

/* Looks for a table's header: a first line that names title or text. */
static dvk_status tell_table(dvi_window *window, const dvi_fields *fields, dvi_layout *layout, bool *told,
                             dvk_error *error) {
    enum { MOST_HEADER = 16 * 1024 };
    dvk_status status = dvi_sniff_hold(window, MOST_HEADER, error);
    size_t held = dvi_window_held(window);
    dvk_span start = {dvi_window_at(window), held < MOST_HEADER ? held : MOST_HEADER};
    char delimiter = dvi_table_delimiter(start, fields);
    *told = delimiter != 0;
    *layout = delimiter == '\t' ? DVI_LAYOUT_TSV : DVI_LAYOUT_CSV;
    return status;
}

static dvk_status tell_json(dvi_window *window, bool wanted, dvi_layout *layout, bool *told, char *c,
                            dvk_error *error) {
    size_t first = 0, second;
    char d = 0;
    dvk_status status = find_visible(window, &first, c, error);
    if (status != DVK_OK) return status;
    second = first + 1;
    if (*c == '{' || *c == '[') status = find_visible(window, &second, &d, error);
    if (status != DVK_OK) return status;
    if (*c == '[' && (wanted || d == '{' || d == ']')) {
        *layout = DVI_LAYOUT_ARRAY;
        *told = true;
    } else if (*c == '{' && (wanted || d == '"' || d == '}')) {
        *layout = layout_of_objects(window, first, second);
        if (wanted && *layout == DVI_LAYOUT_JSON_FEED) *layout = DVI_LAYOUT_LINES;
        *told = true;
    }
    return DVK_OK;
}

/* What the user says, where that leaves nothing to look for. */
static bool is_said(dvk_input_format wanted, dvi_layout *layout) {
    static const dvi_layout layouts[] = {
        [DVK_INPUT_TEXT] = DVI_LAYOUT_TEXT, [DVK_INPUT_FEED] = DVI_LAYOUT_FEED,
        [DVK_INPUT_CSV] = DVI_LAYOUT_CSV,   [DVK_INPUT_TSV] = DVI_LAYOUT_TSV,
        [DVK_INPUT_HTML] = DVI_LAYOUT_HTML, [DVK_INPUT_WARC] = DVI_LAYOUT_WARC};
    if (wanted == DVK_INPUT_AUTO || wanted == DVK_INPUT_JSONL) return false;
    *layout = layouts[wanted];
    return true;
}

/* A feed by the user's word is in XML or in JSON. */
static dvk_status tell_feed(dvi_window *window, dvi_layout *layout, dvk_error *error) {
    char c = 0;
    size_t first = 0;
    dvk_status status = find_visible(window, &first, &c, error);
    *layout = c == '{' ? DVI_LAYOUT_JSON_FEED : DVI_LAYOUT_FEED;
    return status;
}

dvk_status dvi_sniff(dvi_window *window, const dvi_fields *fields, dvk_input_format wanted, const char *path,
                     dvi_layout *layout, dvk_error *error) {
    char c = 0;
    bool told = false, jsonl = wanted == DVK_INPUT_JSONL;
    dvk_status status = hold(window, 5, error);
    if (status == DVK_OK) status = refuse_others(window, error);
    if (status != DVK_OK) return status;
    if (is_said(wanted, layout)) return wanted == DVK_INPUT_FEED ? tell_feed(window, layout, error) : DVK_OK;
    if (!jsonl && begins(window, "WARC/", 5)) {
        *layout = DVI_LAYOUT_WARC;
        return DVK_OK;
    }
    status = tell_json(window, jsonl, layout, &told, &c, error);
    if (status == DVK_OK && !told && !jsonl && c == '<') status = tell_markup(window, layout, &told, error);
    if (status == DVK_OK && !told && !jsonl && c != '<' && c != 0 &&
        dvi_name_tell((dvk_span){path, strlen(path)}) == DVI_NAME_OTHER)
        status = tell_table(window, fields, layout, &told, error);
    if (status != DVK_OK || told) return status;
    return tell_by_name(window, wanted, path, c == 0, layout, error);
}
