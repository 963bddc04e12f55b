/* Runs a fuzz target on files, without a fuzzer: the seeds and what was found before.
 *
 * Usage: replay FOLDER... (files, and folders of files; a folder that is not there is passed over)
 * Fails when it saw no file. What the target finds ends the program. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static unsigned seen;

static void replay_file(const char *path) {
    enum { MOST = 1 << 20 };
    static uint8_t whole[MOST];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    size_t size = fread(whole, 1, MOST, file);
    fclose(file);
    /* Exactly as long as the input, so that a read behind it is seen. */
    uint8_t *data = malloc(size + (size == 0));
    if (data == NULL) exit(1);
    memcpy(data, whole, size);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    seen++;
}

static void replay_folder(const char *path, DIR *folder) {
    char name[4096];
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        int n = snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (n > 0 && (size_t)n < sizeof name) replay_file(name);
    }
    closedir(folder);
}

int main(int n, char **paths) {
    for (int i = 1; i < n; i++) {
        DIR *folder = opendir(paths[i]);
        if (folder != NULL)
            replay_folder(paths[i], folder);
        else if (errno == ENOTDIR)
            replay_file(paths[i]);
    }
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    printf("%u files replayed\n", seen);
    return seen == 0;
}
