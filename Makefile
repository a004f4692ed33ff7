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
told = $(eval DONE += x$(if $(LACKS),))$(if $(filter %0,$(words $(DONE))),@echo compiling $(words $(DONE)) $(if $(LACKS:0=),of $(LACKS)) >&2)
LACKS = $(eval LACKS := $(words $(filter-out $(wildcard $(PARTS_OF_TESTS)),$(PARTS_OF_TESTS))))$(LACKS)
$(foreach m,$(MODES),$(eval $(call compile_in,$m)))

objects = $(patsubst %.c,$(BUILD)/$1/%.o,$(filter-out $3,$(wildcard $2)))
runtime = $(call objects,$1,solutions/*/*.c,solutions/%/probe_%) $(call objects,$1,chapters/*/*.c,$(wildcard chapters/*/demo_*.c))

# ---- The grader -------------------------------------------------------------

GRADER := build/grader/aw-grade
JAIL   := build/grader/aw-jail
GRADER_CFLAGS := -std=gnu17 -D_GNU_SOURCE= -O2 -g $(WARN) -Werror -Iautograder/src
GRADER_LIBS   := -luv -ljansson -lelf -lcrypto -lm
GRADER_O := $(patsubst autograder/src/%.c,build/grader/%.o,$(filter-out autograder/src/jail%,$(wildcard autograder/src/*.c)))

build/grader/%.o: autograder/src/%.c build/setup.ok
	@mkdir -p $(@D)
	$(Q)$(CC) $(GRADER_CFLAGS) -MMD -MP -c -o $@ $<
$(GRADER): $(GRADER_O)
	$(Q)$(CC) -o $@ $^ $(GRADER_LIBS)
$(JAIL): $(patsubst autograder/src/%.c,build/grader/%.o,$(wildcard autograder/src/jail*.c autograder/src/proc.c))
	$(Q)$(CC) -o $@ $^

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

export AW_CC := $(CC)
export AW_CC_VERSION := $(shell $(CC) --version 2>/dev/null | head -n 1)
export AW_CFLAGS := $(CFLAGS_all)
export AW_CFLAGS_asan := $(CFLAGS_asan)
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
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20
	@if [ -x $(GRADER) ]; then echo; $(GRADER) progress; fi
grade: $(READY) ## grade [CH=02] [EX=2.1] [TEST=suite/fact] [FROM=solutions|DIR] [MINE=all] [SKIP=2.1] [TIMING=0] [STRICT=1] [FRESH=1] [SEED=n] [ORDERS=n] [RESULTS=file] [ENGINE=uv] [OFFICIAL=1] [JOBS=n] [GDB=1]
	@$(GRADER) grade $(WORDS)
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
bench: build/setup.ok ## the runtime's benches, as ratios to libuv and swapcontext
	@CC='$(CC)' autograder/tools/bench.sh
bench-peers: build/peers.ok ## tasks against State Threads, Go, Node and asyncio: [PAIRS=15]
	@CC='$(CC)' autograder/tools/bench.sh peers '$(PAIRS)'

# ---- For authors ------------------------------------------------------------

test: build/author.ok $(READY) ## prove the workbook itself
	@autograder/tools/test.sh
check: build/author.ok ## format, lint, symbols, quotes, tags, stubs: static, in seconds
	@python3 autograder/tools/check.py
mutants: $(READY) ## stubs fail, solutions pass, every mutant is caught: [CH=02] [WHOLE=1]
	@WHOLE='$(WHOLE)' python3 autograder/tools/mutants.py $(if $(CH),'$(CH)')
sweep: $(call runtime,asan) ## every function that suspends, asked to end at each suspension: [SEEDS=20]
	@python3 autograder/sweep/sweep.py '$(CC) $(CFLAGS_all) $(CFLAGS_asan)' '$(call runtime,asan)' '$(SEEDS)'
differential: $(call runtime,asan) ## random programs here and on asyncio, order compared: [PROGRAMS=2000] [SEED=1]
	@python3 autograder/differential/differential.py '$(CC) $(CFLAGS_all) $(CFLAGS_asan)' '$(call runtime,asan)' '$(PROGRAMS)' '$(SEED)'
mutate: $(READY) ## machine-made mutants of a chapter's solutions: CH=02 [MOST=120]
	@python3 autograder/tools/mutate.py '$(CH)' '$(MOST)'
cases: $(READY) ## hostile and broken submissions, with the reports expected: [CASE=name]
	@python3 autograder/selftest/cases.py $(CASE)
soak: build/author.ok $(READY) ## the long runs: load, repetitions, machine-made mutants
	@autograder/tools/soak.sh
stubs: ## after editing stubs: keep the copies that reset restores
	@for d in exercises/[0-9]*; do mkdir -p autograder/stubs/$${d#*/}; cp $$d/*.c autograder/stubs/$${d#*/}/ ; done
format: ## put all sources into the house's format
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i
clean: ## forget everything that was built (never .backup/, .progress/)
	@rm -rf build

build/setup.ok: autograder/tools/setup.sh
	@mkdir -p build && CC='$(CC)' autograder/tools/setup.sh && touch $@
	@echo 'Building the grader and the reference, once: this takes some minutes.'
build/peers.ok: autograder/tools/setup.sh
	@mkdir -p build && CC='$(CC)' PEERS=1 autograder/tools/setup.sh && touch $@
build/author.ok: autograder/tools/setup.sh
	@mkdir -p build && CC='$(CC)' AUTHOR=1 autograder/tools/setup.sh && touch $@
.PHONY: help grade watch hint reset solution update doctor demo twin bench bench-peers test check mutants sweep differential mutate cases soak stubs format clean

-include $(shell find $(BUILD) build/grader -name "*.d" 2>/dev/null)
