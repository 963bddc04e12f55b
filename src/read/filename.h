/* What a file's name tells: whether it can be an article, and what the article is called. */
#ifndef DVI_FILENAME_H
#define DVI_FILENAME_H

#include "dvoinik/article.h"

typedef enum dvi_name_kind {
    DVI_NAME_OTHER,
    DVI_NAME_TEXT,
    DVI_NAME_JSON,
    DVI_NAME_FEED,
    DVI_NAME_CSV,
    DVI_NAME_TSV,
    DVI_NAME_HTML,
    DVI_NAME_OPML,
    DVI_NAME_WARC
} dvi_name_kind;

/* By the extension below .gz, .zst, .xz or .bz2, in either case: .txt; .jsonl .ndjson .json; .xml .rss .atom
 * .rdf; .csv; .tsv; .html .htm .xhtml; .opml; .warc .wet. */
dvi_name_kind dvi_name_tell(dvk_span name);

/* The part behind the last slash. */
dvk_span dvi_name_base(dvk_span path);

/* The base name without such an extension and .txt or that of a page; the whole base name where that would
 * leave nothing. */
dvk_span dvi_name_stem(dvk_span path);

#endif
