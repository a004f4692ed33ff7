/* SPDX-License-Identifier: MIT */
#include "predict_tasks.h"

const char *const predict_1 = "?";

const char *const predict_2 = "?";

const char *const predict_3 = "?";

const char *const predict_4 = "?";

const char *const predict_5 = "?";

const char *const predict_6 = "?";
