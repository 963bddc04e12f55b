/* --fit: a model fitted to the inputs. */
#include "fit_model.h"

#include <inttypes.h>
#include <stdbool.h>

#include "dvoinik/fit.h"
#include "interrupt.h"
#include "messages.h"
#include "progress.h"
#include "run_job.h"
#include "twice.h"

enum { BETWEEN_SIGNS = 1024 };

/* DVK_END, or why not all was read. */
static dvk_status learn(dvk_fit *fit, dvk_reader *reader) {
    dvk_article article;
    dvk_status status = DVK_OK;
    for (uint64_t n = 1; status == DVK_OK && !interrupted(); n++) {
        status = dvk_reader_next(reader, &article, NULL);
        if (status == DVK_OK) status = dvk_fit_add(fit, &article);
        if (n % BETWEEN_SIGNS == 0) progress_show(&(progress){.stage = "fit", .done = n});
    }
    progress_clear();
    return interrupted() ? DVK_E_CANCELLED : status;
}

static void say_fitted(const settings *values, const dvk_fit *fit) {
    dvk_fit_stats stats;
    dvk_fit_statistics(fit, &stats);
    if (values->quiet || stats.articles == 0) return;
    if (stats.without_source == stats.articles)
        message_error("--fit: nothing was learnt, because no article names its source or address");
    else
        message_error("--fit: %" PRIu64 " line%s that sources repeat will not count%s", stats.lines,
                      stats.lines == 1 ? "" : "s",
                      stats.without_source > 0 ? "; some articles name no source or address" : "");
}

static int fit_to(const settings *values, size_t first, dvk_model **model) {
    dvk_fit *fit = NULL;
    dvk_reader *reader = NULL;
    dvk_read_options reading;
    read_settings(values, &reading);
    progress_start(!values->quiet);
    dvk_status status =
        dvk_reader_create(&reader, values->inputs + first, values->n_inputs - first, &reading);
    if (status == DVK_OK) status = dvk_fit_create(&fit);
    if (status == DVK_OK) status = learn(fit, reader);
    bool whole = status == DVK_END;
    /* What stops the reading will stop it again, and is told then. */
    if (whole || (status != DVK_E_MEMORY && status != DVK_E_CANCELLED)) status = dvk_fit_model(fit, model);
    if (status == DVK_OK && whole) say_fitted(values, fit);
    dvk_fit_destroy(fit);
    dvk_reader_destroy(reader);
    return status == DVK_OK ? EXIT_DONE : message_failure(status, NULL);
}

int fit_model(const settings *values, size_t first, dvk_model **model) {
    int64_t begin;
    int result = twice_prepare(values, first, "--fit", &begin);
    if (result == EXIT_DONE) result = fit_to(values, first, model);
    if (result == EXIT_DONE) result = twice_rewind(values, first, begin);
    return result;
}
