/* SPDX-License-Identifier: MIT */
#include "predict_list.h"

const char *const predict_ends = "";
const char *const predict_walk = "";
const char *const predict_two = "";

__attribute__((constructor)) static void compute(void)
{
    struct aw_list list;

    aw_list_init(&list);
}
