# People and CI use the same targets. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Outside the checkout, so that fresh clones build warm.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/glowsol-oracle/target
export CARGO_TERM_COLOR ?= auto

PROGRAMS := glowsol-oracle conformance lending-market amm reader-cost reader-cost-anchor stake-pool caller source-meter step-meter
# Programs outside the workspace, as strangers write them. The lender on Anchor 0.29 is that on 0.31, by the same name: host only.
OUTSIDE := $(filter-out tests/outside/lender-anchor-0.29/%,$(wildcard tests/outside/*/Cargo.toml))
CARGO := cargo
ARGS ?=

say = @printf '\n\033[1m==> [%s] %s\033[0m\n' '$(1)' '$(2)'

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{ printf "  make %-13s %s\n", $$1, $$2 }'

.PHONY: run
run: ## the whole system on an embedded local network: make run ARGS="--for 60s"
	$(call say,1/3,sBPF toolchain: installs what is missing; two to five minutes the first time)
	@toolchain/install
	$(call say,2/3,program: compiles the oracle to bytecode)
	@toolchain/build glowsol-oracle
	$(call say,3/3,network and keeper: compile for about seven minutes the first time and then start)
	@$(CARGO) run --locked --bin glowsol-localnet -- $(ARGS)

.PHONY: program
program: ## compile the programs to target/deploy/*.so
	$(call say,1/2,sBPF toolchain)
	@toolchain/install
	$(call say,2/2,programs: $(PROGRAMS) $(OUTSIDE))
	@toolchain/build $(PROGRAMS) $(OUTSIDE)

.PHONY: test
test: program ## all tests: laws, bytecode, epochs, keeper against a real RPC server, TypeScript client
	$(call say,1/1,all tests of the workspace)
	@$(CARGO) test --locked --workspace --no-fail-fast $(ARGS)
	@$(MAKE) --no-print-directory client-test

.PHONY: client-test
client-test: ## the TypeScript client, compared with what Rust says of random accounts and instructions
	$(call say,1/4,Node and the compiler of TypeScript)
	@toolchain/node
	$(call say,2/4,vectors: random accounts and instructions, and the answers of Rust)
	@$(CARGO) run --locked --bin client-vectors $(abspath $(CARGO_TARGET_DIR))/client-vectors
	$(call say,3/4,tests of clients/ts)
	@cd clients/ts && CLIENT_VECTORS=$(abspath $(CARGO_TARGET_DIR))/client-vectors npm test --silent --loglevel=error
	$(call say,4/4,the package as strangers get it: packed and installed into a fresh project)
	@cd clients/ts && npm run --silent test:packed

.PHONY: bench
bench: program ## compute units, sizes, what markets survive: print and write docs/costs.md, docs/sources.md and docs/survival.md
	@$(CARGO) test --locked -q --workspace --test costs -- --write
	@$(CARGO) test --locked -q --workspace --test source_costs -- --write
	@UPDATE_DOCS=1 $(CARGO) test --locked -q --workspace --test docs
	@$(CARGO) test --locked -q --workspace --test survival -- --write

REPLAY := $(CARGO) run --locked --release -q -p replay --

.PHONY: replay
replay: ## incidents, recorded prices and random worlds through the rules: one HTML page with pictures
	$(call say,1/1,replay lab: some minutes; ../shared/data is read where it is and skipped where it is not)
	@$(REPLAY) report --out $(abspath $(CARGO_TARGET_DIR))/replay

.PHONY: replay-worlds
replay-worlds: ## 10,000 random months of each market; writes docs/false-alarms.md
	@$(REPLAY) worlds --count 10000 --write docs/false-alarms.md

.PHONY: fuzz
fuzz: program ## random sequences of instructions against every promise, for a minute
	@GLOWSOL_FUZZ_SECONDS=60 $(CARGO) test --locked --workspace --test stateful -- --nocapture

.PHONY: fault-matrix
fault-matrix: program ## every RPC method with every fault an endpoint can have, twenty minutes; tests take a tenth
	@GLOWSOL_FAULT_MATRIX=all $(CARGO) test --locked --workspace --test suite -- matrix:: --nocapture

.PHONY: engines
engines: program ## every scenario of the lab by the rules and by the bytecode, half an hour; tests take those of up to 6,000 refreshes
	@GLOWSOL_ENGINES=all $(CARGO) test --locked --workspace --test engines

.PHONY: nightly
nightly: program replay-worlds fault-matrix engines ## the same for ten minutes, the random months, every fault of an endpoint, both engines
	@GLOWSOL_FUZZ_SECONDS=600 $(CARGO) test --locked --workspace --test stateful -- --nocapture

.PHONY: idl
idl: ## what clients are built from: idl/, the generated Rust and TypeScript, docs/errors.md
	$(call say,1/1,IDL: a build of the program alone; two minutes the first time)
	@$(CARGO) run --locked --bin bindings

.PHONY: lint
lint: ## format and clippy, warnings denied
	@$(CARGO) fmt --all --check
	@$(CARGO) clippy --locked --workspace --all-targets -- -D warnings

.PHONY: reader
reader: ## what is promised of price-reader: no dependencies, documented, only core, wasm
	@toolchain/install
	@.ci/reader

.PHONY: outside
outside: ## what strangers write with price-reader: a lender on Anchor 0.29 and 0.31, an AMM on Anchor 1.x, a native lender, their IDL
	@toolchain/node
	@.ci/outside

.PHONY: integrations
integrations: ## the adapter for Kamino's Scope and the jobs for Switchboard
	@.ci/integrations

.PHONY: sanitize
sanitize: ## the program's walk over an instruction's accounts, under AddressSanitizer
	$(call say,1/1,AddressSanitizer: compiles the program and what it links anew; four minutes the first time)
	@.ci/sanitize

.PHONY: check
check: export GLOWSOL_FUZZ_SECONDS := 60
check: lint test outside integrations reader sanitize ## what CI runs
