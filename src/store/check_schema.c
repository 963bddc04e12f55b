/* The tables of an index that was not made here: they must be, word for word, those that this program makes.
 * A database can carry views in place of tables, triggers, virtual tables and computed columns, which make of
 * a statement something else than what it says; so nothing is asked of one that has anything of its own. */
#include <string.h>

#include "base/error.h"
#include "base/span.h"
#include "database.h"
#include "statements.h"

enum { MOST_OBJECTS = 32 };

/* A statement of dvi_schema: CREATE [UNIQUE] type name... */
typedef struct object {
    dvk_span type, name, text;
} object;

static dvk_span word_at(const char *text, const char *ends) {
    return (dvk_span){text, strcspn(text, ends)};
}

/* Types are written large in statements, small in the schema's own table. */
static bool is_type(dvk_span large, dvk_span small) {
    if (large.len != small.len) return false;
    for (size_t i = 0; i < large.len; i++)
        if ((large.data[i] | 0x20) != small.data[i]) return false;
    return true;
}

static size_t expect_objects(object out[MOST_OBJECTS]) {
    static const char create[] = "CREATE ", unique[] = "UNIQUE ";
    size_t n = 0;
    for (const char *at = dvi_schema; *at != '\0' && n < MOST_OBJECTS; n++) {
        dvk_span text = word_at(at, ";");
        const char *type = at + sizeof create - 1;
        if (strncmp(type, unique, sizeof unique - 1) == 0) type += sizeof unique - 1;
        out[n].text = text;
        out[n].type = word_at(type, " ");
        out[n].name = word_at(type + out[n].type.len + 1, "( ");
        at += text.len + 1;
    }
    return n;
}

static dvk_status refuse(dvi_store *store, dvk_span type, dvk_span name, const char *what) {
    char shown_type[40], shown_name[100];
    dvi_show(type, shown_type, sizeof shown_type);
    dvi_show(name, shown_name, sizeof shown_name);
    return dvi_error_set(&store->error, DVK_E_VERSION, store->path, 0, 0,
                         "the file is not what dvoinik makes: its %s %s %s; nothing of it is read or "
                         "written, put back a copy or make a new index",
                         shown_type, shown_name, what);
}

/* A row (type, name, sql) of the schema's own table. */
static dvk_status take_object(dvi_store *store, sqlite3_stmt *s, const object *expected, size_t n,
                              bool seen[MOST_OBJECTS]) {
    dvk_span type = dvi_column(s, 0), name = dvi_column(s, 1), text = dvi_column(s, 2);
    for (size_t i = 0; i < n; i++) {
        if (!dvi_same_bytes(name, expected[i].name)) continue;
        if (!is_type(expected[i].type, type) || !dvi_same_bytes(text, expected[i].text))
            return refuse(store, type, name, "is made otherwise");
        seen[i] = true;
        return DVK_OK;
    }
    return refuse(store, type, name, "does not belong there");
}

dvk_status dvi_schema_check(dvi_store *store) {
    object expected[MOST_OBJECTS];
    bool seen[MOST_OBJECTS] = {false};
    size_t n = expect_objects(expected);
    sqlite3_stmt *s = NULL;
    dvk_status status = dvi_prepare(store, "SELECT type, name, sql FROM sqlite_master", &s);
    while (status == DVK_OK && (status = dvi_step(store, s)) == DVK_OK &&
           (status = take_object(store, s, expected, n, seen)) == DVK_OK) {
    }
    sqlite3_finalize(s);
    for (size_t i = 0; status == DVK_END && i < n; i++)
        if (!seen[i])
            status = dvi_damaged(store, "its %.*s %.*s is missing", (int)expected[i].type.len,
                                 expected[i].type.data, (int)expected[i].name.len, expected[i].name.data);
    return status == DVK_END ? DVK_OK : status;
}
