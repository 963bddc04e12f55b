/* A model fitted to articles: the lines that their sources repeat. */
#include "dvoinik/fit.h"

#include "article/given.h"
#include "base/memory.h"
#include "clean/line_log.h"
#include "clean/repeated.h"
#include "tables/fitted_model.h"

enum { MOST_LINES = 1 << 23 /* occurrences, of 8 bytes */ };

struct dvk_fit {
    dvi_line_log lines;
    dvk_fit_stats stats;
};

dvk_status dvk_fit_create(dvk_fit **out) {
    if (out == NULL) return DVK_E_ARGUMENT;
    *out = dvi_alloc_zero(1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    dvi_line_log_init(&(*out)->lines, MOST_LINES);
    return DVK_OK;
}

void dvk_fit_destroy(dvk_fit *fit) {
    if (fit == NULL) return;
    dvi_line_log_finish(&fit->lines);
    dvi_free(fit);
}

dvk_status dvk_fit_add(dvk_fit *fit, const dvk_article *article) {
    if (fit == NULL || !dvi_is_article(article)) return DVK_E_ARGUMENT;
    uint64_t source = dvi_source_key(article);
    dvk_status status = source != 0 ? dvi_line_log_add(&fit->lines, source, article) : DVK_OK;
    fit->stats.articles += status == DVK_OK;
    fit->stats.without_source += source == 0;
    return status;
}

dvk_status dvk_fit_model(dvk_fit *fit, dvk_model **out) {
    if (out == NULL) return DVK_E_ARGUMENT;
    *out = NULL;
    if (fit == NULL) return DVK_E_ARGUMENT;
    uint64_t *lines;
    size_t n;
    dvk_status status = dvi_line_log_repeated(&fit->lines, &lines, &n);
    if (status == DVK_OK) status = dvi_fitted_model_create(out, lines, n);
    if (status == DVK_OK) fit->stats.lines = n;
    dvi_free(lines);
    return status;
}

void dvk_fit_statistics(const dvk_fit *fit, dvk_fit_stats *stats) {
    if (stats == NULL) return;
    *stats = fit != NULL ? fit->stats : (dvk_fit_stats){0};
}
