/* Addresses of articles -> a canonical form for comparison.
 *
 * Dropped: the scheme, user, default port, fragment (but not #!, which is a path), www., m., mobile. and amp.
 * before the host, a last slash, index pages, the parts of a path that only choose AMP, and parameters that
 * are known to track readers. Google's AMP addresses become those of what they serve. Unknown parameters
 * stay, since doc.html?id=1 and ?id=2 are two articles; they are sorted, since no site tells articles apart
 * by their order. Letters of the host are small, those of the path as they are. Percent signs are decoded
 * where RFC 3986 section 6.2.2.2 says that it changes nothing, and for letters beyond ASCII, which sites
 * write either way. */
#include "url.h"

#include <stdlib.h>
#include <string.h>

#include "base/span.h"

static bool begins(dvk_span text, const char *small) {
    size_t len = strlen(small);
    if (text.len < len) return false;
    for (size_t i = 0; i < len; i++)
        if (dvi_lower_ascii(text.data[i]) != small[i]) return false;
    return true;
}

static bool is(dvk_span text, const char *small) {
    return text.len == strlen(small) && begins(text, small);
}

static bool ends(dvk_span text, const char *small) {
    size_t len = strlen(small);
    return text.len >= len && begins((dvk_span){text.data + text.len - len, len}, small);
}

static dvk_span from(dvk_span text, size_t at) {
    return (dvk_span){text.data + at, text.len - at};
}

static bool is_one_of(char c, const char *characters) {
    for (; *characters != '\0'; characters++)
        if (c == *characters) return true;
    return false;
}

/* The place of the first of the characters, or text.len. */
static size_t find(dvk_span text, const char *characters) {
    size_t at = 0;
    while (at < text.len && !is_one_of(text.data[at], characters))
        at++;
    return at;
}

static bool has(dvk_span text, char c) {
    return text.len != 0 && memchr(text.data, c, text.len) != NULL;
}

static dvk_span trim(dvk_span text) {
    while (text.len != 0 && (unsigned char)text.data[0] <= ' ')
        text = from(text, 1);
    while (text.len != 0 && (unsigned char)text.data[text.len - 1] <= ' ')
        text.len--;
    return text;
}

/* `rest` is behind the first slash, question mark or #. */
typedef struct parts {
    dvk_span host, rest;
} parts;

static dvk_span without_dots(dvk_span host) {
    while (host.len != 0 && host.data[host.len - 1] == '.')
        host.len--;
    return host;
}

/* An address without its scheme. */
static parts split_bare(dvk_span address) {
    size_t end = find(address, "/?#\\");
    dvk_span host = {address.data, end};
    for (size_t at = find(host, "@"); at < host.len; at = find(host, "@"))
        host = from(host, at + 1);
    host = without_dots(host);
    size_t port = find(host, ":");
    dvk_span number = from(host, port);
    if (port == 0 || number.len <= 1 || is(number, ":80") || is(number, ":443")) host.len = port;
    return (parts){without_dots(host), from(address, end)};
}

/* A web address without its scheme; empty when it is none. */
static dvk_span behind_scheme(dvk_span url) {
    url = trim(url);
    bool https = begins(url, "https://");
    return https || begins(url, "http://") ? from(url, https ? 8 : 7) : (dvk_span){NULL, 0};
}

static dvk_span without_prefix(dvk_span host) {
    static const char *const prefixes[] = {"www.", "m.", "mobile.", "amp."};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len = strlen(prefixes[i]);
        if (!begins(host, prefixes[i])) continue;
        size_t end = len + find(from(host, len), ".:"); /* a name with a dot must be left */
        if (end == host.len || host.data[end] == ':') continue;
        host = from(host, len);
        i = (size_t)-1;
    }
    return host;
}

/* What an AMP cache or Google's viewer serves: .../c/s/host/path. False when it is neither. */
static bool unwrap_amp(dvk_span *host, dvk_span *path) {
    bool cache = is(*host, "cdn.ampproject.org") || ends(*host, ".cdn.ampproject.org");
    bool viewer = (begins(*host, "www.google.") || begins(*host, "google.")) && begins(*path, "/amp/");
    if (!cache && !viewer) return false;
    if (cache && !begins(*path, "/c/") && !begins(*path, "/v/")) return false;
    dvk_span inner = from(*path, cache ? 3 : 5);
    if (begins(inner, "s/")) inner = from(inner, 2);
    /* No further: a long path may be unwrapped step by step. */
    dvk_span name = {inner.data, find(inner, "/")};
    if (!has(name, '.')) return false;
    parts served = split_bare(inner);
    *host = served.host;
    *path = served.rest;
    return true;
}

static void leave_amp(dvk_span *host, dvk_span *path) {
    for (;;) {
        if (unwrap_amp(host, path)) continue;
        if (!begins(*path, "/amp/")) return;
        *path = from(*path, 4);
    }
}

/* Takes off the end what only chooses a form of the same page. */
static dvk_span bare_path(dvk_span path) {
    static const char *const endings[] = {"/amp", "/index.html", "/index.htm", "/index.php", ".amp"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        while (path.len != 0 &&
               (path.data[path.len - 1] == '/' || (unsigned char)path.data[path.len - 1] <= ' '))
            path.len--;
        if (!ends(path, endings[i])) continue;
        path.len -= strlen(endings[i]);
        i = (size_t)-1;
    }
    return path;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = dvi_lower_ascii(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(int c) {
    return c >= 0x80 || (c >= '0' && c <= '9') ||
           (dvi_lower_ascii((char)c) >= 'a' && dvi_lower_ascii((char)c) <= 'z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

/* Decodes what changes nothing. A percent sign that begins no escape stays, and so do the escapes right
 * behind it, which would make one of it. */
static dvk_status decode(dvi_buffer *out, dvk_span text) {
    static const char digits[] = "0123456789ABCDEF";
    dvk_status status = dvi_buffer_reserve(out, text.len);
    size_t decoded_from = 0;
    for (size_t i = 0; i < text.len && status == DVK_OK; i++) {
        int high = i + 2 < text.len && text.data[i] == '%' ? hex(text.data[i + 1]) : -1;
        int low = high >= 0 ? hex(text.data[i + 2]) : -1;
        if (low < 0) {
            if (text.data[i] == '%')
                decoded_from = out->len + 3;
            else if (hex(text.data[i]) < 0)
                decoded_from = 0;
            out->data[out->len++] = text.data[i];
            continue;
        }
        int c = high << 4 | low;
        i += 2;
        if (is_unreserved(c) && out->len >= decoded_from) {
            out->data[out->len++] = (char)c;
        } else {
            out->data[out->len++] = '%';
            out->data[out->len++] = digits[high];
            out->data[out->len++] = digits[low];
        }
    }
    return status;
}

static bool is_tracking(dvk_span parameter) {
    static const char *const families[] = {"utm_",          "hsa_",        "mtm_",     "pk_",
                                           "guce_referrer", "at_campaign", "at_medium"};
    static const char *const names[] = {
        "fbclid",      "gclid",      "gclsrc",  "dclid",    "gbraid", "wbraid",     "yclid",
        "ysclid",      "msclkid",    "twclid",  "ttclid",   "igshid", "igsh",       "mc_cid",
        "mc_eid",      "_openstat",  "_ga",     "_gl",      "_hsenc", "_hsmi",      "wt_mc",
        "xtor",        "guccounter", "amp",     "amp_js_v", "usqp",   "outputtype", "ns_campaign",
        "ns_mchannel", "ns_source",  "mkt_tok", "vero_id"};
    dvk_span name = {parameter.data, find(parameter, "=")};
    if (is(name, "outputtype") || is(name, "amp")) {
        dvk_span value = from(parameter, name.len);
        return value.len <= 1 || is(value, "=amp") || is(value, "=1") || is(value, "=true");
    }
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (begins(name, families[i])) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(name, names[i])) return true;
    return false;
}

static int compare(const void *left, const void *right) {
    const dvk_span *a = left, *b = right;
    int order = memcmp(a->data, b->data, a->len < b->len ? a->len : b->len);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

/* More parameters than that are left in their order. */
enum { MOST_PARAMETERS = 64 };

static size_t list_parameters(dvk_span query, dvk_span *list) {
    size_t n = 0;
    while (query.len != 0) {
        size_t len = find(query, "&;");
        dvk_span one = trim((dvk_span){query.data, len});
        query = from(query, len < query.len ? len + 1 : len);
        if (one.len == 0 || is_tracking(one)) continue;
        if (n == MOST_PARAMETERS) return SIZE_MAX;
        list[n++] = one;
    }
    return n;
}

static dvk_status put_query(dvi_buffer *out, dvk_span query) {
    dvk_span list[MOST_PARAMETERS];
    query = trim(query);
    size_t n = list_parameters(query, list);
    if (n == SIZE_MAX) {
        n = 1;
        list[0] = query;
    }
    if (n > 1) qsort(list, n, sizeof *list, compare);
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++) {
        status = dvi_buffer_append_byte(out, i == 0 ? '?' : '&');
        if (status == DVK_OK) status = dvi_buffer_append(out, list[i].data, list[i].len);
    }
    return status;
}

/* A path and what is behind its question mark. */
static dvk_status put_page(dvi_buffer *out, dvk_span path, dvk_span query) {
    path = bare_path(path);
    dvk_status status = dvi_buffer_append(out, path.data, path.len);
    return status == DVK_OK ? put_query(out, query) : status;
}

/* What begins with #!: a page that scripts look up. */
static dvk_status put_bang(dvi_buffer *out, dvk_span bang) {
    size_t before = out->len, end = find(bang, "?");
    bool asked = memchr(out->data, '?', before) != NULL; /* a slash would become part of the query */
    dvk_status status = asked ? DVK_OK : dvi_buffer_append_byte(out, '/');
    if (status == DVK_OK)
        status = put_page(out, (dvk_span){bang.data, end}, from(bang, end < bang.len ? end + 1 : end));
    if (out->len == before + (asked ? 2 : 3)) out->len = before;
    return status;
}

static dvk_status put_canonical(dvi_buffer *out, dvk_span address) {
    parts p = split_bare(address);
    if (p.host.len == 0) return DVK_OK;
    size_t sharp = find(p.rest, "#"), end = find((dvk_span){p.rest.data, sharp}, "?");
    dvk_span bang = from(p.rest, sharp), path = {p.rest.data, end}, query = {p.rest.data + end, sharp - end};
    if (query.len != 0) query = from(query, 1);
    leave_amp(&p.host, &path);
    if (p.host.len == 0) return DVK_OK;
    dvk_span host = without_prefix(p.host);
    dvk_status status = dvi_buffer_append(out, host.data, host.len);
    for (size_t i = 0; i < out->len; i++)
        out->data[i] = dvi_lower_ascii(out->data[i]);
    if (status == DVK_OK) status = put_page(out, path, query);
    if (status == DVK_OK && bang.len > 1 && bang.data[1] == '!') status = put_bang(out, bang);
    if (out->len == host.len) out->len = 0;
    return status;
}

dvk_status dvi_url_canonical(dvk_span url, dvi_buffer *out) {
    dvi_buffer decoded = {0};
    out->len = 0;
    url = behind_scheme(url);
    if (url.len == 0) return DVK_OK;
    if (!has(url, '%')) return put_canonical(out, url);
    dvk_status status = decode(&decoded, url);
    if (status == DVK_OK) status = put_canonical(out, dvi_buffer_span(&decoded));
    dvi_buffer_finish(&decoded);
    return status;
}

dvk_span dvi_url_host(dvk_span url) {
    url = behind_scheme(url);
    if (url.len == 0) return (dvk_span){NULL, 0};
    dvk_span host = split_bare(url).host;
    host.len = find(host, ":");
    return host.len > 4 && begins(host, "www.") ? from(host, 4) : host;
}
