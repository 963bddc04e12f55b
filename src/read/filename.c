/* What a file's name tells: whether it can be an article, and what the article is called. */
#include "filename.h"

#include <stdbool.h>
#include <string.h>

#include "base/span.h"
#include "dvoinik/read.h"

/* `ending` is in small letters. Takes it off the name. */
static bool take_ending(dvk_span *name, const char *ending) {
    size_t len = strlen(ending);
    if (name->len < len) return false;
    for (size_t i = 0; i < len; i++)
        if (dvi_lower_ascii(name->data[name->len - len + i]) != ending[i]) return false;
    name->len -= len;
    return true;
}

typedef struct ending {
    const char *text;
    dvi_name_kind kind;
} ending;

static const ending endings[] = {
    {".txt", DVI_NAME_TEXT},   {".jsonl", DVI_NAME_JSON}, {".ndjson", DVI_NAME_JSON},
    {".json", DVI_NAME_JSON},  {".xml", DVI_NAME_FEED},   {".rss", DVI_NAME_FEED},
    {".atom", DVI_NAME_FEED},  {".rdf", DVI_NAME_FEED},   {".csv", DVI_NAME_CSV},
    {".tsv", DVI_NAME_TSV},    {".html", DVI_NAME_HTML},  {".htm", DVI_NAME_HTML},
    {".xhtml", DVI_NAME_HTML}, {".opml", DVI_NAME_OPML},  {".warc", DVI_NAME_WARC},
    {".wet", DVI_NAME_WARC},
};

static dvk_span without_compression(dvk_span name) {
    static const char *const packed[] = {".gz", ".zst", ".xz", ".bz2"};
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (take_ending(&name, packed[i])) break;
    return name;
}

dvi_name_kind dvi_name_tell(dvk_span name) {
    name = without_compression(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (take_ending(&name, endings[i].text)) return endings[i].kind;
    return DVI_NAME_OTHER;
}

bool dvk_is_readable_name(const char *name) {
    if (name == NULL) return false;
    dvk_span whole = {name, strlen(name)};
    return dvi_name_tell(whole) != DVI_NAME_OTHER || without_compression(whole).len != whole.len;
}

dvk_span dvi_name_base(dvk_span path) {
    size_t at = path.len;
    while (at > 0 && path.data[at - 1] != '/')
        at--;
    return (dvk_span){path.data + at, path.len - at};
}

dvk_span dvi_name_stem(dvk_span path) {
    dvk_span base = dvi_name_base(path);
    dvk_span stem = without_compression(base);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if ((endings[i].kind == DVI_NAME_TEXT || endings[i].kind == DVI_NAME_HTML) &&
            take_ending(&stem, endings[i].text))
            break;
    return stem.len != 0 ? stem : base;
}
