/* Generator: the tables' files -> the model's fingerprint, a hash of all of them.
 * usage: gen_fingerprint OUT.inc TABLE... */
#include <stdio.h>
#include <xxhash.h>

#include "tsv.h"

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "usage: gen_fingerprint OUT.inc TABLE...\n");
        return 2;
    }
    static char block[1 << 16];
    unsigned long long hash = 0;
    for (int i = 2; i < argc; i++) {
        FILE *file = tsv_open(argv[i], "rb");
        for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
            hash = XXH3_64bits_withSeed(block, n, hash);
        if (ferror(file)) tsv_fail(argv[i], 0, "cannot be read");
        fclose(file);
    }
    FILE *out = tsv_open(argv[1], "w");
    fprintf(out, "#define DVI_MODEL_FINGERPRINT UINT64_C(0x%016llx)\n", hash);
    tsv_close(out, argv[1]);
    return 0;
}
