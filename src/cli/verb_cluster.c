/* dvoinik cluster: the main job. */
#include "dvoinik/report.h"
#include "messages.h"
#include "output.h"
#include "run_job.h"
#include "terminal.h"
#include "verbs.h"

static const dvk_report_format formats[] = {
    [FORMAT_TEXT] = DVK_REPORT_TEXT, [FORMAT_JSONL] = DVK_REPORT_JSONL, [FORMAT_JSON] = DVK_REPORT_JSON,
    [FORMAT_CSV] = DVK_REPORT_CSV,   [FORMAT_HTML] = DVK_REPORT_HTML,
};

static int report(const settings *values, const dvk_job *job, output *out) {
    dvk_report_options options;
    dvk_report_options_init(&options);
    options.format = formats[values->format];
    options.width = terminal_width(values, out);
    options.colour = terminal_colour(values, out);
    options.bom = values->bom;
    options.min_size = values->min_size;
    options.max_headlines = values->headlines;
    options.max_bytes = (uint64_t)values->max_page * 1000000;
    options.threads = values->threads;
    dvk_results results;
    dvk_job_results(job, &results);
    dvk_status status = dvk_report(&results, &options, output_write, out);
    if (status >= 0 || out->status != DVK_OK) return output_close(out);
    output_discard(out);
    return message_failure(status, NULL);
}

/* Whether the report shows words or texts of the articles. */
static bool shows_texts(int format) {
    return format == FORMAT_TEXT || format == FORMAT_JSON || format == FORMAT_HTML;
}

/* What would be parsed and change nothing, though one could believe that it did. */
static int check_settings(const settings *values) {
    static const struct {
        const char *option, *word;
        int format;
    } limits[] = {{"width", "text", FORMAT_TEXT},
                  {"min-size", "text", FORMAT_TEXT},
                  {"headlines", "text", FORMAT_TEXT},
                  {"bom", "csv", FORMAT_CSV},
                  {"max-page", "html", FORMAT_HTML}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (values->format == limits[i].format || !option_given(values, limits[i].option)) continue;
        message_error("cluster: --%s has no meaning here; it belongs to --format %s", limits[i].option,
                      limits[i].word);
        return EXIT_USAGE;
    }
    /* --color never is kept to by every format. */
    if (values->format != FORMAT_TEXT && values->colour == COLOUR_ALWAYS) {
        message_error("cluster: --color always has no meaning here; it belongs to --format text");
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

int verb_cluster(const settings *values) {
    output out;
    done_job done;
    int status = check_settings(values);
    if (status == EXIT_DONE) status = output_open(&out, values->output);
    if (status != EXIT_DONE) return status;
    status = run_job(values, 0, shows_texts(values->format), &done);
    if (status == EXIT_DONE)
        status = report(values, done.job, &out);
    else
        output_discard(&out);
    done_job_finish(&done);
    return status;
}
