/* The languages that have a column in the word tables (lexicon, names, acronyms, numerals, calendar), by
 * number. */
#ifndef DVI_COLUMNS_H
#define DVI_COLUMNS_H

enum dvi_column {
    DVI_COLUMN_uk = 1,
    DVI_COLUMN_ru,
    DVI_COLUMN_be,
    DVI_COLUMN_bg,
    DVI_COLUMN_mk,
    DVI_COLUMN_sr,
    DVI_COLUMN_en,
    DVI_COLUMN_pl,
    DVI_COLUMN_cs,
    DVI_COLUMN_hr,
    DVI_COLUMN_kk,
    DVI_COLUMN_sl,
    DVI_COLUMN_sk,
    DVI_COLUMN_ky,
    DVI_COLUMN_tt,
    DVI_COLUMN_ba,
    DVI_COLUMN_tg,
    DVI_COLUMN_mn,
    DVI_COLUMN_uz,
    DVI_COLUMN_LIMIT
};

/* The codes of the columns, in the same order. */
#define DVI_COLUMN_CODES                                                                                     \
    {                                                                                                        \
        "", "uk", "ru", "be", "bg", "mk", "sr", "en", "pl", "cs", "hr", "kk", "sl", "sk", "ky", "tt", "ba",  \
            "tg", "mn", "uz"                                                                                 \
    }

#endif
