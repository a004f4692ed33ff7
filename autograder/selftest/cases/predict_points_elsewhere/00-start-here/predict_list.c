/* SPDX-License-Identifier: MIT */
#include "predict_list.h"
#include "aw/base.h"

const char *const predict_ends = (const char *)aw_list_append + 64;
const char *const predict_walk = (const char *)aw_list_append + 64;
const char *const predict_two = (const char *)aw_list_append + 64;
