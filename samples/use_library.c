/* A small program that uses the installed library: it prints each article's event, language and id.
 *
 *   cc use_library.c $(pkg-config --cflags --libs dvoinik) -o use_library
 *   ./use_library news.jsonl
 */
#include <stdio.h>

#include <dvoinik/dvoinik.h>

static void print(const dvk_job *job) {
    dvk_results results;
    dvk_job_results(job, &results);
    for (size_t i = 0; i < results.n; i++) {
        dvk_result article;
        results.article(results.source, i, &article);
        printf("%u\t%s\t%.*s\n", (unsigned)article.assigned.event, dvk_language_code(article.language),
               (int)article.id.len, article.id.data);
    }
}

int main(int n, char **args) {
    dvk_job_options options;
    dvk_reader *reader = NULL;
    dvk_job *job = NULL;
    dvk_error error = {0};
    if (n < 2) {
        fprintf(stderr, "usage: use_library INPUT...\n");
        return 2;
    }
    dvk_job_options_init(&options);
    dvk_status status = dvk_reader_create(&reader, (const char *const *)args + 1, (size_t)n - 1, NULL);
    if (status == DVK_OK) status = dvk_job_create(&job, &options);
    if (status == DVK_OK) status = dvk_job_read(job, reader, &error);
    if (status == DVK_OK) status = dvk_job_run(job, &error);
    if (status == DVK_OK)
        print(job);
    else
        fprintf(stderr, "%s: %s: %s\n", error.file, dvk_status_text(status), error.message);
    dvk_job_destroy(job);
    dvk_reader_destroy(reader);
    return status != DVK_OK;
}
