/* SPDX-License-Identifier: MIT */
#include "predict_list.h"

const char *const predict_ends = "bacd";
const char *const predict_walk = "none";
const char *const predict_two = "x\033[31my";
