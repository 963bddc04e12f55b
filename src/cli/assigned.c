/* An assignment of articles to clusters, from a file or from a job. */
#include "assigned.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "flat_json.h"
#include "messages.h"
#include "whole_file.h"

void assigned_finish(assigned *list) {
    names_finish(&list->ids);
    names_finish(&list->values);
    names_finish(&list->wrong);
    free(list->articles);
    *list = (assigned){0};
}

void assigned_wrong(assigned *list, const char *format, const char *text) {
    /* Numbered, so that equal sentences stay two. */
    size_t size = strlen(format) + strlen(text) + 32;
    char *sentence = checked_alloc(size, 1);
    const char *hole = strstr(format, "%s");
    int n = snprintf(sentence, size, "%zu ", list->wrong.n);
    snprintf(sentence + n, size - (size_t)n, "%.*s%s%s", (int)(hole - format), format, text, hole + 2);
    names_add(&list->wrong, sentence, strlen(sentence));
    free(sentence);
}

static void put_article(assigned *list, const char *id, size_t len, const assigned_article *article) {
    size_t before = list->ids.n;
    uint32_t number = names_add(&list->ids, id, len);
    if (number < before) assigned_wrong(list, "id %s twice", list->ids.texts[number]);
    void *array = list->articles;
    checked_grow(&array, &list->cap, list->ids.n, sizeof *list->articles);
    list->articles = array;
    list->articles[number] = *article;
}

static bool is_named(const json_member *member, const char *name) {
    return member->name_len == strlen(name) && memcmp(member->name, name, member->name_len) == 0;
}

/* A value's number: a string and a number that look alike stay two. */
static uint32_t value_number(assigned *list, const json_member *member) {
    if (member->kind == JSON_NULL) return NO_NAME;
    if (member->kind == JSON_OTHER) return names_add(&list->values, member->value, member->value_len);
    char *quoted = checked_alloc(member->value_len + 1, 1);
    quoted[0] = '"';
    memcpy(quoted + 1, member->value, member->value_len);
    uint32_t number = names_add(&list->values, quoted, member->value_len + 1);
    free(quoted);
    return number;
}

/* One line; false when it is not an object with an id. */
static bool take_line(assigned *list, json_cursor *line) {
    assigned_article article = {NO_NAME, NO_NAME, NO_NAME};
    json_member member, id = {0};
    while (json_next(line, &member)) {
        if (is_named(&member, "id")) id = member;
        if (is_named(&member, "duplicate")) article.duplicate = value_number(list, &member);
        if (is_named(&member, "event")) article.event = value_number(list, &member);
        if (is_named(&member, "lang") && member.kind == JSON_STRING)
            article.lang = names_add(&list->values, member.value, member.value_len);
    }
    if (line->bad || id.name == NULL || id.kind == JSON_NULL) return false;
    put_article(list, id.value, id.value_len, &article);
    return true;
}

static int refuse_line(const char *path, uint64_t number, const json_cursor *line, size_t start) {
    dvk_error error = {.status = DVK_E_INPUT, .line = number, .byte = start + line->at};
    snprintf(error.file, sizeof error.file, "%s", path);
    snprintf(error.message, sizeof error.message,
             line->bad ? "this is not a JSON object; give the output of dvoinik cluster --format jsonl"
                       : "the object has no id; give the output of dvoinik cluster --format jsonl");
    return message_failure(DVK_E_INPUT, &error);
}

/* Groups that cannot be: without a number, or in two events. */
static void check(assigned *list) {
    uint32_t *event = checked_alloc(list->values.n, sizeof *event);
    for (size_t i = 0; i < list->values.n; i++)
        event[i] = NO_NAME;
    for (size_t i = 0; i < list->ids.n; i++) {
        const assigned_article *article = &list->articles[i];
        if (article->duplicate == NO_NAME || article->event == NO_NAME) {
            assigned_wrong(list, "id %s lacks a duplicate or event number", list->ids.texts[i]);
        } else if (event[article->duplicate] == NO_NAME) {
            event[article->duplicate] = article->event;
        } else if (event[article->duplicate] != article->event) {
            assigned_wrong(list, "duplicate group %s lies in two events",
                           list->values.texts[article->duplicate]);
        }
    }
    free(event);
}

int assigned_read(assigned *list, const char *path) {
    whole_file file;
    int status = whole_file_read(&file, path);
    if (status != EXIT_DONE) return status;
    uint64_t number = 1;
    for (size_t at = 0; at < file.len && status == EXIT_DONE; number++) {
        char *end = memchr(file.data + at, '\n', file.len - at);
        size_t stop = end != NULL ? (size_t)(end - file.data) : file.len;
        json_cursor line = {.text = file.data + at, .len = stop - at};
        bool blank = true;
        for (size_t i = at; i < stop; i++)
            blank = blank && strchr(" \t\r", file.data[i]) != NULL;
        if (!blank && !take_line(list, &line)) status = refuse_line(path, number, &line, at);
        at = stop + 1;
    }
    whole_file_finish(&file);
    if (status == EXIT_DONE) check(list);
    return status;
}

void assigned_take(assigned *list, const dvk_job *job) {
    dvk_results results;
    dvk_job_results(job, &results);
    for (size_t i = 0; i < results.n; i++) {
        dvk_result article = {0};
        char group[16], event[16];
        results.article(results.source, i, &article);
        int n_group = snprintf(group, sizeof group, "%" PRIu32, article.assigned.duplicate);
        int n_event = snprintf(event, sizeof event, "%" PRIu32, article.assigned.event);
        const char *lang = dvk_language_code(article.language);
        assigned_article taken = {names_add(&list->values, group, (size_t)n_group),
                                  names_add(&list->values, event, (size_t)n_event),
                                  names_add(&list->values, lang, strlen(lang))};
        put_article(list, article.id.data, article.id.len, &taken);
    }
    check(list);
}
