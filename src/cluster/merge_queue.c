/* Queue of candidate merges: a binary heap that knows where the merge of an edge stands. */
#include "merge_queue.h"

#include "base/memory.h"

static const uint32_t absent = UINT32_MAX;

dvk_status dvi_merge_queue_init(dvi_merge_queue *queue, uint32_t cap) {
    *queue = (dvi_merge_queue){
        .heap = dvi_alloc(cap, sizeof *queue->heap),
        .place = dvi_alloc(cap, sizeof *queue->place),
    };
    if (queue->heap != NULL && queue->place != NULL) return DVK_OK;
    dvi_merge_queue_finish(queue);
    return DVK_E_MEMORY;
}

void dvi_merge_queue_finish(dvi_merge_queue *queue) {
    dvi_free(queue->heap);
    dvi_free(queue->place);
    *queue = (dvi_merge_queue){0};
}

void dvi_merge_queue_reset(dvi_merge_queue *queue, uint32_t n_edges) {
    queue->n = 0;
    for (uint32_t i = 0; i < n_edges; i++)
        queue->place[i] = absent;
}

bool dvi_merge_before(const dvi_merge *a, const dvi_merge *b) {
    if (a->mean != b->mean) return a->mean > b->mean;
    return a->low != b->low ? a->low < b->low : a->high < b->high;
}

static void set(dvi_merge_queue *queue, uint32_t place, const dvi_merge *merge) {
    queue->heap[place] = *merge;
    queue->place[merge->edge] = place;
}

static void rise(dvi_merge_queue *queue, uint32_t place, const dvi_merge *merge) {
    while (place > 0) {
        uint32_t parent = (place - 1) / 2;
        if (!dvi_merge_before(merge, &queue->heap[parent])) break;
        set(queue, place, &queue->heap[parent]);
        place = parent;
    }
    set(queue, place, merge);
}

static void sink(dvi_merge_queue *queue, uint32_t place, const dvi_merge *merge) {
    /* Written so that 2 * place + 1 cannot overflow. */
    while (place < queue->n / 2) {
        uint32_t child = 2 * place + 1;
        if (child + 1 < queue->n && dvi_merge_before(&queue->heap[child + 1], &queue->heap[child])) child++;
        if (!dvi_merge_before(&queue->heap[child], merge)) break;
        set(queue, place, &queue->heap[child]);
        place = child;
    }
    set(queue, place, merge);
}

static void settle(dvi_merge_queue *queue, uint32_t place, const dvi_merge *merge) {
    if (place > 0 && dvi_merge_before(merge, &queue->heap[(place - 1) / 2]))
        rise(queue, place, merge);
    else
        sink(queue, place, merge);
}

void dvi_merge_queue_put(dvi_merge_queue *queue, const dvi_merge *merge) {
    uint32_t place = queue->place[merge->edge];
    if (place == absent)
        rise(queue, queue->n++, merge);
    else
        settle(queue, place, merge);
}

void dvi_merge_queue_remove(dvi_merge_queue *queue, uint32_t edge) {
    uint32_t place = queue->place[edge];
    if (place == absent) return;
    queue->place[edge] = absent;
    dvi_merge moved = queue->heap[--queue->n];
    if (place < queue->n) settle(queue, place, &moved);
}

bool dvi_merge_queue_take(dvi_merge_queue *queue, dvi_merge *out) {
    if (queue->n == 0) return false;
    *out = queue->heap[0];
    dvi_merge_queue_remove(queue, out->edge);
    return true;
}
