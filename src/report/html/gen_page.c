/* Generator: page.html, page.css, page.js -> the parts of the page as C arrays, with the hashes of script and
 * style in its content security policy (SHA-256: FIPS 180-4). usage: gen_page PAGE.html PAGE.css PAGE.js
 * OUT.c */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text {
    char *data;
    size_t len;
} text;

static void fail(const char *name, const char *why) {
    fprintf(stderr, "gen_page: %s: %s\n", name, why);
    exit(1);
}

static text read_file(const char *name) {
    FILE *file = fopen(name, "rb");
    if (file == NULL) fail(name, "cannot be opened");
    text t = {malloc(1 << 20), 0};
    if (t.data != NULL) t.len = fread(t.data, 1, 1 << 20, file);
    fclose(file);
    if (t.len == 0 || t.len == 1 << 20) fail(name, "is empty, or longer than 1 MiB");
    return t;
}

/* The constants are the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

static void take_block(uint32_t h[8], const unsigned char *p) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 |
               p[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    memcpy(s, h, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t a = turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25);
        uint32_t b = turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22);
        uint32_t t = s[7] + a + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
        uint32_t u = b + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += t;
        s[0] = t + u;
    }
    for (int i = 0; i < 8; i++)
        h[i] += s[i];
}

static void sha256(text t, unsigned char out[32]) {
    uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    unsigned char last[128] = {0};
    size_t whole = t.len / 64 * 64, left = t.len - whole, end = left < 56 ? 64 : 128;
    for (size_t i = 0; i < whole; i += 64)
        take_block(h, (const unsigned char *)t.data + i);
    memcpy(last, t.data + whole, left);
    last[left] = 0x80;
    for (size_t i = 0; i < 8; i++)
        last[end - 1 - i] = (unsigned char)((uint64_t)t.len * 8 >> (8 * i));
    for (size_t i = 0; i < end; i += 64)
        take_block(h, last + i);
    for (size_t i = 0; i < 32; i++)
        out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

/* 32 bytes are 44 letters. */
static void hash_of(text t, char out[45]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char hash[34] = {0};
    sha256(t, hash);
    for (size_t i = 0, at = 0; i < 33; i += 3) {
        uint32_t bits = (uint32_t)hash[i] << 16 | (uint32_t)hash[i + 1] << 8 | (i < 30 ? hash[i + 2] : 0U);
        for (int shift = 18; shift >= 0; shift -= 6)
            out[at++] = letters[bits >> shift & 63];
    }
    out[43] = '=';
    out[44] = '\0';
}

/* Puts `value` in the place of the one `mark` of `page`. */
static text fill(text page, const char *mark, text value) {
    size_t len = strlen(mark), at = 0;
    while (at + len <= page.len && memcmp(page.data + at, mark, len) != 0)
        at++;
    if (at + len > page.len) fail(mark, "is not in the page");
    text out = {malloc(page.len + value.len), page.len - len + value.len};
    if (out.data == NULL) fail(mark, "there is no memory for it");
    memcpy(out.data, page.data, at);
    memcpy(out.data + at, value.data, value.len);
    memcpy(out.data + at + value.len, page.data + at + len, page.len - at - len);
    free(page.data);
    return out;
}

static void put_array(FILE *out, const char *name, const char *data, size_t len) {
    fprintf(out, "const size_t dvi_page_%s_len = %zu;\nconst unsigned char dvi_page_%s[] = {", name, len,
            name);
    for (size_t i = 0; i < len; i++)
        fprintf(out, "%s%u,", i % 32 == 0 ? "\n" : "", (unsigned)(unsigned char)data[i]);
    fprintf(out, "\n};\n");
}

int main(int argc, char **argv) {
    static char mark[] = "{{index}}";
    if (argc != 5) {
        fprintf(stderr, "usage: gen_page PAGE.html PAGE.css PAGE.js OUT.c\n");
        return 2;
    }
    text page = read_file(argv[1]), style = read_file(argv[2]), script = read_file(argv[3]);
    char hash[45];
    hash_of(style, hash);
    page = fill(page, "{{style hash}}", (text){hash, 44});
    hash_of(script, hash);
    page = fill(page, "{{script hash}}", (text){hash, 44});
    page = fill(page, "{{style}}", style);
    page = fill(page, "{{script}}", script);
    size_t at = 0, len = strlen(mark);
    while (at + len <= page.len && memcmp(page.data + at, mark, len) != 0)
        at++;
    if (at + len > page.len) fail(argv[1], "has no {{index}}");
    FILE *out = fopen(argv[4], "w");
    if (out == NULL) fail(argv[4], "cannot be written");
    fprintf(out, "/* Generated by gen_page from page.html, page.css and page.js; not to be edited. */\n"
                 "#include \"report/report_html.h\"\n\n");
    put_array(out, "head", page.data, at);
    put_array(out, "script", page.data + at + len, page.len - at - len);
    free(page.data);
    free(style.data);
    free(script.data);
    return fclose(out) == 0 ? 0 : 1;
}
