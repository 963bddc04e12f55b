/* The inputs a user named -> open files, one after another: files, folders walked in order, standard input.
 *
 * A folder's names are read and sorted when it is reached and its file is opened when its turn comes, so that
 * no more than one descriptor is held. Links to files are followed. Links to folders below a named folder are
 * not, which is what makes the walk end; a warning names each. */
#include "input.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "filename.h"

static char *copy_text(const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = dvi_alloc(size, 1);
    if (copy != NULL) memcpy(copy, text, size);
    return copy;
}

dvk_status dvi_inputs_init(dvi_inputs *inputs, const char *const *named, size_t n) {
    *inputs = (dvi_inputs){0};
    inputs->named = dvi_alloc_zero(n, sizeof *inputs->named);
    if (inputs->named == NULL) return DVK_E_MEMORY;
    inputs->n = n;
    for (size_t i = 0; i < n; i++) {
        inputs->named[i] = copy_text(named[i]);
        if (inputs->named[i] == NULL) {
            dvi_inputs_finish(inputs);
            return DVK_E_MEMORY;
        }
    }
    return DVK_OK;
}

static void folder_finish(dvi_folder *folder) {
    dvi_free(folder->names);
    dvi_free(folder->sorted);
}

void dvi_inputs_finish(dvi_inputs *inputs) {
    for (size_t i = 0; i < inputs->depth; i++)
        folder_finish(&inputs->folders[i]);
    for (size_t i = 0; i < inputs->n; i++)
        dvi_free(inputs->named[i]);
    dvi_free(inputs->folders);
    dvi_free(inputs->named);
    dvi_buffer_finish(&inputs->path);
    dvi_buffer_finish(&inputs->before);
    dvi_buffer_finish(&inputs->example);
    dvi_listed_finish(&inputs->listed);
    *inputs = (dvi_inputs){0};
}

static dvk_status fail_system(dvi_inputs *inputs, int number, const char *what, dvk_error *error) {
    char reason[128];
    dvi_errno_text(number, reason, sizeof reason);
    return dvi_error_set(error, DVK_E_IO, inputs->path.data, 0, 0, "%s: %s", what, reason);
}

static dvk_status fail_memory(dvi_inputs *inputs, dvk_error *error) {
    return dvi_error_set(error, DVK_E_MEMORY, inputs->path.data, 0, 0,
                         "out of memory while listing the inputs");
}

/* Makes `path` its first `keep` bytes, a slash where one is missing, and `name`. */
static dvk_status set_path(dvi_inputs *inputs, size_t keep, const char *name) {
    size_t len = strlen(name);
    inputs->path.len = keep;
    dvk_status status = dvi_buffer_reserve(&inputs->path, len + 2);
    if (status != DVK_OK) return status;
    char *data = inputs->path.data;
    if (keep != 0 && data[keep - 1] != '/') data[keep++] = '/';
    memcpy(data + keep, name, len + 1);
    inputs->path.len = keep + len;
    return DVK_OK;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Reads all names but the dotted ones behind one another. Returns an errno, or -1 when memory is out. */
static int read_names(DIR *dir, dvi_buffer *names, size_t *n) {
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL) return errno;
        if (entry->d_name[0] == '.') continue;
        if (dvi_buffer_append(names, entry->d_name, strlen(entry->d_name) + 1) != DVK_OK) return -1;
        (*n)++;
    }
}

static dvk_status sort_names(dvi_folder *folder) {
    folder->sorted = dvi_alloc(folder->n, sizeof *folder->sorted);
    if (folder->sorted == NULL) return DVK_E_MEMORY;
    const char *name = folder->names;
    for (size_t i = 0; i < folder->n; i++) {
        folder->sorted[i] = name;
        name += strlen(name) + 1;
    }
    if (folder->n != 0) qsort(folder->sorted, folder->n, sizeof *folder->sorted, compare_names);
    return DVK_OK;
}

/* Lists the folder at `path` and makes it the innermost. */
static dvk_status enter_folder(dvi_inputs *inputs, dvk_error *error) {
    void *grown = inputs->folders;
    dvk_status status = dvi_grow(&grown, &inputs->folders_cap, inputs->depth + 1, sizeof *inputs->folders);
    inputs->folders = grown;
    if (status != DVK_OK) return fail_memory(inputs, error);
    DIR *dir = opendir(inputs->path.data);
    if (dir == NULL && errno == ENOMEM) return fail_memory(inputs, error);
    if (dir == NULL) return fail_system(inputs, errno, "the folder cannot be opened", error);
    dvi_buffer names = {0};
    dvi_folder folder = {.path_len = inputs->path.len};
    int failed = read_names(dir, &names, &folder.n);
    closedir(dir);
    folder.names = names.data;
    if (failed == 0 && sort_names(&folder) != DVK_OK) failed = -1;
    if (failed != 0) {
        folder_finish(&folder);
        return failed > 0 ? fail_system(inputs, failed, "the folder cannot be listed", error)
                          : fail_memory(inputs, error);
    }
    inputs->folders[inputs->depth++] = folder;
    return DVK_OK;
}

/* Tells what a named folder held beside articles. */
static void warn_of_passed(dvi_inputs *inputs) {
    dvk_error warning;
    char example[128];
    if (inputs->passed == 0 || inputs->on_warning == NULL) return;
    dvi_show((dvk_span){inputs->example.data, strlen(inputs->example.data)}, example, sizeof example);
    dvi_error_set(&warning, DVK_OK, inputs->path.data, 0, 0,
                  "%" PRIu64 " %s in the folder %s no articles and %s passed over: %s%s", inputs->passed,
                  inputs->passed == 1 ? "file" : "files", inputs->passed == 1 ? "holds" : "hold",
                  inputs->passed == 1 ? "was" : "were", example, inputs->passed == 1 ? "" : " and others");
    inputs->on_warning(inputs->user, &warning);
}

/* Without memory for its name the file is counted all the same. */
static void count_passed(dvi_inputs *inputs) {
    size_t from = inputs->depth != 0 ? inputs->folders[0].path_len : 0;
    inputs->ignored++;
    if (inputs->passed == 0) {
        inputs->example.len = 0;
        const char *name = inputs->path.data + from;
        while (*name == '/')
            name++;
        if (dvi_buffer_append(&inputs->example, name, strlen(name) + 1) != DVK_OK) return;
    }
    inputs->passed++;
}

void dvi_inputs_pass(dvi_inputs *inputs) {
    inputs->found--;
    count_passed(inputs);
}

static dvk_status leave_folder(dvi_inputs *inputs, dvk_error *error) {
    dvi_folder *folder = &inputs->folders[--inputs->depth];
    inputs->path.len = folder->path_len;
    inputs->path.data[folder->path_len] = '\0';
    folder_finish(folder);
    if (inputs->depth != 0) return DVK_OK;
    warn_of_passed(inputs);
    inputs->passed = 0;
    if (inputs->found != 0) return DVK_OK;
    return dvi_error_set(
        error, DVK_E_INPUT, inputs->path.data, 0, 0,
        "the folder holds no articles; files in it must be named .txt, .jsonl, .ndjson, .json, .xml, "
        ".rss, .atom, .rdf, .csv, .tsv, .html, .htm, .xhtml, .warc or .wet, with or without .gz, .zst, .xz "
        "or .bz2");
}

static void warn_of_link(dvi_inputs *inputs) {
    dvk_error warning;
    if (inputs->on_warning == NULL) return;
    dvi_error_set(&warning, DVK_OK, inputs->path.data, 0, 0,
                  "a link to a folder is not followed; name that folder as an input to read it");
    inputs->on_warning(inputs->user, &warning);
}

/* Never standard input, the number of which the system gives to a file where the program has none: it would
 * not be closed, and be what "-" reads. */
static int open_path(const char *path, int flags) {
    int fd;
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
    while (fd < 0 && errno == EINTR);
    if (fd != STDIN_FILENO) return fd;
    int other = fcntl(fd, F_DUPFD_CLOEXEC, STDIN_FILENO + 1), why = errno;
    close(fd);
    errno = why;
    return other;
}

/* Opens a file met in a folder. Not blocking: it may have become a pipe since it was looked at. */
static dvk_status open_found(dvi_inputs *inputs, const char *path, int *fd, dvk_error *error) {
    struct stat info;
    inputs->found++;
    *fd = open_path(path, O_NONBLOCK);
    if (*fd < 0) return fail_system(inputs, errno, "the file cannot be opened", error);
    if (fstat(*fd, &info) == 0 && S_ISREG(info.st_mode)) return DVK_OK;
    close(*fd);
    *fd = -1;
    return dvi_error_set(error, DVK_E_IO, inputs->path.data, 0, 0,
                         "the file changed while the folder was read; try again");
}

/* Looks at the entry at `path`: DVK_OK with *fd >= 0 when it is a file to read, with *fd = -1 when not. */
static dvk_status visit_entry(dvi_inputs *inputs, const char *name, int *fd, dvk_error *error) {
    struct stat info;
    bool named_as_article = dvi_name_tell((dvk_span){name, strlen(name)}) != DVI_NAME_OTHER;
    *fd = -1;
    bool known = lstat(inputs->path.data, &info) == 0;
    if (known && S_ISDIR(info.st_mode)) return enter_folder(inputs, error);
    if (known && S_ISLNK(info.st_mode)) {
        known = stat(inputs->path.data, &info) == 0;
        if (known && S_ISDIR(info.st_mode)) {
            warn_of_link(inputs);
            return DVK_OK;
        }
    }
    if (named_as_article && !known) {
        inputs->found++;
        return fail_system(inputs, errno, "the file cannot be opened", error);
    }
    if (named_as_article && S_ISREG(info.st_mode)) return open_found(inputs, inputs->path.data, fd, error);
    count_passed(inputs);
    return DVK_OK;
}

static dvk_status open_named(dvi_inputs *inputs, const char *name, int *fd, dvk_error *error) {
    struct stat info;
    if (set_path(inputs, 0, name) != DVK_OK) return fail_memory(inputs, error);
    *fd = STDIN_FILENO;
    if (strcmp(name, "-") == 0) return DVK_OK;
    *fd = open_path(name, 0);
    if (*fd < 0) return fail_system(inputs, errno, "the file cannot be opened", error);
    if (fstat(*fd, &info) != 0 || !S_ISDIR(info.st_mode)) return DVK_OK;
    close(*fd);
    *fd = -1;
    inputs->found = inputs->passed = 0;
    return enter_folder(inputs, error);
}

dvk_status dvi_inputs_list(dvi_inputs *inputs, const dvi_buffer *names, size_t n, dvk_error *error) {
    inputs->before.len = 0;
    dvk_status status = dvi_buffer_append(&inputs->before, inputs->path.data, inputs->path.len + 1);
    if (status == DVK_OK) status = dvi_listed_begin(&inputs->listed, inputs->path.data, names, n);
    if (status == DVK_OK) return DVK_OK;
    if (status == DVK_E_MEMORY) return fail_memory(inputs, error);
    return fail_system(inputs, errno, "the folder of the list cannot be found", error);
}

/* What a list names next: as visit_entry. */
static dvk_status open_listed(dvi_inputs *inputs, int *fd, dvk_error *error) {
    char real[DVI_LISTED_PATH];
    struct stat info;
    dvk_error warning;
    switch (dvi_listed_next(&inputs->listed, &inputs->path, real)) {
    case DVI_LISTED_FILE:
        if (stat(real, &info) == 0 && S_ISREG(info.st_mode)) return open_found(inputs, real, fd, error);
        return dvi_error_set(error, DVK_E_IO, inputs->path.data, 0, 0,
                             "a list may name files, and this is none; take it out of the list");
    case DVI_LISTED_OUTSIDE:
        inputs->ignored++;
        dvi_error_set(
            &warning, DVK_OK, inputs->path.data, 0, 0,
            "it lies outside the folder of the list that names it and is not read; name it as an input");
        if (inputs->on_warning != NULL) inputs->on_warning(inputs->user, &warning);
        return DVK_OK;
    case DVI_LISTED_ABSENT:
        return fail_system(inputs, errno, "the file, which a list names, cannot be opened", error);
    default:
        return fail_memory(inputs, error);
    }
}

/* Behind a list's last file. */
static void leave_list(dvi_inputs *inputs) {
    dvi_buffer listed = inputs->path;
    inputs->path = inputs->before;
    inputs->path.len--;
    inputs->before = listed;
    inputs->in_list = false;
}

dvk_status dvi_inputs_next(dvi_inputs *inputs, int *fd, dvk_error *error) {
    *fd = -1;
    for (;;) {
        dvk_status status;
        if (inputs->listed.left != 0) {
            inputs->in_list = true;
            status = open_listed(inputs, fd, error);
            if (status != DVK_OK || *fd >= 0) return status;
            continue;
        }
        if (inputs->in_list) leave_list(inputs);
        if (inputs->depth == 0) {
            if (inputs->next == inputs->n) return DVK_END;
            status = open_named(inputs, inputs->named[inputs->next++], fd, error);
        } else {
            dvi_folder *folder = &inputs->folders[inputs->depth - 1];
            if (folder->next == folder->n) {
                status = leave_folder(inputs, error);
            } else {
                const char *name = folder->sorted[folder->next++];
                status = set_path(inputs, folder->path_len, name);
                status = status == DVK_OK ? visit_entry(inputs, name, fd, error) : fail_memory(inputs, error);
            }
        }
        if (status != DVK_OK || *fd >= 0) return status;
    }
}
