/* The inside of dvk_text, for the functions that append to one. */
#ifndef DVI_TEXT_H
#define DVI_TEXT_H

#include "base/buffer.h"
#include "dvoinik/commonform.h"

struct dvk_text {
    dvi_buffer bytes;
};

#endif
