/* An index and threads: as many as one likes make one portion, and handles of their own may read while
 * another writes. */
#include "indexes.h"

#include <pthread.h>

enum { READERS = 3, ROUNDS = 6 };

static dvk_index *open_threaded(const char *name, dvk_index_access access, unsigned threads) {
    dvk_index_options options = index_options(access);
    options.threads = threads;
    return open_with(name, &options);
}

static void the_number_of_threads_does_not_show(void **unused) {
    static text one, more;
    (void)unused;
    dvk_index *index = open_threaded("one", DVK_INDEX_NEW, 1);
    add_some(index, samples, n_samples);
    assert_int_equal(list_index(index, &one, NULL), DVK_OK);
    dvk_index_destroy(index);
    index = open_threaded("more", DVK_INDEX_NEW, 4);
    add_some(index, samples, n_samples);
    assert_int_equal(list_index(index, &more, NULL), DVK_OK);
    dvk_index_destroy(index);
    assert_string_equal(one.bytes, more.bytes);
}

typedef struct reading {
    pthread_t thread;
    dvk_index *index; /* a handle of its own */
    dvk_status status;
    size_t answers;
} reading;

static void *read_on(void *user) {
    reading *r = user;
    for (int round = 0; round < ROUNDS && r->status == DVK_OK; round++)
        for (size_t i = 0; i < n_samples && r->status == DVK_OK; i++) {
            dvk_index_answer answer;
            r->status = dvk_index_query(r->index, &samples[i], &answer, NULL);
            r->answers += r->status == DVK_OK;
        }
    return NULL;
}

static void readers_go_on_while_one_writes(void **unused) {
    (void)unused;
    reading readers[READERS] = {{.status = DVK_OK}};
    dvk_index *writer = open_threaded("shared", DVK_INDEX_NEW, 2);
    for (int i = 0; i < READERS; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/shared", work);
        dvk_index_options options;
        dvk_index_options_init(&options);
        options.threads = 1;
        assert_int_equal(dvk_index_create(&readers[i].index, path, &options, NULL), DVK_OK);
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
    }
    for (size_t i = 0; i < n_samples; i += 3)
        add_some(writer, &samples[i], n_samples - i < 3 ? n_samples - i : 3);
    for (int i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
        assert_int_equal(readers[i].status, DVK_OK);
        assert_int_equal(readers[i].answers, ROUNDS * n_samples);
        dvk_index_destroy(readers[i].index);
    }
    dvk_index_destroy(writer);
    dvk_index_check check;
    assert_int_equal(dvk_index_verify(in_work("shared"), NULL, NULL, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, n_samples);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_of_threads_does_not_show),
        cmocka_unit_test(readers_go_on_while_one_writes),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
