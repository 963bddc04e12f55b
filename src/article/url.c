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

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool begins(dvk_span text, const char *small) {
    size_t len = strlen(small);
    if (text.len < len) return false;
    for (size_t i = 0; i < len; i++)
        if (lower(text.data[i]) != small[i]) return false;
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

/* The place of the first of the characters, or text.len. */
static size_t find(dvk_span text, const char *characters) {
    size_t at = 0;
    while (at < text.len && strchr(characters, text.data[at]) == NULL)
        at++;
    return at;
}

typedef struct parts {
    dvk_span host, path, query;
} parts;

/* An address without its scheme. */
static parts split_bare(dvk_span rest) {
    size_t end = find(rest, "/?#\\");
    dvk_span host = {rest.data, end};
    rest = from(rest, end);
    for (size_t at = find(host, "@"); at < host.len; at = find(host, "@"))
        host = from(host, at + 1);
    size_t port = find(host, ":");
    dvk_span number = from(host, port);
    if (number.len <= 1 || is(number, ":80") || is(number, ":443")) host.len = port;
    while (host.len != 0 && host.data[host.len - 1] == '.')
        host.len--;
    size_t fragment = find(rest, "#");
    if (fragment + 1 < rest.len && rest.data[fragment + 1] == '!') fragment = rest.len;
    rest.len = fragment;
    size_t query = find(rest, "?");
    parts p = {host, {rest.data, query}, {NULL, 0}};
    if (query < rest.len) p.query = from(rest, query + 1);
    return p;
}

static bool split(dvk_span url, parts *p) {
    while (url.len != 0 && (unsigned char)url.data[0] <= ' ')
        url = from(url, 1);
    while (url.len != 0 && (unsigned char)url.data[url.len - 1] <= ' ')
        url.len--;
    bool https = begins(url, "https://");
    if (!https && !begins(url, "http://")) return false;
    *p = split_bare(from(url, https ? 8 : 7));
    return p->host.len != 0;
}

static dvk_span without_prefix(dvk_span host) {
    static const char *const prefixes[] = {"www.", "m.", "mobile.", "amp."};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len = strlen(prefixes[i]);
        if (!begins(host, prefixes[i]) || find(from(host, len), ".") == host.len - len) continue;
        host = from(host, len);
        i = (size_t)-1;
    }
    return host;
}

/* What an AMP cache or Google's viewer serves: .../c/s/host/path. False when it is neither. */
static bool unwrap_amp(parts *p) {
    dvk_span path = p->path;
    bool cache = is(p->host, "cdn.ampproject.org") || ends(p->host, ".cdn.ampproject.org");
    bool viewer = (begins(p->host, "www.google.") || begins(p->host, "google.")) && begins(path, "/amp/");
    if (!cache && !viewer) return false;
    if (cache && !begins(path, "/c/") && !begins(path, "/v/")) return false;
    path = from(path, cache ? 3 : 5);
    if (begins(path, "s/")) path = from(path, 2);
    if (find(path, ".") >= find(path, "/")) return false;
    parts inner = split_bare(path);
    p->host = inner.host;
    p->path = inner.path;
    return true;
}

/* Takes off what only chooses a form of the same page. */
static dvk_span bare_path(dvk_span path) {
    static const char *const endings[] = {"/amp", "/index.html", "/index.htm", "/index.php", ".amp"};
    if (begins(path, "/amp/")) path = from(path, 4);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        while (path.len != 0 && path.data[path.len - 1] == '/')
            path.len--;
        if (!ends(path, endings[i])) continue;
        path.len -= strlen(endings[i]);
        i = (size_t)-1;
    }
    return path;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(int c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || (lower((char)c) >= 'a' && lower((char)c) <= 'z') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

static dvk_status put(dvi_buffer *out, dvk_span text) {
    static const char digits[] = "0123456789ABCDEF";
    dvk_status status = dvi_buffer_reserve(out, text.len);
    for (size_t i = 0; i < text.len && status == DVK_OK; i++) {
        int high = i + 2 < text.len && text.data[i] == '%' ? hex(text.data[i + 1]) : -1;
        int low = high >= 0 ? hex(text.data[i + 2]) : -1;
        if (low < 0) {
            out->data[out->len++] = text.data[i];
            continue;
        }
        int c = high << 4 | low;
        i += 2;
        if (is_unreserved(c)) {
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
        dvk_span one = {query.data, len};
        query = from(query, len < query.len ? len + 1 : len);
        if (one.len == 0 || is_tracking(one)) continue;
        if (n == MOST_PARAMETERS) return SIZE_MAX;
        list[n++] = one;
    }
    return n;
}

static dvk_status put_query(dvi_buffer *out, dvk_span query) {
    dvk_span list[MOST_PARAMETERS];
    size_t n = list_parameters(query, list);
    if (n == SIZE_MAX) {
        n = 1;
        list[0] = query;
    }
    if (n > 1) qsort(list, n, sizeof *list, compare);
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++) {
        status = dvi_buffer_append_byte(out, i == 0 ? '?' : '&');
        if (status == DVK_OK) status = put(out, list[i]);
    }
    return status;
}

dvk_status dvi_url_canonical(dvk_span url, dvi_buffer *out) {
    parts p;
    out->len = 0;
    if (!split(url, &p)) return DVK_OK;
    if (unwrap_amp(&p) && p.host.len == 0) return DVK_OK;
    dvk_span host = without_prefix(p.host), path = bare_path(p.path);
    dvk_status status = dvi_buffer_append(out, host.data, host.len);
    for (size_t i = 0; i < out->len; i++)
        out->data[i] = lower(out->data[i]);
    size_t bare = out->len;
    if (status == DVK_OK) status = put(out, path);
    if (status == DVK_OK) status = put_query(out, p.query);
    if (out->len == bare) out->len = 0;
    return status;
}

dvk_span dvi_url_host(dvk_span url) {
    parts p;
    if (!split(url, &p)) return (dvk_span){NULL, 0};
    size_t port = find(p.host, ":");
    p.host.len = port;
    return begins(p.host, "www.") ? from(p.host, 4) : p.host;
}
