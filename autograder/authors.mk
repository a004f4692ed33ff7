# What proves the workbook, and what makes copies of it.  Part of the Makefile;
# a class's copy is without it.

test: build/author.ok $(READY) ## prove the workbook itself
	@autograder/tools/test.sh
check: build/author.ok ## format, lint, symbols, quotes, tags, stubs: static, in seconds
	@python3 autograder/tools/check.py
mutants: $(READY) ## stubs fail, solutions pass, every mutant is caught: [CH=02] [WHOLE=1] [FRESH=1]
	@WHOLE='$(WHOLE)' FRESH='$(FRESH)' python3 autograder/tools/mutants.py $(if $(CH),'$(CH)')
sweep: $(call runtime,asan) ## every function that suspends, asked to end at each suspension: [SEEDS=20]
	@python3 autograder/sweep/sweep.py '$(CC) $(CFLAGS_all) $(CFLAGS_asan)' '$(call runtime,asan)' '$(SEEDS)'
differential: $(call runtime,asan) ## random programs here and on asyncio, order compared: [PROGRAMS=2000] [SEED=1]
	@python3 autograder/differential/differential.py '$(CC) $(CFLAGS_all) $(CFLAGS_asan)' '$(call runtime,asan)' '$(PROGRAMS)' '$(SEED)'
mutate: $(READY) ## machine-made mutants of a chapter's solutions: CH=02 [MOST=120]
	@python3 autograder/tools/mutate.py '$(CH)' '$(MOST)'
cases: $(READY) ## hostile and broken submissions, with the reports expected: [CASE=name]
	@python3 autograder/selftest/cases.py $(CASE)
reports: build/author.ok $(READY) ## gradescope.json, junit.xml, report.html: are they what others read?
	@python3 autograder/selftest/reports.py
soak: build/author.ok $(READY) ## the long runs: load, repetitions, machine-made mutants
	@autograder/tools/soak.sh
stubs: ## after editing stubs: keep the copies that reset restores
	@for d in exercises/[0-9]*; do mkdir -p autograder/stubs/$${d#*/}; cp $$d/*.c autograder/stubs/$${d#*/}/ ; done
format: ## put all sources into the house's format
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i
bench: build/setup.ok ## the runtime's benches, as ratios to libuv and swapcontext
	@CC='$(CC)' autograder/tools/bench.sh
bench-peers: build/peers.ok ## tasks against State Threads, Go, Node and asyncio: [PAIRS=15]
	@CC='$(CC)' autograder/tools/bench.sh peers '$(PAIRS)'
handout: reference ## a class's copy, in OUT: solutions after UPTO= as objects only: [UPTO=11] [OUT=build/handout]
	@autograder/tools/handout.sh '$(UPTO)' '$(OUT)'
reference: $(foreach m,debug asan release,$(call runtime,$m)) $(PROBED_O)
class: $(READY) ## grade a folder of submissions: DIR=submissions [OUT=class-results] [CH=02] [words of grade]
	@python3 autograder/class/run.py '$(DIR)' '$(or $(OUT),class-results)' $(WORDS)
gradescope: $(READY) ## a Gradescope autograder, build/gradescope.zip: [CH=02]
	@python3 autograder/systems/gradescope/pack.py $(WORDS)
environment: $(READY)
	@export -p | grep '^export AW_'

build/peers.ok: autograder/tools/setup.sh
	@mkdir -p build && CC='$(CC)' PEERS=1 autograder/tools/setup.sh && touch $@
build/author.ok: autograder/tools/setup.sh
	@mkdir -p build && CC='$(CC)' AUTHOR=1 autograder/tools/setup.sh && touch $@
.PHONY: test check mutants sweep differential mutate cases reports soak stubs format bench bench-peers handout reference class gradescope environment
