/* dvoinik: a cross-lingual near-duplicate detector for news. Includes every public header. */
#ifndef DVOINIK_DVOINIK_H
#define DVOINIK_DVOINIK_H

#include "dvoinik/article.h"
#include "dvoinik/cluster.h"
#include "dvoinik/commonform.h"
#include "dvoinik/cpu.h"
#include "dvoinik/features.h"
#include "dvoinik/fit.h"
#include "dvoinik/index.h"
#include "dvoinik/match.h"
#include "dvoinik/model.h"
#include "dvoinik/pipeline.h"
#include "dvoinik/read.h"
#include "dvoinik/report.h"
#include "dvoinik/result.h"
#include "dvoinik/sign.h"
#include "dvoinik/status.h"
#include "dvoinik/translit.h"
#include "dvoinik/version.h"

#endif
