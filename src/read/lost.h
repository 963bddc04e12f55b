/* A reader whose articles someone has dropped. */
#ifndef DVI_LOST_H
#define DVI_LOST_H

#include "dvoinik/read.h"

/* From here on dvk_reader_next refuses: articles that the reader gave were not taken, or a failure of it was
 * not told, and whoever read on behind them would not know. */
void dvi_reader_lose(dvk_reader *reader);

#endif
