/* What the fuzz targets share. A target is tests/fuzz/target_NAME.c with an LLVMFuzzerTestOneInput, and a
 * line of `fuzz_targets` in meson.build; its seeds lie in seeds/NAME, what was found with it in found/NAME.
 */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/index.h"
#include "dvoinik/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program when what must hold does not. */
void fuzz_require(bool holds, const char *what);

/* The bytes as a file in memory: its descriptor, which stays open, and the name by which it can be opened.
 * The next call writes over it. */
int fuzz_file(const uint8_t *data, size_t size);
const char *fuzz_file_name(void);

/* A folder of this process, in memory where that can be had; it goes when the process exits. */
const char *fuzz_folder(void);
void fuzz_write_file(const char *path, const void *data, size_t size);

/* An index of one thread that waits for nobody, with bands that are always the same. */
dvk_status fuzz_open_index(const char *path, dvk_index **out, dvk_index_access access, dvk_error *error);

/* The valid UTF-8 at the beginning. */
dvk_span fuzz_text(const uint8_t *data, size_t size);

/* Reads all that a reader makes of the bytes, and checks what read.h promises of every article and failure.
 */
void fuzz_read(const uint8_t *data, size_t size, const dvk_read_options *options);

/* The same with small limits and this format. */
void fuzz_read_as(const uint8_t *data, size_t size, dvk_input_format format);

/* Numbers taken off the front of the input, one after another; 0 when it is used up. */
typedef struct fuzz_bytes {
    const uint8_t *data;
    size_t len;
} fuzz_bytes;

uint8_t fuzz_take8(fuzz_bytes *in);
uint16_t fuzz_take16(fuzz_bytes *in);
uint32_t fuzz_take32(fuzz_bytes *in);

#endif
