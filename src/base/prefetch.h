/* Asking for memory ahead of its use. */
#ifndef DVI_PREFETCH_H
#define DVI_PREFETCH_H

/* A hint alone: any address will do. */
static inline void dvi_prefetch(const void *at) {
#if defined(__GNUC__)
    __builtin_prefetch(at);
#else
    (void)at;
#endif
}

#endif
