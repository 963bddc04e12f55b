/* The table of options: data alone, since the manual and the completions are made from it while building. */
#include "options.h"

#include "dvoinik/sign.h"

static const char *const formats[] = {"text", "jsonl", "json", "csv", "html", NULL};
static const char *const input_formats[] = {"auto", "jsonl", "text", "feed", "csv",
                                            "tsv",  "html",  "warc", NULL};
static const char *const colours[] = {"auto", "always", "never", NULL};
static const char *const levels[] = {"duplicate", "event", "all", NULL};
static const char *const dedup_levels[] = {"duplicate", "event", NULL};
static const char *const list_formats[] = {"text", "jsonl", "csv", NULL};
static const char *const told_formats[] = {"text", "jsonl", NULL};
static const char *const show_levels[] = {"article", "duplicate", "event", NULL};
static const char *const keeps[] = {"first", "longest", "newest", NULL};

#define AT(field) offsetof(settings, field)

const option_spec option_specs[] = {
    {"format", 'f', OPTION_CHOICE, FOR_CLUSTER, AT(format), "FORMAT", 0, 0, formats,
     "text for people (the default), jsonl (one object an article, in input order), json (nested), csv, "
     "or html (a page to read in a browser, one file)"},
    {"format", 'f', OPTION_CHOICE, FOR_INDEX, AT(list_format), "FORMAT", 0, 0, list_formats,
     "text for people (the default), jsonl (one object a line), or, to list, csv"},
    {"format", 'f', OPTION_CHOICE, FOR_WATCH, AT(list_format), "FORMAT", 0, 0, told_formats,
     "text for people (the default) or jsonl (one object a line)"},
    {"index", 'i', OPTION_TEXT, FOR_WATCH, AT(index), "DIR", 0, 0, NULL,
     "keep the articles in this index, which is made if there is none; without it they are forgotten at the "
     "end"},
    {"level", 0, OPTION_CHOICE, FOR_INDEX, AT(show_level), "LEVEL", 0, 0, show_levels,
     "what the words behind `show DIR` are: ids of articles (the default), or numbers of duplicate groups or "
     "events"},
    {"before", 0, OPTION_TEXT, FOR_INDEX, AT(before), "TIME", 0, 0, NULL,
     "expire: forget articles dated before this time, as in RFC 3339: 2025-07-12 or 2025-07-12T08:00:00Z"},
    {"older-than", 0, OPTION_DURATION, FOR_INDEX, AT(older_than), "DURATION", 0, 0, NULL,
     "expire: forget articles dated longer ago than this: 30d, 72h"},
    {"wait", 0, OPTION_DURATION, FOR_STORE, AT(wait), "DURATION", 0, 0, NULL,
     "how long to wait while another process writes to the index: 10s (the default), 5m, none"},
    {"output", 'o', OPTION_TEXT, FOR_ALL, AT(output), "FILE", 0, 0, NULL,
     "write there instead of to standard output; the file gets its name when it is complete"},
    {"keep", 0, OPTION_CHOICE, FOR_DEDUP, AT(keep), "WHICH", 0, 0, keeps,
     "of records that are one: the first in the input (the default), the longest in characters of title and "
     "text, or the newest by date"},
    {"prefer", 0, OPTION_LIST, FOR_DEDUP, AT(prefer), "SOURCE", 0, 0, NULL,
     "keep the record of this source where there is one; several, the best first: A,B or given again; --keep "
     "decides among equals"},
    {"level", 0, OPTION_CHOICE, FOR_DEDUP, AT(dedup_level), "LEVEL", 0, 0, dedup_levels,
     "duplicate: one record of copies and translations (the default); event: one of all reports of an event"},
    {"annotate", 0, OPTION_FLAG, FOR_DEDUP, AT(annotate), NULL, 0, 0, NULL,
     "remove nothing; add dvoinik_duplicate, dvoinik_event and dvoinik_score to each record, behind its own "
     "fields"},
    {"map", 0, OPTION_TEXT, FOR_DEDUP, AT(map), "FILE", 0, 0, NULL,
     "write there a line for each record removed (by --annotate: that would be): its id, the id kept, the "
     "group's number; between tabs"},
    {"gold", 'g', OPTION_TEXT, FOR_EVAL, AT(gold), "FOLDER", 0, 0, NULL,
     "the labels: gold.tsv (and related.tsv), or pairs.tsv"},
    {"assigned", 'a', OPTION_TEXT, FOR_EVAL, AT(assigned), "FILE", 0, 0, NULL,
     "score this output of `cluster --format jsonl` instead of running on INPUT"},
    {"langs", 0, OPTION_TEXT, FOR_EVAL, AT(langs), "LIST", 0, 0, NULL,
     "score only articles whose gold id begins with one of these codes: rus,ukr,bel"},
    {"words", 'w', OPTION_FLAG, FOR_TRANSLIT, AT(words), NULL, 0, 0, NULL,
     "a line a word: the word, its common form, and its key: a concept, a number, "
     "a date, or else its first letter and its consonants"},
    {"scheme", 0, OPTION_TEXT, FOR_TRANSLIT, AT(scheme), "NAME", 0, 0, NULL,
     "write a standard transliteration instead of the common form: uk-2010, bg-2009, iso-9, bgn-ru, ...; "
     "'list' shows all"},
    {"lang", 'l', OPTION_TEXT, FOR_TRANSLIT, AT(lang), "CODE", 0, 0, NULL,
     "read the text as this language (uk, ru, sr-Latn, ...) instead of telling it from the text"},
    {"level", 0, OPTION_CHOICE, FOR_PAIRS, AT(level), "LEVEL", 0, 0, levels,
     "duplicate: only copies and translations; event: these and other reports of one event (the default); "
     "all: these and what is neither, where the probability of one event is 0.1 or more; pairs below are not "
     "kept"},
    {"evidence", 0, OPTION_NUMBER, FOR_PAIRS | FOR_EXPLAIN, AT(evidence), "N", 0, 96, NULL,
     "how many of the shared words to show; the default is 8"},
    {"input-format", 0, OPTION_CHOICE, FOR_READING, AT(input_format), "FORMAT", 0, 0, input_formats,
     "auto (told by content and name, the default), jsonl, text, feed (RSS, Atom or JSON Feed), csv, tsv, "
     "html or warc"},
    {"field", 0, OPTION_FIELD, FOR_READING, AT(fields), "FIELD=NAME", 0, 0, NULL,
     "where JSON or a table's header calls a field otherwise: text=story, date=when; may be given again"},
    {"skip-bad", 0, OPTION_FLAG, FOR_JOBS | FOR_INDEX, AT(skip_bad), NULL, 0, 0, NULL,
     "pass over bad records, and count them, instead of stopping at the first"},
    {"skip-bad", 0, OPTION_FLAG, FOR_WATCH, AT(skip_bad), NULL, 0, 0, NULL,
     "pass over bad records, and count them; watch does so in any case"},
    {"max-record", 0, OPTION_NUMBER, FOR_READING, AT(max_record), "MIB", 1, 1024, NULL,
     "the longest record, a line or a text, in MiB; the default is 32"},
    {"max-tokens", 0, OPTION_NUMBER, FOR_READING, AT(max_tokens), "N", 1, UINT32_MAX, NULL,
     "the most words of an article; the default is 1000000"},
    {"max-nesting", 0, OPTION_NUMBER, FOR_READING, AT(max_nesting), "N", 1, 1024, NULL,
     "how deep the arrays and objects of a JSON record may be nested; the default is 64"},
    {"max-ratio", 0, OPTION_NUMBER, FOR_READING, AT(max_ratio), "N", 1, 1000000, NULL,
     "how many times its size a compressed input may grow, once it has given 16 MiB; the default is 1000"},
    {"max-total", 0, OPTION_NUMBER, FOR_READING, AT(max_total), "MIB", 1, 1 << 30, NULL,
     "the most bytes of one input, decompressed, in MiB; the default is 1048576, a TiB"},
    {"threads", 'j', OPTION_NUMBER, FOR_READING, AT(threads), "N", 0, 256, NULL,
     "how many threads work; 0, the default, is as many as the machine has; the result is the same"},
    {"cpu-mask", 0, OPTION_NUMBER, FOR_READING, AT(cpu_mask), "N", 0, 3, NULL,
     "which extensions of the processor may be used: 1 AVX2, 2 AVX-512, 3 both, 0 none; the default is all "
     "that it has; "
     "the result is the same"},
    {"memory", 0, OPTION_NUMBER, FOR_JOBS, AT(memory), "MIB", 1, 1048576, NULL,
     "how much of features, texts and pairs to hold in memory; the default is 512; what is more goes into "
     "files "
     "without a name; the result is the same"},
    {"spool", 0, OPTION_TEXT, FOR_JOBS, AT(spool), "FOLDER", 0, 0, NULL,
     "the folder of these files; the default is $TMPDIR, else /tmp"},
    {"fit", 0, OPTION_FLAG, FOR_JOBS, AT(fit), NULL, 0, 0, NULL,
     "read the inputs twice: first learn which lines a source (or, where none is named, a site) repeats in "
     "articles of different stories, then leave these out"},
    {"window", 0, OPTION_DURATION, FOR_JOBS | FOR_STORE, AT(window), "DURATION", 1, 0, NULL,
     "an event goes on while the next report comes within this time of the last: 72h (the default), 3d, 90m; "
     "none for no "
     "bound"},
    {"duplicate-threshold", 0, OPTION_PROBABILITY, FOR_JOBS | FOR_STORE, AT(duplicate_threshold), "P", 0, 0,
     NULL, "the mean probability, 0 to 1, from which two groups are one article; the default is 0.5"},
    {"event-threshold", 0, OPTION_PROBABILITY, FOR_JOBS | FOR_STORE, AT(event_threshold), "P", 0, 0, NULL,
     "the probability, 0 to 1, that a pair must have where two groups become one event; the default is 0.8, "
     "and the pairs between the groups must speak for it in the mean as well"},
    {"seed", 0, OPTION_SEED, FOR_JOBS | FOR_STORE, AT(seed), "N", 0, 0, NULL,
     "the seed of the signatures, decimal or 0x...; the default is published, so that runs can be repeated; "
     "of an index it is secret"},
    {"bands", 0, OPTION_NUMBER, FOR_JOBS | FOR_STORE, AT(bands), "N", 1, DVK_MAX_PERMUTATIONS, NULL,
     "bands of the signature: more find less alike copies, and cost more"},
    {"rows", 0, OPTION_NUMBER, FOR_JOBS | FOR_STORE, AT(rows), "N", 1, DVK_MAX_PERMUTATIONS, NULL,
     "values in a band: more let fewer unlike pairs through"},
    {"max-candidates", 0, OPTION_NUMBER, FOR_JOBS | FOR_STORE, AT(max_candidates), "N", 0, 1000000, NULL,
     "the most articles that one chooses to be compared with because of rare words they share; those that "
     "choose it come on top"},
    {"min-size", 0, OPTION_NUMBER, FOR_CLUSTER, AT(min_size), "N", 1, 1000000000, NULL,
     "in text: show only stories of that many articles; the default is 2"},
    {"headlines", 0, OPTION_NUMBER, FOR_CLUSTER, AT(headlines), "N", 0, 1000000, NULL,
     "in text: the most headlines of a story, but one of each language in any case; 0 for all; the default "
     "is 12"},
    {"bom", 0, OPTION_FLAG, FOR_CLUSTER | FOR_INDEX, AT(bom), NULL, 0, 0, NULL,
     "in csv: begin with the mark by which spreadsheets such as Excel know UTF-8"},
    {"max-page", 0, OPTION_NUMBER, FOR_CLUSTER, AT(max_page), "MB", 1, 4000, NULL,
     "in html: the largest page, in MB; the default is 40; what does not fit is left out, and the page says "
     "so"},
    {"width", 0, OPTION_NUMBER, FOR_CLUSTER | FOR_EXPLAIN, AT(width), "N", 24, 4096, NULL,
     "in text: columns of a line; the default is the terminal's, else 80"},
    {"color", 0, OPTION_CHOICE, FOR_CLUSTER, AT(colour), "WHEN", 0, 0, colours,
     "in text: auto (on a terminal, unless NO_COLOR is set; the default), always or never"},
    {"verbose", 'v', OPTION_FLAG, FOR_JOBS, AT(verbose), NULL, 0, 0, NULL,
     "say on standard error what was compared, how long each stage took, and the memory"},
    {"quiet", 'q', OPTION_FLAG, FOR_ALL, AT(quiet), NULL, 0, 0, NULL,
     "no progress and no warnings, only errors"},
    {"help", 'h', OPTION_FLAG, FOR_ALL, AT(help), NULL, 0, 0, NULL, "this help"},
    {"version", 0, OPTION_FLAG, FOR_ALL, AT(version), NULL, 0, 0, NULL, "the version"},
};

#undef AT

const size_t n_option_specs = sizeof option_specs / sizeof *option_specs;
