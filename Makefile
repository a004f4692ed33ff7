# The Await Workbook.  `make` shows what there is; docs/design.md, why.

ifeq ($(origin CC),default)
CC := gcc
endif
FROM  ?= exercises
BUILD := build/$(notdir $(CC))
PARTS := $(sort $(notdir $(wildcard chapters/[0-9]*)))
Q     := $(if $(V),,@)
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:

# ---- How things are compiled ------------------------------------------------

WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes
CFLAGS_all := -std=gnu17 -D_GNU_SOURCE= -g -fstack-clash-protection -fno-omit-frame-pointer $(WARN) \
  $(PARTS:%=-Ichapters/%) $(PARTS:%=-Ichapters/%/aw) -Iautograder/support
SAN    := -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_debug   := -O0
CFLAGS_release := -O2
CFLAGS_asan    := -O1 $(SAN)
CFLAGS_tsan    := -O1 -fsanitize=thread
CFLAGS_cover   := -O0 --coverage
MODE ?= debug
MODES := debug release asan tsan cover

define compile_in
$(BUILD)/$1/%.o: %.c build/setup.ok
	@mkdir -p $$(@D)
	$(if $(filter asan release,$1),$$(told))
	$$(Q)$(CC) $(CFLAGS_all) $(CFLAGS_$1) -Werror -MMD -MP -c -o $$@ $$<
endef
# Every tenth says how far a first build is; LACKS is counted when it begins.
told = $(eval DONE += x$(if $(LACKS),))$(if $(filter %0,$(words $(DONE))),@echo compiling $(words $(DONE)) $(if $(word $(words $(DONE)),$(LACKS)),of $(words $(LACKS))) >&2)
LACKS = $(eval LACKS := $(filter-out $(wildcard $(PARTS_OF_TESTS)),$(PARTS_OF_TESTS)))$(LACKS)
$(foreach m,$(MODES),$(eval $(call compile_in,$m)))

objects = $(patsubst %.c,$(BUILD)/$1/%.o,$(filter-out $3,$(wildcard $2)))
# A class's copy has the later solutions as objects only (make handout).
GIVEN := autograder/reference/$(notdir $(CC))
given = $(patsubst $(GIVEN)/%,$(BUILD)/%,$(wildcard $(GIVEN)/$1/solutions/*/*.o))
runtime = $(call objects,$1,solutions/*/*.c,solutions/%/probe_%) $(given) \
  $(call objects,$1,chapters/*/*.c,$(wildcard chapters/*/demo_*.c))
$(BUILD)/%.o: $(GIVEN)/%.o
	$(Q)mkdir -p $(@D) && cp $< $@

# ---- The grader -------------------------------------------------------------

GRADER_DIR ?= build/grader
GRADER := $(GRADER_DIR)/aw-grade
JAIL   := $(GRADER_DIR)/aw-jail
GRADER_CFLAGS := -std=gnu17 -D_GNU_SOURCE= -O2 -g $(WARN) -Werror -Iautograder/src $(GRADER_EXTRA)
GRADER_LIBS   := -luv -ljansson -lelf -lcrypto -lm
GRADER_O := $(patsubst autograder/src/%.c,$(GRADER_DIR)/%.o,$(filter-out autograder/src/jail%,$(wildcard autograder/src/*.c)))

$(GRADER_DIR)/%.o: autograder/src/%.c build/setup.ok
	@mkdir -p $(@D)
	$(Q)$(CC) $(GRADER_CFLAGS) -MMD -MP -c -o $@ $<
$(GRADER): $(GRADER_O)
	$(Q)$(CC) $(GRADER_EXTRA) -o $@ $^ $(GRADER_LIBS)
$(JAIL): $(patsubst autograder/src/%.c,$(GRADER_DIR)/%.o,$(wildcard autograder/src/jail*.c autograder/src/proc.c))
	$(Q)$(CC) $(GRADER_EXTRA) -o $@ $^

# Everything that a grading links but no learner writes.
PARTS_OF_TESTS := $(call runtime,asan) $(call runtime,release) \
  $(call objects,asan,autograder/tests/*/*.c autograder/tests/*/*/*.c autograder/support/*.c) \
  $(call objects,release,autograder/timing/*.c autograder/support/record.c autograder/support/timing.c)
# Criterion starts libgit2 and its sixteen libraries for each test: not here.
STAND_IN := $(BUILD)/stand_in/libgit2.so.1.5
$(STAND_IN): autograder/support/stand_in/libgit2.c build/setup.ok
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS_all) -O2 -shared -fPIC -Wl,-soname,$(@F) -o $@ $<
-include build/probed.mk
build/probed.mk: $(wildcard autograder/tests/*/rubric.json)
	@mkdir -p build; autograder/tools/probed.sh > $@
PROBED_O := $(PROBED:%=$(BUILD)/asan/mutants/%/made)
$(BUILD)/asan/mutants/%/made: autograder/mutants/%.patch $(wildcard solutions/*/*.c chapters/*/aw/*.h)
	$(Q)autograder/tools/mutant.sh $< $(@D) '$(CC) $(CFLAGS_all) $(CFLAGS_asan)' && touch $@
$(BUILD)/asan/mutants/%/made: $(GIVEN)/asan/mutants/%/made
	$(Q)mkdir -p $(@D) && cp $(<D)/*.o $(@D)/ && touch $@

export AW_CC := $(CC)
export AW_CC_VERSION := $(shell $(CC) --version 2>/dev/null | head -n 1)
export AW_CFLAGS := $(CFLAGS_all)
export AW_CFLAGS_asan := $(CFLAGS_asan)
export AW_CFLAGS_cover := $(CFLAGS_cover)
export AW_CFLAGS_release := $(CFLAGS_release)
# Ten programs are linked for a grade, and gold takes a fifth of ld's time.
export AW_LDFLAGS := $(if $(shell command -v ld.gold),-fuse-ld=gold)
export AW_OBJECTS := $(BUILD)
export AW_JAIL := $(JAIL)
export AW_GRADER := $(GRADER)
WORDS = $(foreach v,CH EX TEST FROM MINE SKIP TIMING STRICT FRESH SEED ORDERS RESULTS ENGINE OFFICIAL JOBS GDB,$(if $($v),'$v=$($v)'))
READY := build/setup.ok $(GRADER) $(JAIL) $(PARTS_OF_TESTS) $(PROBED_O) $(STAND_IN)

# ---- For learners -----------------------------------------------------------

help: ## this page, and how far you are
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(filter %Makefile %authors.mk,$(MAKEFILE_LIST)) | expand -t 20
	@if [ -x $(GRADER) ]; then echo; $(GRADER) progress; fi
grade: $(READY) ## grade [CH=02] [EX=2.1] [TEST=suite/fact] [FROM=solutions|DIR] [MINE=all] [SKIP=2.1] [TIMING=0] [STRICT=1] [FRESH=1] [SEED=n] [ORDERS=n] [RESULTS=file] [ENGINE=uv] [OFFICIAL=1] [JOBS=n] [GDB=1]
	@$(GRADER) grade $(WORDS)
coverage: $(READY) ## grade, and count which of your lines the tests reach: CH=02
	@$(GRADER) coverage $(WORDS)
watch: $(READY) ## grade again at every save: CH=02
	@$(GRADER) watch $(WORDS)
hint: $(GRADER) ## the next of three hints: EX=2.1 [FRESH=1]
	@$(GRADER) hint $(WORDS)
reset: $(GRADER) ## the stub again, your file kept in .backup/: CH=02 or EX=2.1
	@$(GRADER) reset $(WORDS)
solution: ## your code beside the reference, function by function: CH=02 [EX=2.1]
	@python3 autograder/tools/solution.py '$(CH)' '$(EX)'
update: ## a new version in, your files kept: [FROM=its folder]
	@autograder/tools/update.sh '$(filter-out exercises,$(FROM))'
doctor: ## what this machine lacks, or is unusual in, and what to do
	@CC='$(CC)' autograder/tools/doctor.sh
demo: $(call runtime,$(MODE)) ## run a chapter's demos: CH=02
	@autograder/tools/demo.sh run '$(CH)' '$(CC) $(CFLAGS_all) $(CFLAGS_$(MODE))' '$(call runtime,$(MODE))'
twin: $(call runtime,$(MODE)) ## the demos beside their asyncio twins: CH=02
	@autograder/tools/demo.sh twin '$(CH)' '$(CC) $(CFLAGS_all) $(CFLAGS_$(MODE))' '$(call runtime,$(MODE))'
submit: build/setup.ok ## pack what you have written, to hand it in: [CH=02]
	@python3 autograder/tools/submit.py '$(CH)'
clean: ## forget everything that was built (never .backup/, .progress/)
	@rm -rf build

-include autograder/authors.mk

build/setup.ok: autograder/tools/setup.sh
	@mkdir -p build && CC='$(CC)' autograder/tools/setup.sh && touch $@
	@echo 'Building the grader and the reference, once: this takes some minutes.'
.PHONY: help grade coverage watch hint reset solution update doctor demo twin submit clean

-include $(shell find $(BUILD) $(GRADER_DIR) -name "*.d" 2>/dev/null)
