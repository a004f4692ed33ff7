/* SPDX-License-Identifier: MIT */
#include "splice_text.inc"
