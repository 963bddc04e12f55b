/* The tables of an index, and the statements that are asked of them. */
#ifndef DVI_STATEMENTS_H
#define DVI_STATEMENTS_H

#include "database.h"

extern const char dvi_schema[];
extern const char *const dvi_statement_texts[DVI_SQL_STATEMENTS];

#endif
