/* Little-endian numbers in byte strings, on any machine and at any alignment. */
#ifndef DVI_BYTES_H
#define DVI_BYTES_H

#include <stdint.h>
#include <string.h>

/* Each put returns the byte behind what it wrote. */
static inline uint8_t *dvi_put16(uint8_t *out, uint16_t value) {
    out[0] = (uint8_t)value;
    out[1] = (uint8_t)(value >> 8);
    return out + 2;
}

static inline uint8_t *dvi_put32(uint8_t *out, uint32_t value) {
    return dvi_put16(dvi_put16(out, (uint16_t)value), (uint16_t)(value >> 16));
}

static inline uint8_t *dvi_put64(uint8_t *out, uint64_t value) {
    return dvi_put32(dvi_put32(out, (uint32_t)value), (uint32_t)(value >> 32));
}

static inline uint16_t dvi_get16(const uint8_t *at) {
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t dvi_get32(const uint8_t *at) {
    return dvi_get16(at) | (uint32_t)dvi_get16(at + 2) << 16;
}

/* The number whose bytes in memory are those of `value` little-endian. */
static inline uint32_t dvi_little32(uint32_t value) {
    uint8_t bytes[4];
    dvi_put32(bytes, value);
    memcpy(&value, bytes, sizeof value);
    return value;
}

static inline uint64_t dvi_get64(const uint8_t *at) {
    return dvi_get32(at) | (uint64_t)dvi_get32(at + 4) << 32;
}

#endif
