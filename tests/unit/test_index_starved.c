/* Every allocation of the database made to fail: each action of an index tells it, and an index that could
 * not be written is as it was. */
#include "indexes.h"

#include "starving_database.h"

enum { PLACES = 40, PLACES_LONG = 4000, ACTIONS = 9 };

static bool visit_all(void *user, const dvk_index_answer *answer) {
    (void)user;
    return answer->number != 0;
}

static dvk_status ask_all(dvk_index *index) {
    static text listed;
    dvk_index_answer answer;
    dvk_index_stats stats;
    uint32_t became;
    dvk_status status = dvk_index_query(index, &samples[n_samples - 1], &answer, NULL);
    if (status == DVK_OK) status = dvk_index_find(index, samples[2].id, &answer, NULL);
    if (status == DVK_OK) status = dvk_index_get(index, 3, &answer, NULL);
    if (status == DVK_OK) status = dvk_index_each(index, true, 0, visit_all, NULL, &became, NULL);
    if (status == DVK_OK) status = list_index(index, &listed, NULL);
    return status == DVK_OK ? dvk_index_statistics(index, &stats, NULL) : status;
}

/* One action; `index` is open unless the action opens for itself. */
static dvk_status act(int action) {
    dvk_index *index = NULL;
    dvk_index_check check;
    uint64_t n;
    dvk_status status = DVK_OK;
    if (action == 0) return dvk_index_verify(in_work("starved"), NULL, NULL, &check, NULL);
    if (action == 1) return dvk_index_rebuild(in_work("starved"), NULL, NULL, &check, NULL);
    status = try_open(action == 2 ? "new" : "starved", action == 2 ? DVK_INDEX_NEW : DVK_INDEX_WRITE, &index,
                      NULL);
    if (status == DVK_OK && (action == 2 || action == 3))
        status = dvk_index_add(index, samples, n_samples, NULL, NULL);
    if (status == DVK_OK && action == 4) status = dvk_index_expire(index, INT64_MAX, NULL, &n, NULL);
    if (status == DVK_OK && action == 5) status = dvk_index_merge(index, in_work("other"), NULL, NULL);
    if (status == DVK_OK && action >= 6) status = ask_all(index);
    dvk_index_destroy(index);
    return status;
}

static void make_anew(void) {
    char command[300];
    snprintf(command, sizeof command, "rm -rf %s %s && cp -r %s %s", in_work("starved"), in_work("new"),
             in_work("half"), in_work("starved"));
    assert_int_equal(system(command), 0);
}

static void make_indexes(void) {
    dvk_index *index = open_index("half", DVK_INDEX_NEW);
    add_some(index, samples, n_samples / 2);
    dvk_index_destroy(index);
    index = open_index("other", DVK_INDEX_NEW);
    add_some(index, samples + n_samples / 3, n_samples / 2);
    dvk_index_destroy(index);
}

static void starve_at(int action, long at, bool on) {
    dvk_index_check check;
    make_anew();
    starving.on = on;
    starving.left = at;
    dvk_status status = act(action);
    bool reached = starving.left <= 0 && (on || starving.left == -1);
    starving.left = -1;
    if (!reached) assert_int_equal(status, DVK_OK);
    /* SQLite can do without some; what opens no file says that it cannot. */
    if (status != DVK_OK && status != DVK_E_MEMORY && status != DVK_E_IO && status != DVK_E_WRITE &&
        status != DVK_E_DAMAGED)
        fail_msg("action %d, allocation %ld%s: status %d", action, at, on ? " and all after it" : "",
                 (int)status);
    if (action != 2) assert_int_equal(dvk_index_verify(in_work("starved"), NULL, NULL, &check, NULL), DVK_OK);
}

static void memory_that_fails_the_database_is_told(void **unused) {
    (void)unused;
    make_indexes();
    for (int action = 0; action < ACTIONS - 2; action++) {
        make_anew();
        starving.seen = 0;
        assert_int_equal(act(action), DVK_OK);
        long all = starving.seen, places = is_long_run() ? PLACES_LONG : PLACES;
        for (long i = 0; i < places && i < all; i++)
            starve_at(action, places < all ? i * all / places : i, i % 2 == 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_fails_the_database_is_told),
    };
    starving_install();
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
