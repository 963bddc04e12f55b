/* A spool gives back what was put into it, wherever it lies, and says so when it cannot. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/spool.h"
#include "failing_memory.h"
#include "made_features.h"
#include "work_folder.h"

enum { MOST = 6 << 20 };

static char plain[MOST]; /* what the spool is to hold */

static void put(dvi_spool *spool, size_t len) {
    size_t at = (size_t)spool->size;
    assert_true(at + len <= MOST);
    for (size_t i = 0; i < len; i++)
        plain[at + i] = (char)any(256);
    assert_int_equal(dvi_spool_append(spool, plain + at, len), DVK_OK);
    assert_int_equal(spool->size, at + len);
}

static void expect(const dvi_spool *spool, uint64_t at, size_t len) {
    static char out[MOST];
    memset(out, 0x55, len);
    assert_int_equal(dvi_spool_read(spool, at, out, len), DVK_OK);
    assert_memory_equal(out, plain + at, len);
    const char *lent = dvi_spool_lend(spool, at, len);
    if (lent != NULL) assert_memory_equal(lent, plain + at, len);
}

static void fill(dvi_spool *spool, uint64_t budget, size_t size) {
    dvi_spool_init(spool, ".", budget);
    while (spool->size < size) {
        size_t len = any(100) == 0 ? any(2 << 20) : any(5000);
        put(spool, size - spool->size < len ? (size_t)(size - spool->size) : len);
    }
}

static const uint64_t budgets[] = {0, 1, 10000, 3 << 20, UINT64_MAX};

static void what_was_put_in_is_read_again(void **unused) {
    (void)unused;
    for (size_t b = 0; b < sizeof budgets / sizeof *budgets; b++) {
        dvi_spool spool;
        fill(&spool, budgets[b], 5 << 20);
        assert_true(spool.kept <= budgets[b]);
        assert_int_equal(spool.file >= 0, spool.kept < spool.size);
        expect(&spool, 0, 5 << 20);
        for (int i = 0; i < 300; i++) {
            uint64_t at = any(5 << 20);
            uint32_t rest = (5u << 20) - (uint32_t)at;
            expect(&spool, at, any(i % 3 == 0 ? rest : rest < 3000 ? rest : 3000));
        }
        expect(&spool, 5 << 20, 0);
        assert_int_equal(dvi_spool_read(&spool, 5 << 20, plain, 1), DVK_E_ARGUMENT);
        assert_int_equal(dvi_spool_read(&spool, UINT64_MAX, plain, 2), DVK_E_ARGUMENT);
        dvi_spool_finish(&spool);
    }
}

static void all_of_it_is_lent_while_it_is_in_memory(void **unused) {
    (void)unused;
    dvi_spool spool;
    fill(&spool, 2 << 20, 1 << 20);
    assert_non_null(dvi_spool_lend(&spool, 0, 1 << 20));
    assert_null(dvi_spool_lend(&spool, 1, 1 << 20));
    assert_int_equal(spool.file, -1);
    dvi_spool_finish(&spool);
}

static void what_is_there_can_be_written_over(void **unused) {
    (void)unused;
    for (size_t b = 0; b < sizeof budgets / sizeof *budgets; b++) {
        dvi_spool spool;
        fill(&spool, budgets[b], 4 << 20);
        for (int i = 0; i < 100; i++) {
            size_t len = any(20000), at = any((4u << 20) - (uint32_t)len);
            for (size_t k = 0; k < len; k++)
                plain[at + k] = (char)any(256);
            assert_int_equal(dvi_spool_write(&spool, at, plain + at, len), DVK_OK);
            if (i % 10 == 0) put(&spool, any(3000));
        }
        assert_int_equal(dvi_spool_write(&spool, spool.size - 1, plain, 2), DVK_E_ARGUMENT);
        assert_int_equal(dvi_spool_write(&spool, spool.size + 1, plain, 1), DVK_E_ARGUMENT);
        plain[spool.size] = 'x';
        assert_int_equal(dvi_spool_write(&spool, spool.size, "x", 1), DVK_OK);
        expect(&spool, 0, (size_t)spool.size);
        dvi_spool_finish(&spool);
    }
}

static void a_window_reads_from_front_to_back_and_anywhere(void **unused) {
    (void)unused;
    for (size_t b = 0; b < sizeof budgets / sizeof *budgets; b++) {
        dvi_spool spool;
        dvi_spool_window window = {0};
        fill(&spool, budgets[b], 3 << 20);
        const char *data;
        for (uint64_t at = 0; at < spool.size;) {
            size_t len = any(9000);
            if (len > spool.size - at) len = (size_t)(spool.size - at);
            assert_int_equal(dvi_spool_view(&spool, &window, at, len, 1 << 16, &data), DVK_OK);
            if (len != 0) assert_memory_equal(data, plain + at, len);
            at += len + any(3) * any(5000);
        }
        for (int i = 0; i < 300; i++) {
            uint64_t at = any(3 << 20), len = any((3 << 20) - (uint32_t)at);
            assert_int_equal(dvi_spool_view(&spool, &window, at, (size_t)len, 1 << 16, &data), DVK_OK);
            if (len != 0) assert_memory_equal(data, plain + at, (size_t)len);
        }
        assert_int_equal(dvi_spool_view(&spool, &window, 3 << 20, 1, 0, &data), DVK_E_ARGUMENT);
        dvi_spool_window_finish(&window);
        dvi_spool_finish(&spool);
    }
}

/* Whatever becomes of the process, nothing of it stays behind. */
static void its_file_has_no_name(void **unused) {
    (void)unused;
    dvi_spool spool;
    assert_int_equal(make_work(NULL), 0);
    dvi_spool_init(&spool, work, 0);
    assert_int_equal(dvi_spool_append(&spool, "text", 4), DVK_OK);
    assert_true(spool.file >= 0);
    assert_int_equal(rmdir(work), 0); /* as an empty folder can be */
    dvi_spool_finish(&spool);
}

/* What was read before a failure is no answer to what is asked behind it. */
static void a_file_that_was_cut_is_told(void **unused) {
    (void)unused;
    dvi_spool spool;
    dvi_spool_window window = {0};
    const char *data;
    char out[8];
    fill(&spool, 0, 3 << 20);
    assert_int_equal(dvi_spool_view(&spool, &window, 100, 8, 0, &data), DVK_OK);
    assert_memory_equal(data, plain + 100, 8);
    assert_int_equal(ftruncate(spool.file, 1 << 20), 0);
    assert_int_equal(dvi_spool_read(&spool, (1 << 20) - 4, out, 8), DVK_E_IO);
    assert_int_equal(dvi_spool_view(&spool, &window, (1 << 20) - 4, 8, 0, &data), DVK_E_IO);
    assert_int_equal(dvi_spool_view(&spool, &window, 100, 8, 0, &data), DVK_OK);
    assert_memory_equal(data, plain + 100, 8);
    dvi_spool_window_finish(&window);
    dvi_spool_finish(&spool);
}

static void a_folder_that_is_not_there_is_told(void **unused) {
    (void)unused;
    dvi_spool spool;
    dvi_spool_init(&spool, "no/such/folder", 4);
    assert_int_equal(dvi_spool_append(&spool, "four", 4), DVK_OK);
    assert_int_equal(dvi_spool_append(&spool, "five5", 5), DVK_E_WRITE);
    assert_int_not_equal(spool.reason, 0);
    dvi_spool_finish(&spool);
}

/* A limit on the size of files stands for a full disk. */
static void a_full_disk_is_told(void **unused) {
    (void)unused;
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 1 << 20;
    dvi_spool spool;
    dvi_spool_init(&spool, ".", 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    dvk_status status = DVK_OK;
    size_t written = 0;
    for (; status == DVK_OK && written < 16; written++)
        status = dvi_spool_append(&spool, plain, 1 << 20);
    signal(SIGXFSZ, handler);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(status, DVK_E_WRITE);
    assert_in_range(written, 2, 4);
    assert_int_equal(spool.reason, EFBIG);
    dvi_spool_finish(&spool);
}

static void without_memory_it_says_so(void **unused) {
    (void)unused;
    for (size_t after = 0; after < 4; after++) {
        dvi_spool spool;
        dvi_spool_init(&spool, ".", 10);
        dvi_memory_fail(after, 0);
        dvk_status status = dvi_spool_append(&spool, "12345", 5);
        if (status == DVK_OK) status = dvi_spool_append(&spool, "1234567890", 10);
        dvi_memory_fail(SIZE_MAX, 0);
        assert_int_equal(status, after < 3 ? DVK_E_MEMORY : DVK_OK);
        dvi_spool_finish(&spool);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_in_is_read_again),
        cmocka_unit_test(all_of_it_is_lent_while_it_is_in_memory),
        cmocka_unit_test(what_is_there_can_be_written_over),
        cmocka_unit_test(a_window_reads_from_front_to_back_and_anywhere),
        cmocka_unit_test(its_file_has_no_name),
        cmocka_unit_test(a_file_that_was_cut_is_told),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests_name("spool", tests, NULL, NULL);
}
