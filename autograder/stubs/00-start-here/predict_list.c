/* SPDX-License-Identifier: MIT */
#include "predict_list.h"

const char *const predict_ends = "?";

const char *const predict_walk = "?";

const char *const predict_two = "?";
