/* SPDX-License-Identifier: MIT */
#include "predict_turns.h"

const char *const predict_pushes = "?";

const char *const predict_cancels = "?";

const char *const predict_chains = "?";

const char *const predict_errors = "?";
