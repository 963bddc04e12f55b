/* Zones of an article: line by line, in one pass; then what the source repeats, the end of the page, the
 * lead. Idea: lines are the unit. What a line is shows at its beginning (line_kind, dateline) and, for
 * teasers, at its end (teasers). */
#include "zones.h"

#include <stdbool.h>
#include <string.h>

#include "base/byte_mask.h"
#include "base/memory.h"
#include "dateline.h"
#include "line_kind.h"
#include "lines.h"
#include "repeated.h"
#include "teasers.h"
#include "title_repeat.h"

enum {
    TITLE_LINES = 3,      /* among which the title may be repeated */
    DATELINE_LINES = 2,   /* of the article's own that may begin with one */
    LIST_HEADLINES = 20,  /* cut after the heading of a list, */
    HEADLINE_WORDS = 4,   /* each of so many words */
    HEADLINE_BYTES = 30,  /* and bytes at least: a subheading of the article is shorter */
    LEAD_PARAGRAPHS = 30, /* words: the lead ends with the line that reaches them, */
    LEAD_SENTENCE = 45,   /* or inside a longer line with the sentence that reaches these, */
    LEAD_WORDS = 75,      /* or after so many, */
    LEAD_BYTES = 1000     /* or after so many bytes, where words are not told by spaces */
};

typedef struct finder {
    dvk_span title, text;
    dvi_zone_list *out;
    char line_end;
    bool one_line;
    bool tail;        /* the rest is tail */
    size_t lines;     /* that are not blank */
    size_t datelines; /* lines that were searched for one */
    size_t headlines; /* that the list met last may still have */
} finder;

void dvi_zone_list_finish(dvi_zone_list *zones) {
    dvi_free(zones->list);
    *zones = (dvi_zone_list){.list = NULL};
}

static dvk_status push(dvi_zone_list *out, const char *data, size_t len, dvi_zone zone) {
    void *list = out->list;
    dvk_status status = dvi_grow(&list, &out->cap, out->n + 1, sizeof *out->list);
    out->list = list;
    if (status == DVK_OK) out->list[out->n++] = (dvi_zone_part){{data, len}, (uint8_t)zone};
    return status;
}

static bool has_words(dvk_span line, size_t least) {
    size_t words = 1;
    for (size_t i = 0; i < line.len && words < least; i++)
        words += line.data[i] == ' ';
    return words >= least;
}

/* A line of some words without a full stop, as headlines are; stops the list when it is none. */
static bool is_listed(finder *f, dvk_span line, dvi_line_kind kind) {
    if (f->headlines == 0) return false;
    if (kind != DVI_LINE_TEXT) return true;
    bool headline =
        dvi_line_is_headline(line) && line.len >= HEADLINE_BYTES && has_words(line, HEADLINE_WORDS);
    f->headlines = headline ? f->headlines - 1 : 0;
    return headline;
}

/* Whether the line counts; `at` is where it begins in the text. */
static bool counts(finder *f, dvk_span line, size_t at) {
    if (f->tail) return false;
    f->lines++;
    if (f->lines <= TITLE_LINES && f->title.len > 0 && dvi_repeats_title(f->title, line)) return false;
    if (f->one_line) return true;
    dvi_line_kind kind = dvi_line_kind_of(line);
    bool listed = is_listed(f, line, kind);
    if (kind == DVI_LINE_LIST) f->headlines = at >= f->text.len / 4 ? LIST_HEADLINES : 0;
    if (kind == DVI_LINE_TAIL_FROM) f->tail = at >= f->text.len / 5 * 2;
    return kind == DVI_LINE_TEXT && !listed;
}

/* `line` from its first byte to the next line's; `trimmed` is inside it. */
static dvk_status take_line(finder *f, dvk_span line, dvk_span trimmed) {
    if (!counts(f, trimmed, (size_t)(trimmed.data - f->text.data)))
        return push(f->out, line.data, line.len, DVI_ZONE_TAIL);
    size_t cut = 0;
    if (f->datelines++ < DATELINE_LINES) cut = dvi_dateline_length(trimmed);
    if (cut > 0) {
        f->datelines = DATELINE_LINES;
        f->out->dateline = (dvk_span){trimmed.data, cut};
        cut += (size_t)(trimmed.data - line.data);
        dvk_status status = push(f->out, line.data, cut, DVI_ZONE_TAIL);
        if (status != DVK_OK) return status;
    }
    return push(f->out, line.data + cut, line.len - cut, DVI_ZONE_BODY);
}

/* Blank lines go with the line before them, at the beginning with the first. */
static dvk_status take_lines(finder *f) {
    const char *end = f->text.data + f->text.len;
    const char *begin = f->text.data; /* of the part to come */
    dvk_span pending = {NULL, 0};     /* the line that is not blank in it, trimmed */
    for (const char *at = begin; at < end;) {
        const char *stop = memchr(at, f->line_end, (size_t)(end - at));
        const char *next = stop != NULL ? stop + 1 : end;
        dvk_span line = dvi_line_trim((dvk_span){at, (size_t)(next - at)});
        if (line.len > 0) {
            if (pending.len > 0) {
                dvk_status status = take_line(f, (dvk_span){begin, (size_t)(at - begin)}, pending);
                if (status != DVK_OK) return status;
                begin = at;
            }
            pending = line;
        }
        at = next;
    }
    dvk_span last = {begin, (size_t)(end - begin)};
    if (pending.len > 0) return take_line(f, last, pending);
    return last.len > 0 ? push(f->out, last.data, last.len, DVI_ZONE_BODY) : DVK_OK;
}

/* Bytes of `text` that still belong to the lead that has *words already; counts them on. */
static size_t lead_length(dvk_span text, size_t *words, size_t bytes) {
    if (*words >= LEAD_PARAGRAPHS || bytes >= LEAD_BYTES) return 0;
    size_t limit = text.len < LEAD_BYTES - bytes ? text.len : LEAD_BYTES - bytes;
    uint64_t before = 1; /* whether a blank is before the first byte */
    for (size_t base = 0; base < limit; base += DVI_MASK_BYTES) {
        uint64_t blanks = dvi_mask_up_to(text.data + base, limit - base, ' '),
                 begins = ~blanks & (blanks << 1 | before);
        before = blanks >> 63;
        for (; begins != 0; begins &= begins - 1) {
            size_t i = base + (size_t)__builtin_ctzll(begins);
            bool sentence = *words >= LEAD_SENTENCE && i >= 2 && memchr(".!?", text.data[i - 2], 3) != NULL;
            if (i > 0 && *words >= (sentence ? LEAD_SENTENCE : LEAD_WORDS)) return i;
            (*words)++;
        }
    }
    while (limit < text.len && ((unsigned char)text.data[limit] & 0xC0) == 0x80)
        limit++;
    return limit;
}

static dvk_status split(dvi_zone_list *out, size_t at, size_t len) {
    dvi_zone_part part = out->list[at];
    dvk_status status = push(out, NULL, 0, DVI_ZONE_BODY);
    if (status != DVK_OK) return status;
    memmove(out->list + at + 1, out->list + at, (out->n - 1 - at) * sizeof part);
    out->list[at].text.len = len;
    out->list[at + 1].text = (dvk_span){part.text.data + len, part.text.len - len};
    return DVK_OK;
}

static dvk_status mark_lead(dvi_zone_list *out, size_t first) {
    size_t words = 0, bytes = 0;
    for (size_t i = first; i < out->n; i++) {
        if (out->list[i].zone != DVI_ZONE_BODY) continue;
        size_t whole = out->list[i].text.len, len = lead_length(out->list[i].text, &words, bytes);
        if (len == 0) return DVK_OK;
        out->list[i].zone = DVI_ZONE_LEAD;
        bytes += len;
        if (len == whole) continue;
        dvk_status status = split(out, i, len);
        if (status == DVK_OK) out->list[i + 1].zone = DVI_ZONE_BODY;
        return status;
    }
    return DVK_OK;
}

/* Neighbours of one zone become one part. */
static void unite(dvi_zone_list *out, size_t first) {
    size_t kept = first;
    for (size_t i = first; i < out->n; i++) {
        if (kept > first && out->list[kept - 1].zone == out->list[i].zone)
            out->list[kept - 1].text.len += out->list[i].text.len;
        else
            out->list[kept++] = out->list[i];
    }
    out->n = kept;
}

/* An article of nothing but furniture is what its publisher made it. */
static void keep_something(dvi_zone_list *out) {
    for (size_t i = 0; i < out->n; i++) {
        if (out->list[i].zone != DVI_ZONE_TAIL) return;
    }
    for (size_t i = 0; i < out->n; i++)
        out->list[i].zone = DVI_ZONE_BODY;
}

static dvk_status find(const dvk_model *model, const dvk_article *article, dvi_zone_list *out) {
    finder f = {.title = article->title, .text = article->text, .out = out, .line_end = '\n'};
    dvk_status status = DVK_OK;
    if (f.title.len > 0) status = push(out, f.title.data, f.title.len, DVI_ZONE_TITLE);
    if (status != DVK_OK || f.text.len == 0) return status;
    size_t first = out->n;
    char line_end = dvi_line_end(f.text);
    f.one_line = line_end == '\0';
    if (!f.one_line) f.line_end = line_end;
    status = take_lines(&f);
    if (status != DVK_OK) return status;
    dvi_mark_repeated(model, article, out->list + first, out->n - first);
    dvi_mark_teasers(out->list + first, out->n - first, f.text.len);
    keep_something(out);
    status = mark_lead(out, first);
    if (status == DVK_OK) unite(out, first);
    return status;
}

dvk_status dvi_find_zones(const dvk_model *model, const dvk_article *article, dvi_zone_list *out) {
    out->n = 0;
    out->dateline = (dvk_span){NULL, 0};
    dvk_status status = find(model, article, out);
    if (status != DVK_OK) out->n = 0;
    return status;
}
