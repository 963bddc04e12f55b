/* The model that ships: the generated tables under one name. They are included, not linked, so that their
 * sizes are constants. */
#include "sealed_model.h"

#include "calibration.inc"
#include "fingerprint.inc"
#include "frequencies.inc"
#include "kinship.inc"
#include "words.inc"

const dvk_model *dvk_model_builtin(void) {
    static const dvk_model builtin = {
        .version = 1,
        .fingerprint = DVI_MODEL_FINGERPRINT,
        .idfs = idfs,
        .stems = stems,
        .stem_starts = stem_starts,
        .stem_lengths = stem_lengths,
        .stem_filter = stem_filter,
        .n_stems = sizeof stems / sizeof *stems,
        .phrases = phrases,
        .phrase_starts = phrase_starts,
        .phrase_filter = phrase_filter,
        .phrase_seconds = phrase_seconds,
        .phrase_pairs = phrase_pairs,
        .n_phrases = sizeof phrases / sizeof *phrases,
        .meanings = meanings,
        .n_meanings = sizeof meanings / sizeof *meanings,
        .calibration = {DVI_CALIBRATION_COPIED, DVI_CALIBRATION_TRANSLATED, DVI_CALIBRATION_ALIKE,
                        DVI_CALIBRATION_EVENT},
        .kinship = DVI_KINSHIP_TABLE,
    };
    return &builtin;
}
