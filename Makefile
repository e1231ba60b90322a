# Everything a stranger needs: Python 3.11 or newer, make, and one of these words. Plain `make` lists them.
SHELL := /bin/bash
BIN := .venv/bin
# The first Python that is new enough and whole (Debian ships one without ensurepip); a pyenv shim may be there and lead nowhere.
PY ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
CHROMIUM = $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
ROOT = $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
# The tests that touch rows run a second time on PostgreSQL; the others cannot tell the difference.
# What pages draw, apps are given and sockets reach is the same on both databases: it is tried on one.
ON_POSTGRESQL := $(wildcard tests/integration tests/faults) $(filter-out $(addprefix tests/verification/,__pycache__ hostile us_core clients enrolment reaching),$(patsubst %/,%,$(wildcard tests/verification/*/)))
# The headline figures that there are so far; other files in benchmarks/ make their data.
FIGURE ?= $(patsubst benchmarks/%.py,%,$(wildcard $(foreach name,import apple_health ccda dstu2_xml page search sync directory export footprint portal bulk,benchmarks/$(name).py)))
CLIENTS := tests/verification/clients/node_modules/.ready
PYTHON_FILES := src tests benchmarks docs
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test coverage browser clients proofs fuzz lint fix bench docs messages requirements

help:  ## list these words
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready  ## make .venv with everything the project needs
.venv/.ready: requirements/dev.txt pyproject.toml
	@[ -n "$(PY)" ] || { echo "Haversack needs Python 3.11 or newer, with venv and pip."; exit 1; }
	@echo "Setting up .venv: about a minute the first time."
	@$(PY) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

run: setup  ## open the demo: invented people, one click to sign in
	@$(BIN)/haversack run --demo

test: setup $(CLIENTS)  ## run every test, then those that touch rows again on PostgreSQL
	@code=0; $(PYTEST) || code=$$?; \
	echo; echo "The tests that touch rows, on PostgreSQL:"; \
	HAVERSACK_TEST_DATABASE=postgresql $(PYTEST) -m "not journey" $(ON_POSTGRESQL) || code=$$?; exit $$code

coverage: setup  ## run every test and say which lines and templates none of them reached
	@rm -f .coverage .coverage.*; code=0; $(BIN)/coverage run -m pytest -n auto || code=$$?; \
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report || code=$$?; exit $$code

browser:  ## make sure that there is a chromium for the journeys
	@[ -n "$(CHROMIUM)" ] || { $(ROOT) apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive $(ROOT) apt-get install -y -qq --no-install-recommends chromium </dev/null; }
	@$(or $(CHROMIUM),chromium) --version 2>/dev/null

clients: $(CLIENTS)  ## fetch the JavaScript client of SMART, for the test that tries it here (needs npm)
$(CLIENTS): tests/verification/clients/package.json
	@command -v npm >/dev/null || { echo "There is no npm here: the JavaScript client of SMART is not tried."; exit 0; }; \
	npm install --silent --no-package-lock --no-audit --no-fund --ignore-scripts --fetch-retries=1 --prefix $(<D) \
	&& touch $@ || echo "npm could not fetch the JavaScript client of SMART: it is not tried."

proofs: setup  ## run the long counts at full size (hours) and write docs/reference/proofs.md
	@HAVERSACK_PROOFS=full $(BIN)/python -m pytest -n auto --dist worksteal -m proof --timeout 0

fuzz: setup  ## look for bytes that crash a reader, guided by coverage: READER=fhir_r4, ccda, hl7v2 ... SECONDS=600
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/fuzz.txt
	@PYTHONPATH=. nice -n 15 $(BIN)/python tests/fuzz/parsers.py $(or $(READER),fhir_r4) $(or $(SECONDS),600) artefacts/fuzz

lint: setup  ## style, types and the arrows between packages
	@code=0; $(BIN)/ruff check $(wildcard $(PYTHON_FILES)) || code=$$?; \
	$(BIN)/ruff format --check $(wildcard $(PYTHON_FILES)) || code=$$?; \
	$(BIN)/mypy || code=$$?; $(BIN)/lint-imports --no-logo || code=$$?; exit $$code

fix: setup  ## put right what a machine can
	@$(BIN)/ruff check --fix $(wildcard $(PYTHON_FILES)) || true
	@$(BIN)/ruff format $(wildcard $(PYTHON_FILES))

bench: setup  ## measure against the limit kernels, all of them or FIGURE=name; the last line is JSON
	@for figure in $(FIGURE); do PYTHONPATH=. $(BIN)/python benchmarks/$$figure.py || exit $$?; done

docs: setup  ## write docs/reference from the code
	@$(BIN)/python docs/generate.py

messages: setup  ## gather what people read, and say which of it has no Spanish
	@$(BIN)/python docs/catalogues.py

requirements: setup  ## compile requirements/*.in into hashed lists without addresses
	@for list in base dev fuzz; do uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --quiet requirements/$$list.in --output-file requirements/$$list.txt || exit $$?; done
