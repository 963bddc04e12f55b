/* Reading: files, folders and pipes -> articles, one at a time, in input order. */
#ifndef DVOINIK_READ_H
#define DVOINIK_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How inputs are to be understood. AUTO looks at the content first and the name second. */
typedef enum dvk_input_format {
    DVK_INPUT_AUTO = 0,
    DVK_INPUT_JSONL = 1, /* JSON lines, or one array of objects */
    DVK_INPUT_TEXT = 2,  /* one article a file */
    DVK_INPUT_FEED = 3,  /* RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed */
    DVK_INPUT_CSV = 4,   /* RFC 4180 with a header; commas or semicolons */
    DVK_INPUT_TSV = 5,   /* tab-separated with a header */
    DVK_INPUT_HTML = 6,  /* one article a file */
    DVK_INPUT_WARC = 7   /* WARC and WET archives */
} dvk_input_format;

/* Another name by which a field goes in the input's JSON or in the header of its tables. */
typedef struct dvk_field_name {
    const char *field; /* id, url, title, text, date, source or lang */
    const char *name;  /* preferred to the names that are known */
} dvk_field_name;

typedef struct dvk_read_options {
    dvk_input_format format;
    bool skip_bad;             /* count a bad record and go on, instead of stopping at it */
    uint64_t max_record_bytes; /* a longer line or file is an error; default 32 MiB, at most 1 GiB */
    uint64_t max_total_bytes;  /* decompressed bytes of one input; default 1 TiB */
    uint32_t max_ratio;        /* decompressed : compressed, once past 16 MiB; default 1000 */
    uint32_t max_depth;        /* nesting of a JSON record; default 64, at most 1024 */
    uint32_t
        max_tokens; /* words of an article, characters in scripts that set no spaces; default 1,000,000 */
    const dvk_field_name *fields; /* at most 64, copied; default none */
    size_t n_fields;
    /* A missing id is made of the file's name and, instead of the place in it, what the article says: the
     * same one has the same id when the file comes again with others before it. */
    bool ids_of_content;
    /* Told of each bad record that was skipped and of each warning; may be NULL. Borrowed for the call.
     * Called where the reader is asked: dvk_job_read asks it on any of its threads, never on two at once. It
     * may ask for dvk_reader_stats; dvk_reader_next of that reader is refused (DVK_E_ARGUMENT). */
    void (*on_bad)(void *user, const dvk_error *error);
    void *user;
} dvk_read_options;

/* Fills the defaults given above. No limit may be 0: the reader that is asked for with one, or with more than
 * is possible, is DVK_E_ARGUMENT. */
DVK_API void dvk_read_options_init(dvk_read_options *options);

/* Whether the name of a file tells that it can be read: it ends as one of the formats or of the packings does
 * (.xml, .jsonl, .html, .txt, .warc, .gz and their like). What has another name is told by its content. */
DVK_API bool dvk_is_readable_name(const char *name);

typedef struct dvk_reader dvk_reader;

/* Opens a reader over `n` inputs, read one after another: a path of a file (plain or packed with gzip, zstd,
 * xz or bzip2, told by content; in UTF-8, or in another charset that it declares or its letters tell, which
 * on_bad is then told of with DVK_OK; `byte` of articles and errors counts in UTF-8), a folder (its regular
 * files that can be articles, recursively, in byte order of their names; names beginning with a dot are
 * passed over; on_bad is told how many others were), an OPML list of files that lie in its folder or below or
 * "-" for standard input. `inputs` is copied; `options` may be NULL: the defaults. Nothing is opened before
 * the first dvk_reader_next. Fails with DVK_E_ARGUMENT or DVK_E_MEMORY. */
DVK_API dvk_status dvk_reader_create(dvk_reader **out, const char *const *inputs, size_t n,
                                     const dvk_read_options *options);

/* Takes NULL. */
DVK_API void dvk_reader_destroy(dvk_reader *reader);

/* Gives the next article: DVK_OK, DVK_END, or a failure with `error` filled (it may be NULL). The article's
 * spans are lent until the next call on this reader. After a failure that concerns one record the reader can
 * go on; a failure of the input itself (DVK_E_IO, a broken compression stream) ends that input. Ids are not
 * checked for doubles here; those that are made differ, since of files with one name the later ones have
 * their path in theirs (but not with ids_of_content). DVK_E_ARGUMENT once dvk_job_read or dvk_index_read
 * has failed with articles of this reader that it did not take, and for good. Cost: one pass over the bytes;
 * no allocation per article once buffers have grown. */
DVK_API dvk_status dvk_reader_next(dvk_reader *reader, dvk_article *article, dvk_error *error);

/* Tells the reader that a record it gave is bad after all, as `error` says: with skip_bad it is counted,
 * on_bad is told, and DVK_OK comes back; without, error->status does. DVK_E_ARGUMENT when it has given none,
 * or all that it gave were rejected. */
DVK_API dvk_status dvk_reader_reject(dvk_reader *reader, const dvk_error *error);

typedef struct dvk_read_stats {
    uint64_t inputs;   /* files opened */
    uint64_t articles; /* given out, and not rejected */
    uint64_t skipped;  /* bad records passed over because of skip_bad */
    uint64_t ignored;  /* files in folders that hold no articles, by name or content, and feeds of a list that
                          are not read */
    uint64_t bytes;    /* read, decompressed */
    uint64_t stored;   /* the same as they stand in the files */
    uint64_t unread;   /* inputs of which a part was not read, because nothing could be made out behind a bad
                          record that was skipped */
} dvk_read_stats;

DVK_API void dvk_reader_stats(const dvk_reader *reader, dvk_read_stats *stats);

/* Reading lines of JSON that someone else splits: for files that grow. */
typedef struct dvk_line_reader dvk_line_reader;

/* `file` is what articles and errors say they come from; it is copied. Of the options, NULL for the defaults,
 * max_record_bytes, max_depth, max_tokens, fields and on_bad count. Fails with DVK_E_ARGUMENT or
 * DVK_E_MEMORY. */
DVK_API dvk_status dvk_line_reader_create(dvk_line_reader **out, const char *file,
                                          const dvk_read_options *options);
DVK_API void dvk_line_reader_destroy(dvk_line_reader *reader); /* takes NULL */

/* Reads one line, in UTF-8, without its end: line `number`, from 1, at `byte` of the file. DVK_OK with an
 * article whose spans are lent until the next call on this reader, DVK_END for a blank line, or a failure
 * with `error` filled (it may be NULL). */
DVK_API dvk_status dvk_line_reader_read(dvk_line_reader *reader, dvk_span line, uint64_t number,
                                        uint64_t byte, dvk_article *article, dvk_error *error);

#ifdef __cplusplus
}
#endif
#endif
