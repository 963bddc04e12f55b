/* Blobs of features from anywhere. The first byte says whether magic, version, model and checksum are made
 * right, without which hardly a byte would be looked at. */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "dvoinik/features.h"
#include "fuzz.h"

static void make_right(uint8_t *blob, size_t size) {
    if (size < 24) return;
    memcpy(blob, "DVF1", 4);
    dvi_put32(blob + 4, 2);
    dvi_put64(blob + 8, dvk_model_fingerprint(dvk_model_builtin()));
    dvi_put64(blob + size - 8, XXH3_64bits(blob, size - 8));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    bool right = fuzz_take8(&in) != 0;
    uint8_t *blob = malloc(in.len + 1), *again = malloc(in.len + 1);
    dvk_features features;
    if (blob == NULL || again == NULL) abort();
    if (in.len != 0) memcpy(blob, in.data, in.len);
    if (right) make_right(blob, in.len);
    dvk_status status = dvk_features_read(&features, dvk_model_builtin(), blob, in.len);
    if (status == DVK_OK) {
        fuzz_require(dvk_features_blob_size(&features) == in.len, "a blob has no more than its features");
        fuzz_require(dvk_features_write(&features, dvk_model_builtin(), again, in.len) == DVK_OK &&
                         memcmp(blob, again, in.len) == 0,
                     "a blob that is read is written as the same");
    } else {
        fuzz_require(status == DVK_E_DAMAGED || status == DVK_E_VERSION,
                     "a blob is damaged or of another version");
        fuzz_require(features.list == NULL && features.shingles == NULL, "nothing is left of it");
    }
    dvk_features_finish(&features);
    free(blob);
    free(again);
    return 0;
}
