/* SPDX-License-Identifier: MIT */
#include "predict_group.h"

const char *const predict_1 = "?";

const char *const predict_2 = "?";

const char *const predict_3 = "?";

const char *const predict_4 = "?";
