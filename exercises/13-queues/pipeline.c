/* SPDX-License-Identifier: MIT */
#include "aw/pipeline.h"
#include "aw/cancel.h"
#include "aw/group.h"

int aw_pipeline_run(struct aw_pipeline *pipeline,
                    const struct aw_pipeline_options *options)
{
    AW_TODO();
}
