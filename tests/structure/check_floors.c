/* Reads the #include lines of src/ and include/ and fails on one that goes up a floor.
 *
 * Usage: check_floors ROOT LEAST
 * LEAST: the number of files below which the check does not believe that it saw the tree. */
#include <ctype.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_SIZE = 2048 };

/* Lists are words between spaces, "*" stands for all of them. A room may always include itself. */
typedef struct floor_rule {
    const char *room;
    const char *rooms;         /* other rooms it may include */
    const char *never_rooms;   /* except */
    const char *headers;       /* public headers it may include, without .h */
    const char *never_headers; /* except */
} floor_rule;

#define DATA_HEADERS " status article features model result "
#define STAGE(name)                                                                                          \
    { name, " base article tables ", "", "*", " pipeline dvoinik " }

/* Programs that make the tables lie beside them but are no part of the library. */
static const char makers[] = "tables/gen_ or make_";

static const floor_rule rules[] = {
    {"base", "", "", " status article cpu ", ""},
    {"article", " base ", "", DATA_HEADERS, ""},
    {"tables", " base ", "", DATA_HEADERS " translit version ", ""},
    {makers, " base article tables commonform feature ", "", "*", " pipeline dvoinik "},
    STAGE("read"),
    STAGE("clean"),
    STAGE("commonform"),
    STAGE("feature"),
    STAGE("sign"),
    STAGE("match"),
    STAGE("cluster"),
    STAGE("report"),
    STAGE("store"),
    {"pipeline", "*", " cli ", "*", ""},
    {"cli", "", "", "*", ""},
};

static const char standard_headers[] =
    " assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h"
    " signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h"
    " string.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h ";

static const char *root;
static size_t n_files, n_includes, n_breaches;
static char **names; /* paths of all sources, for the search of doubles */
static size_t n_names, cap_names;

static void breach(const char *path, size_t line, const char *format, ...) {
    va_list args;
    printf("%s:%zu: ", path, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
    n_breaches++;
}

static void give_up(const char *what, const char *path) {
    fprintf(stderr, "check_floors: %s: %s\n", path, what);
    exit(2);
}

static bool listed(const char *list, const char *word, size_t len) {
    char wanted[PATH_SIZE];
    if (strcmp(list, "*") == 0) return true;
    int n = snprintf(wanted, sizeof wanted, " %.*s ", (int)len, word);
    return n > 0 && (size_t)n < sizeof wanted && strstr(list, wanted) != NULL;
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

static bool is_source(const char *name) {
    return ends_with(name, ".c") || ends_with(name, ".h") || ends_with(name, ".cpp") ||
           ends_with(name, ".hpp") || ends_with(name, ".inc");
}

static void join(char *out, const char *folder, const char *name) {
    int n = snprintf(out, PATH_SIZE, "%s%s%s", folder, *folder != '\0' ? "/" : "", name);
    if (n < 0 || n >= PATH_SIZE) give_up("the path is too long", folder);
}

static bool is_there(const char *path) {
    char full[PATH_SIZE];
    struct stat st;
    join(full, root, path);
    return stat(full, &st) == 0 && S_ISREG(st.st_mode);
}

/* Takes "." and ".." out of a relative path in place; false when it leaves the tree. */
static bool normalise(char *path) {
    char *parts[PATH_SIZE / 2];
    size_t n = 0;
    char copy[PATH_SIZE];
    memcpy(copy, path, strlen(path) + 1);
    for (char *part = strtok(copy, "/"); part != NULL; part = strtok(NULL, "/")) {
        if (strcmp(part, ".") == 0) continue;
        if (strcmp(part, "..") != 0) {
            parts[n++] = part;
        } else if (n == 0) {
            return false;
        } else {
            n--;
        }
    }
    char *out = path;
    for (size_t i = 0; i < n; i++) {
        if (i > 0) *out++ = '/';
        size_t len = strlen(parts[i]);
        memcpy(out, parts[i], len);
        out += len;
    }
    *out = '\0';
    return true;
}

/* Finds what an include names as the compiler would; false when it is not in the tree. */
static bool resolve(const char *path, const char *name, bool quoted, char *out) {
    const char *folders[3] = {"", "include", "src"};
    char own[PATH_SIZE];
    join(own, "", path);
    char *slash = strrchr(own, '/');
    if (slash != NULL) *slash = '\0';
    folders[0] = own;
    for (size_t i = quoted ? 0 : 1; i < 3; i++) {
        join(out, folders[i], name);
        if (normalise(out) && is_there(out)) return true;
    }
    return false;
}

/* The room of "src/room/file", or NULL. */
static const char *room_of(const char *path, size_t *len) {
    if (strncmp(path, "src/", 4) != 0) return NULL;
    const char *slash = strchr(path + 4, '/');
    if (slash == NULL) return NULL;
    *len = (size_t)(slash - path - 4);
    return path + 4;
}

static bool is_public(const char *path) {
    return strncmp(path, "include/dvoinik/", 16) == 0;
}

static const floor_rule *rule_of(const char *path) {
    size_t len = 0;
    const char *room = room_of(path, &len);
    if (strncmp(path, "src/tables/gen_", 15) == 0 || strncmp(path, "src/tables/make_", 16) == 0) {
        room = makers;
        len = strlen(makers);
    }
    for (size_t i = 0; room != NULL && i < sizeof rules / sizeof rules[0]; i++)
        if (strlen(rules[i].room) == len && memcmp(rules[i].room, room, len) == 0) return &rules[i];
    return NULL;
}

static void check_from_public(const char *path, size_t line, const char *name, const char *target) {
    if (target == NULL && !listed(standard_headers, name, strlen(name)))
        breach(path, line, "a public header includes <%s>, which is not a header of C17", name);
    if (target != NULL && !is_public(target))
        breach(path, line, "a public header includes the private %s", target);
}

static void check_from_room(const floor_rule *rule, const char *path, size_t line, const char *target) {
    if (is_public(target)) {
        const char *header = strrchr(target, '/') + 1;
        size_t len = strlen(header) - 2;
        if (!listed(rule->headers, header, len) || listed(rule->never_headers, header, len))
            breach(path, line, "the room %s may not include the public header %s", rule->room, header);
        return;
    }
    size_t len = 0;
    const char *room = room_of(target, &len);
    if (room == NULL) {
        breach(path, line, "%s is neither in a room of src nor a public header", target);
    } else if (strlen(rule->room) == len && memcmp(rule->room, room, len) == 0) {
        return;
    } else if (!listed(rule->rooms, room, len) || listed(rule->never_rooms, room, len)) {
        breach(path, line, "the room %s may not include %s", rule->room, target);
    }
}

/* Generated tables are in the build folder, where only src/tables has a business. */
static bool is_generated(const char *path, const char *name) {
    return strncmp(path, "src/tables/", 11) == 0 && ends_with(name, ".inc") && strchr(name, '/') == NULL;
}

static void check_include(const char *path, size_t line, const char *name, bool quoted) {
    char target[PATH_SIZE];
    bool found = resolve(path, name, quoted, target);
    n_includes++;
    if (!found && quoted && is_generated(path, name)) return;
    if (!found && quoted)
        breach(path, line, "\"%s\" is not in the tree; headers of other projects are included with <>", name);
    else if (is_public(path))
        check_from_public(path, line, name, found ? target : NULL);
    else if (found && rule_of(path) != NULL)
        check_from_room(rule_of(path), path, line, target);
}

/* Takes an #include line apart and checks it; other lines are passed over. */
static void check_line(const char *path, size_t line, char *text) {
    char *at = text;
    while (isspace((unsigned char)*at))
        at++;
    if (*at++ != '#') return;
    while (isspace((unsigned char)*at))
        at++;
    if (strncmp(at, "include", 7) != 0) return;
    at += 7;
    while (isspace((unsigned char)*at))
        at++;
    char *end = *at == '"' ? strchr(at + 1, '"') : *at == '<' ? strchr(at + 1, '>') : NULL;
    if (end == NULL) {
        breach(path, line, "this #include names no file");
        return;
    }
    *end = '\0';
    check_include(path, line, at + 1, *at == '"');
}

static void check_file(const char *path) {
    char full[PATH_SIZE];
    join(full, root, path);
    FILE *file = fopen(full, "r");
    if (file == NULL) give_up("cannot be opened", full);
    n_files++;
    if (!is_public(path) && rule_of(path) == NULL)
        breach(path, 1, "the file is in none of the rooms that tests/structure/check_floors.c knows");
    char *text = NULL;
    size_t cap = 0;
    for (size_t line = 1; getline(&text, &cap, file) >= 0; line++)
        check_line(path, line, text);
    free(text);
    fclose(file);
}

static void remember(const char *path) {
    if (n_names == cap_names) {
        cap_names = cap_names * 2 + 64;
        names = realloc(names, cap_names * sizeof *names);
        if (names == NULL) give_up("out of memory", path);
    }
    names[n_names] = strdup(path);
    if (names[n_names] == NULL) give_up("out of memory", path);
    n_names++;
}

static void walk(const char *folder, bool check) {
    char full[PATH_SIZE];
    struct dirent **entries;
    join(full, root, folder);
    int n = scandir(full, &entries, NULL, alphasort);
    if (n < 0 && check) give_up("cannot be read", full);
    for (int i = 0; i < n; i++) {
        char path[PATH_SIZE];
        struct stat st;
        join(path, folder, entries[i]->d_name);
        join(full, root, path);
        if (entries[i]->d_name[0] != '.' && stat(full, &st) == 0) {
            if (S_ISDIR(st.st_mode)) walk(path, check);
            if (S_ISREG(st.st_mode) && is_source(path)) {
                remember(path);
                if (check) check_file(path);
            }
        }
        free(entries[i]);
    }
    if (n >= 0) free(entries);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static int by_base_name(const void *a, const void *b) {
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    int order = strcmp(base_name(x), base_name(y));
    return order != 0 ? order : strcmp(x, y);
}

static void check_names(void) {
    if (n_names > 0) qsort(names, n_names, sizeof *names, by_base_name);
    for (size_t i = 1; i < n_names; i++)
        if (strcmp(base_name(names[i - 1]), base_name(names[i])) == 0)
            breach(names[i], 1, "the file's name is not unique, there is %s", names[i - 1]);
    for (size_t i = 0; i < n_names; i++)
        free(names[i]);
    free(names);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: check_floors ROOT LEAST\n");
        return 2;
    }
    root = argv[1];
    size_t least = (size_t)strtoul(argv[2], NULL, 10);
    walk("include", true);
    walk("src", true);
    walk("tests", false);
    walk("bench", false);
    check_names();
    printf("%zu files, %zu includes, %zu breaches\n", n_files, n_includes, n_breaches);
    if (n_files < least || n_includes == 0) {
        printf("at least %zu files were expected: the check did not see the tree\n", least);
        return 1;
    }
    return n_breaches != 0;
}
