/* Teasers: read from the end backwards, as long as lines fit the pattern "headlines, then a sentence cut
 * off". Idea: an article's last paragraphs end in full stops; a page's excerpts of other stories are cut at a
 * fixed length. */
#include "teasers.h"

#include <stdbool.h>
#include <string.h>

#include "line_kind.h"

enum {
    HEADLINES = 2,
    LEAST_BLOCKS = 2,
    LEAST_WITHOUT_HEADLINES = 3,
    LEAST_EXCERPT = 40,
    LONGEST_BARE = 300,
    LEAST_LEFT = 200
};

typedef struct run {
    size_t begin;             /* the first part of the run */
    size_t blocks, headlines; /* in it */
    size_t bare;              /* excerpts of one sentence, as cut off headlines are */
    size_t bytes;             /* that count */
} run;

static bool is_excerpt(dvk_span line) {
    return line.len >= LEAST_EXCERPT && dvi_line_is_cut_off(line);
}

static bool is_bare(dvk_span line) {
    if (line.len > LONGEST_BARE) return false;
    for (size_t i = 0; i + 2 < line.len; i++) {
        bool stop = line.data[i] == '.' || line.data[i] == '!' || line.data[i] == '?';
        if (stop && line.data[i + 1] == ' ') return false;
    }
    return true;
}

static run find_run(const dvi_zone_part *parts, size_t n) {
    run r = {n, 0, 0, 0, 0};
    size_t above = 0; /* headlines over the excerpt met last */
    for (size_t i = n; i-- > 0;) {
        if (parts[i].zone == DVI_ZONE_TAIL) continue;
        dvk_span line = dvi_line_trim(parts[i].text);
        if (is_excerpt(line)) {
            r.blocks++;
            r.bare += is_bare(line);
            above = 0;
        } else if (r.blocks > 0 && above < HEADLINES && dvi_line_is_headline(line)) {
            r.headlines++;
            above++;
        } else {
            break;
        }
        r.begin = i;
        r.bytes += parts[i].text.len;
    }
    return r;
}

/* Leaves out the first block of the run. */
static void drop_block(run *r, const dvi_zone_part *parts) {
    for (bool excerpt = false; !excerpt; r->begin++) {
        if (parts[r->begin].zone == DVI_ZONE_TAIL) continue;
        dvk_span line = dvi_line_trim(parts[r->begin].text);
        excerpt = is_excerpt(line);
        r->bytes -= parts[r->begin].text.len;
        r->headlines -= !excerpt;
        r->bare -= excerpt && is_bare(line);
    }
    r->blocks--;
}

static bool is_run(const run *r) {
    return (r->blocks >= LEAST_WITHOUT_HEADLINES && r->bare == r->blocks) ||
           (r->blocks >= LEAST_BLOCKS && r->headlines >= r->blocks);
}

void dvi_mark_teasers(dvi_zone_part *parts, size_t n, size_t text_len) {
    run r = find_run(parts, n);
    if (!is_run(&r)) return;
    size_t counted = 0;
    for (size_t i = 0; i < n; i++)
        counted += parts[i].zone != DVI_ZONE_TAIL ? parts[i].text.len : 0;
    while (is_run(&r) && (r.bytes / 6 * 10 > text_len || counted - r.bytes < LEAST_LEFT))
        drop_block(&r, parts);
    if (!is_run(&r)) return;
    for (size_t i = r.begin; i < n; i++)
        parts[i].zone = DVI_ZONE_TAIL;
}
