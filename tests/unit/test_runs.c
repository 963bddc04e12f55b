/* Files of lists that are not what was written: refused, or the same answers; found by verify, mended by a
 * rebuild. */
#include "indexes.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>

#include "base/bytes.h"
#include "store/run_format.h"

enum { FLIPS = 150, FLIPS_LONG = 1000, HEAD = 80 };

static dvk_index_answer answers[MOST_SAMPLES];

static void do_command(const char *format, const char *a, const char *b) {
    char command[600];
    snprintf(command, sizeof command, format, a, b);
    assert_int_equal(system(command), 0);
}

/* The path of an index's largest file of lists. */
static const char *run_of(const char *name, long *size) {
    static char path[256];
    glob_t found;
    *size = 0;
    snprintf(path, sizeof path, "%s/index.dvoinik-run*", in_work(name));
    assert_int_equal(glob(path, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct stat info;
        assert_int_equal(stat(found.gl_pathv[i], &info), 0);
        if (info.st_size <= *size) continue;
        *size = (long)info.st_size;
        snprintf(path, sizeof path, "%s", found.gl_pathv[i]);
    }
    globfree(&found);
    return path;
}

static dvk_status ask_sample(dvk_index *index, size_t i, dvk_index_answer *out, dvk_error *error) {
    dvk_article other = samples[i];
    other.id = (dvk_span){NULL, 0};
    return dvk_index_query(index, &other, out, error);
}

static int make_sound(void **unused) {
    if (load_all(unused) != 0) return 1;
    dvk_index *index = open_index("sound", DVK_INDEX_NEW);
    for (size_t i = 0; i < n_samples; i += 5)
        add_some(index, samples + i, n_samples - i < 5 ? n_samples - i : 5);
    for (size_t i = 0; i < n_samples; i++)
        assert_int_equal(ask_sample(index, i, &answers[i], NULL), DVK_OK);
    dvk_index_destroy(index);
    return 0;
}

static void copy_sound(void) {
    do_command("rm -rf %s%s", in_work("damaged"), "");
    do_command("cp -r %s %s", in_work("sound"), in_work("damaged"));
}

/* Every query is refused, or answered as by the sound index. Returns how many were refused. */
static size_t ask_all(void) {
    dvk_index *index = NULL;
    dvk_error error = {0};
    size_t refused = 0;
    assert_int_equal(try_open("damaged", DVK_INDEX_READ, &index, &error), DVK_OK);
    for (size_t i = 0; i < n_samples; i++) {
        dvk_index_answer answer;
        dvk_status status = ask_sample(index, i, &answer, &error);
        if (status == DVK_OK) {
            assert_int_equal(answer.article.assigned.duplicate, answers[i].article.assigned.duplicate);
            assert_int_equal(answer.article.assigned.event, answers[i].article.assigned.event);
            assert_int_equal(answer.n_matches, answers[i].n_matches);
            continue;
        }
        assert_int_equal(status, DVK_E_DAMAGED);
        assert_non_null(strstr(error.message, "-run"));
        refused++;
    }
    dvk_index_destroy(index);
    return refused;
}

static void assert_found_and_mended(void) {
    dvk_index_check check;
    dvk_error error = {0};
    assert_int_equal(dvk_index_verify(in_work("damaged"), NULL, NULL, &check, NULL), DVK_E_DAMAGED);
    assert_true(check.damages > 0);
    assert_int_equal(dvk_index_rebuild(in_work("damaged"), NULL, NULL, &check, &error), DVK_OK);
    assert_int_equal(check.articles, n_samples);
    if (dvk_index_verify(in_work("damaged"), NULL, NULL, &check, &error) != DVK_OK)
        fail_msg("%s", error.message);
    assert_int_equal(ask_all(), 0);
}

static void change_byte(const char *path, long at, unsigned char change) {
    unsigned char byte = 0;
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0 && pread(fd, &byte, 1, at) == 1);
    byte ^= change;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void a_flipped_byte_is_found_and_never_believed(void **unused) {
    (void)unused;
    uint32_t random = 9;
    long size, flips = HEAD + (is_long_run() ? FLIPS_LONG : FLIPS);
    size_t refused = 0;
    for (long i = 0; i < flips; i++) {
        dvk_index_check check;
        copy_sound();
        const char *path = run_of("damaged", &size);
        random = random * 1664525u + 1013904223u;
        change_byte(path, i < HEAD ? i : (long)(random >> 4) % size,
                    (unsigned char)(1u << (random >> 3) % 8));
        refused += ask_all() > 0;
        if (i % 20 == 0)
            assert_found_and_mended();
        else
            assert_int_equal(dvk_index_verify(in_work("damaged"), NULL, NULL, &check, NULL), DVK_E_DAMAGED);
    }
    assert_true(refused > HEAD);
}

static void a_file_that_is_missing_cut_or_longer_is_refused(void **unused) {
    (void)unused;
    long size;
    for (int i = 0; i < 4; i++) {
        copy_sound();
        const char *path = run_of("damaged", &size);
        const long sizes[] = {0, size - 1, size - DVI_BLOCK, size + DVI_BLOCK};
        assert_int_equal(truncate(path, sizes[i]), 0);
        assert_int_equal(ask_all(), n_samples);
        assert_found_and_mended();
    }
    copy_sound();
    assert_int_equal(unlink(run_of("damaged", &size)), 0);
    assert_int_equal(ask_all(), n_samples);
    assert_found_and_mended();
}

/* A file of the same number from another index, sound in itself. */
static void the_file_of_another_index_is_refused(void **unused) {
    (void)unused;
    long size;
    char other[256];
    dvk_index *index = open_index("other", DVK_INDEX_NEW);
    for (size_t i = 0; i < n_samples; i += 5)
        add_some(index, samples + n_samples - i - (n_samples - i < 5 ? n_samples - i : 5),
                 n_samples - i < 5 ? n_samples - i : 5);
    dvk_index_destroy(index);
    copy_sound();
    const char *path = run_of("damaged", &size);
    snprintf(other, sizeof other, "%s/%s", in_work("other"), strrchr(path, '/') + 1);
    do_command("cp %s %s", other, path);
    assert_int_equal(ask_all(), n_samples);
    assert_found_and_mended();
}

/* Blocks whose checksums were made right after they were changed: whatever they say, nothing breaks, and
 * verify finds it, by the hash of all sums. */
static void blocks_that_were_made_right_break_nothing(void **unused) {
    (void)unused;
    uint32_t random = 5;
    for (int i = 0; i < (is_long_run() ? 2000 : 200); i++) {
        uint8_t block[DVI_BLOCK];
        dvk_index_check check;
        dvk_index *index = NULL;
        long size;
        copy_sound();
        const char *path = run_of("damaged", &size);
        int fd = open(path, O_RDWR);
        random = random * 1664525u + 1013904223u;
        long at = 1 + (long)(random >> 8) % (size / DVI_BLOCK - 1);
        assert_true(fd >= 0 && pread(fd, block, sizeof block, at * DVI_BLOCK) == DVI_BLOCK);
        for (int k = 0; k < 1 + i % 40; k++) {
            random = random * 1664525u + 1013904223u;
            size_t place = i % 3 == 0 ? DVI_BLOCK_COUNT + (random >> 4) % 4 : (random >> 4) % DVI_BLOCK_SUM;
            block[place] = (uint8_t)(random >> 20);
        }
        uint64_t number = strtoull(strstr(path, "-run") + 4, NULL, 10);
        dvi_put64(block + DVI_BLOCK_SUM, dvi_block_sum(block, number, (uint64_t)at));
        assert_int_equal(pwrite(fd, block, sizeof block, at * DVI_BLOCK), DVI_BLOCK);
        close(fd);
        if (try_open("damaged", DVK_INDEX_WRITE, &index, NULL) != DVK_OK) continue;
        for (size_t k = 0; k < n_samples; k++) {
            dvk_index_answer answer;
            dvk_status status = ask_sample(index, k, &answer, NULL);
            assert_true(status == DVK_OK || status == DVK_E_DAMAGED);
        }
        dvk_index_destroy(index);
        assert_int_equal(dvk_index_verify(in_work("damaged"), NULL, NULL, &check, NULL), DVK_E_DAMAGED);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flipped_byte_is_found_and_never_believed),
        cmocka_unit_test(a_file_that_is_missing_cut_or_longer_is_refused),
        cmocka_unit_test(the_file_of_another_index_is_refused),
        cmocka_unit_test(blocks_that_were_made_right_break_nothing),
    };
    return cmocka_run_group_tests(tests, make_sound, drop_all);
}
