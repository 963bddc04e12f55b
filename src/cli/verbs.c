/* The table of verbs, and what else is said of the program: data alone, since the manual and the completions
 * are made from it while building. */
#include "verbs.h"

#include <stdint.h>

const verb verbs[] = {
    {"cluster", FOR_CLUSTER, "[OPTIONS] INPUT...",
     "find the copies, the translations and the reports of one event",
     "Reads articles from INPUT (files, folders, - for standard input; JSON, feeds, tables, HTML pages, web "
     "archives or plain text, also packed with gzip, zstd, xz or bzip2) and says which are one article, "
     "copied, edited or translated, and which report one event. In a folder, names that begin with a dot "
     "are passed over.",
     "  dvoinik cluster news.jsonl\n"
     "  dvoinik cluster --format jsonl -o clusters.jsonl feed.jsonl.zst\n"
     "  curl -s https://feed.example/today.jsonl | dvoinik cluster --window 24h -\n",
     1, SIZE_MAX},
    {"dedup", FOR_DEDUP, "[OPTIONS] INPUT...", "pass the records on, one of each group of copies",
     "Passes the records of INPUT on as they are and in their order, one of each group of copies and "
     "translations, or with --annotate all of them and what they belong to. A JSON record over several lines "
     "becomes one line, with blanks for its line ends; what was no JSON (a .txt file) becomes one line of "
     "it. "
     "Files are read twice, standard input through a temporary file.",
     "  dvoinik dedup feed.jsonl.gz > once.jsonl\n"
     "  dvoinik dedup --keep longest --prefer 'Agency' --map gone.tsv news.jsonl\n"
     "  zcat feed.jsonl.gz | dvoinik dedup --annotate - | jq .dvoinik_event\n",
     1, SIZE_MAX},
    {"pairs", FOR_PAIRS, "[OPTIONS] INPUT...", "the scored pairs of articles, with what they share, as JSONL",
     "Writes one JSON object a pair: a, b (ids), relation (duplicate, event or none), score (similarity "
     "before calibration), "
     "probability (of the relation; of one event where it is none) and evidence (what both share, in both "
     "spellings, and its share of the score).",
     "  dvoinik pairs --level duplicate news.jsonl\n"
     "  dvoinik pairs --evidence 3 news.jsonl | grep '\"a\":\"wonsan-uk-1\"'\n",
     1, SIZE_MAX},
    {"explain", FOR_EXPLAIN, "[OPTIONS] A B INPUT...", "why two articles belong together, or do not",
     "Compares the articles with the ids A and B among those of INPUT, shows their probabilities, "
     "what these come from, what the articles share (the percentages are parts of the similarity of "
     "features), and where they were put. Four lines stand there only where they speak against: 'form "
     "filled in anew', the same words with other numbers or of another day, as in daily weather, and "
     "'no day in common', 'passage beside titles', where what they share is beside what their titles say "
     "(an item of a digest, the foot of a site's pages), and 'each its own subject', where each says what "
     "its own title does and the other does not. An id that begins with - goes behind --.",
     "  dvoinik explain wonsan-uk-1 wonsan-bg-1 news.jsonl\n", 3, SIZE_MAX},
    {"eval", FOR_EVAL, "[OPTIONS] --gold FOLDER INPUT...", "compare the clusters with labels made by people",
     "Clusters INPUT, or takes --assigned, and prints precision, recall and F1 for both relations. The "
     "labels: gold.tsv (id, "
     "story, event) with related.tsv (two stories a line, whose pairs count neither way), or pairs.tsv (a, "
     "b, langs, "
     "relation). Ends with status 1 when an id is missing, or an id or a pair doubled.",
     "  dvoinik eval --gold labels/ news.jsonl\n"
     "  dvoinik eval --gold labels/ --langs rus,ukr,bel --assigned clusters.jsonl\n",
     0, SIZE_MAX},
    {"translit", FOR_TRANSLIT, "[OPTIONS] [FILE...]",
     "the common form in which words of different spelling meet",
     "Writes the common form of the text of FILE, or of standard input: one alphabet for all Cyrillic and "
     "Latin spellings.",
     "  echo 'двойник двійник двайнік двојник' | dvoinik translit --words\n"
     "  dvoinik translit --lang uk article.txt\n",
     0, SIZE_MAX},
    {"index", FOR_INDEX, "ACTION [OPTIONS] DIR [INPUT...]",
     "keep articles on disk, and ask whether others are known",
     "An index is a folder that remembers what articles are about and which belong together. ACTION is one "
     "of: create DIR; add DIR INPUT... "
     "(each article gets its groups, as if all that ever came were one batch); query DIR INPUT... (the same "
     "without adding); list DIR; show "
     "DIR ID...; expire DIR --before TIME or --older-than DURATION; merge DIR OTHER...; verify DIR; rebuild "
     "DIR; stats DIR. Numbers of groups "
     "never come to mean another group: of two that become one, or the parts of one, the larger keeps its "
     "number, and the change is told. "
     "What `add` has told is on disk. --window, the thresholds, --seed, --bands, --rows and --max-candidates "
     "belong to `create`; the seed is "
     "secret unless given. An article that is there already is told so; one of its id with another text is "
     "an error. An index may know pairs "
     "that one batch would have cut because of its caps on candidates, so that the groups can differ in a "
     "few of ten thousand articles.",
     "  dvoinik index create stories\n"
     "  dvoinik index add --format jsonl stories today.jsonl > told.jsonl\n"
     "  dvoinik index query stories draft.txt\n"
     "  dvoinik index list --format jsonl stories > clusters.jsonl\n"
     "  dvoinik index expire --older-than 30d stories\n",
     2, SIZE_MAX},
    {"watch", FOR_WATCH, "[OPTIONS] INPUT...",
     "follow a growing file, a folder or standard input, and report each article",
     "Follows INPUT: a file of JSON lines that grows, a folder into which files are put, or - for standard "
     "input. Each new article is told "
     "with its duplicate group and event as soon as its line is complete. A file that is replaced, cut or "
     "written anew is "
     "read again from its beginning. With "
     "--index, or when an INPUT is the folder of an index, articles are kept there, and those it knows are "
     "passed over.",
     "  dvoinik watch feed.jsonl\n"
     "  tail -F feed.jsonl | dvoinik watch --format jsonl --index stories -\n"
     "  dvoinik watch --index stories incoming/\n",
     1, SIZE_MAX},
    {"help", FOR_HELP, "[VERB]", "this help, or that of a verb",
     "Shows what dvoinik can do, or how a verb is used.", "  dvoinik help cluster\n", 0, 1},
};

const action actions[N_ACTIONS] = {
    [ACTION_CREATE] = {"create", "DIR", 0, 0},
    [ACTION_ADD] = {"add", "DIR INPUT...", 1, SIZE_MAX},
    [ACTION_QUERY] = {"query", "DIR INPUT...", 1, SIZE_MAX},
    [ACTION_LIST] = {"list", "DIR", 0, 0},
    [ACTION_SHOW] = {"show", "DIR ID...", 1, SIZE_MAX},
    [ACTION_EXPIRE] = {"expire", "DIR --older-than DURATION", 0, 0},
    [ACTION_MERGE] = {"merge", "DIR OTHER...", 1, SIZE_MAX},
    [ACTION_VERIFY] = {"verify", "DIR", 0, 0},
    [ACTION_REBUILD] = {"rebuild", "DIR", 0, 0},
    [ACTION_STATS] = {"stats", "DIR", 0, 0},
};

const size_t n_verbs = sizeof verbs / sizeof *verbs;

const char program_description[] = "dvoinik finds the copies, the translations and the reports of one event "
                                   "in news of any language written in "
                                   "Cyrillic, of their Latin-script neighbours and in English.";

const exit_meaning exit_meanings[] = {
    {0, "done"},
    {1, "findings, where asked to fail on them"},
    {2, "wrong usage"},
    {3, "bad input"},
    {4, "a damaged index"},
    {5, "no memory, thread or room for the output, or an index that is busy"},
    {130, "interrupted"},
};

const size_t n_exit_meanings = sizeof exit_meanings / sizeof *exit_meanings;
