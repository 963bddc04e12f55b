/* What `eval` reads: output of `cluster --format jsonl`, and labels. The first byte chooses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/assigned.h"
#include "cli/gold.h"
#include "fuzz.h"

static char folder[] = "/tmp/dvoinik-fuzz-XXXXXX";
static const char *const file_names[] = {"gold.tsv", "related.tsv", "pairs.tsv"};

static void in_folder(const char *name, char *out, size_t cap) {
    snprintf(out, cap, "%s/%s", folder, name);
}

static void clear(void) {
    char path[64];
    for (size_t i = 0; i < 3; i++) {
        in_folder(file_names[i], path, sizeof path);
        unlink(path);
    }
    rmdir(folder);
}

static void prepare(void) {
    char path[64];
    static bool ready;
    if (ready) return;
    ready = true;
    if (mkdtemp(folder) == NULL) abort();
    atexit(clear);
    for (size_t i = 0; i < 3; i++) {
        in_folder(file_names[i], path, sizeof path);
        unlink(path);
    }
    /* Messages on every bad line would be all that is seen. */
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL) stderr = nowhere;
}

static void link_labels(const char *name, bool there) {
    char path[64];
    in_folder(name, path, sizeof path);
    unlink(path);
    if (there && symlink(fuzz_file_name(), path) != 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    uint8_t choice = fuzz_take8(&in) % 4;
    prepare();
    fuzz_file(in.data, in.len);
    if (choice == 0) {
        assigned list = {0};
        assigned_read(&list, fuzz_file_name());
        assigned_finish(&list);
        return 0;
    }
    gold labels;
    link_labels("gold.tsv", choice != 3);
    link_labels("related.tsv", choice == 2);
    link_labels("pairs.tsv", choice == 3);
    gold_read(&labels, folder);
    gold_finish(&labels);
    return 0;
}
