# The Await Workbook.  `make` shows the targets; docs/design.md, the reasons.

ifeq ($(origin CC),default)
CC := gcc
endif
MODE  ?= debug
FROM  ?= exercises
BUILD := build/$(notdir $(CC))
PARTS := $(sort $(notdir $(wildcard chapters/[0-9]*)))

# ---- How things are compiled ------------------------------------------------

CFLAGS_all := -std=gnu17 -g -fstack-clash-protection -fno-omit-frame-pointer \
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
  $(PARTS:%=-Ichapters/%) -Iautograder/support
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_debug   := -O0
CFLAGS_release := -O2
CFLAGS_asan    := -O1 $(SAN)
CFLAGS_tsan    := -O1 -fsanitize=thread
CFLAGS_cover   := -O0 --coverage
WERROR ?= -Werror

define mode_rules
$(BUILD)/$1/%.o: %.c
	@mkdir -p $$(@D)
	$$(Q)$(CC) $(CFLAGS_all) $(CFLAGS_$1) $$(WERROR) -MMD -MP -c -o $$@ $$<
endef
$(foreach m,debug release asan tsan cover,$(eval $(call mode_rules,$m)))
Q := $(if $(V),,@)

objects = $(patsubst %.c,$(BUILD)/$1/%.o,$(wildcard $2))
SUPPORT := record graded runner alloc
upto = $(foreach p,$(PARTS),$(if $(filter $1%,$(lastword $(sort $p $(filter $1%,$(PARTS))))),$p))

# TEMPORARY until the grader links: make try CH=01 [FROM=solutions] [MODE=asan]
apart = $(foreach k,hunt predict probe tune,$(filter $(BUILD)/%/$k_,$1))
module = $(foreach o,$(call objects,$(MODE),$1/*.c),$(if $(filter hunt_% predict_% probe_% tune_%,$(notdir $o)),,$o))
chapter := $(filter $(CH)%,$(PARTS))
before = $(foreach p,$(PARTS),$(if $(filter $p,$(chapter)),,$(if $(filter $(chapter),$(lastword $(sort $p $(chapter)))),$p)))
TRY := $(foreach p,$(before),$(call module,solutions/$p) $(call objects,$(MODE),chapters/$p/*.c)) \
  $(call objects,$(MODE),$(FROM)/$(chapter)/*.c) $(call objects,$(MODE),$(filter-out %/demo_%,$(wildcard chapters/$(chapter)/*.c))) \
  $(filter-out %/probe_%,$(call objects,$(MODE),autograder/tests/$(chapter)/*.c)) \
  $(SUPPORT:%=$(BUILD)/$(MODE)/autograder/support/%.o)
try: $(TRY)
	$(CC) $(CFLAGS_$(MODE)) -o $(BUILD)/$(MODE)/try-$(CH) $(filter-out %/probe_%,$^) -lcriterion
	ASAN_OPTIONS=detect_leaks=0 $(BUILD)/$(MODE)/try-$(CH) $(ARGS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
