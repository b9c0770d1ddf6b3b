# Cartera's commands. Needs Python 3.11 or later and make; everything else is installed into .venv.

.DEFAULT_GOAL := help
SHELL := /bin/sh
BASE_PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
CATALOGUES := $(wildcard src/cartera/locale/*/LC_MESSAGES/django.po)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
PYTEST_ARGS ?=
RUN_ARGS ?=
# The checks read Django's settings, which keep keys; those of a check are thrown away with .venv.
CHECKING := CARTERA_HOME=$(CURDIR)/$(VENV)/check

.PHONY: help setup run test check suite long bench pictures messages lock stop clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(VENV)/.ready ## make the environment: .venv with the `cartera` command

run: setup ## start everything and print the address; Ctrl+C ends it
	@$(BIN)/cartera run $(RUN_ARGS)

stop: setup ## stop the database, should one have been left running
	@$(BIN)/cartera stop

test: check suite ## every check, then the whole suite; installs what it needs

suite: $(VENV)/.ready-to-test
	@echo "== the suite"
	@$(BIN)/python -m pytest -n auto --dist worksteal -q -m "not long" $(PYTEST_ARGS)

check: $(VENV)/.ready-to-test ## style, types, layers, templates, migrations
	@echo "== ruff: style"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@echo "== mypy: types"
	@$(CHECKING) $(BIN)/mypy --no-error-summary
	@echo "== import-linter: layers"
	@$(BIN)/lint-imports --no-logo > $(VENV)/layers.txt 2>&1 || { cat $(VENV)/layers.txt; exit 1; }
	@echo "== djlint: templates"
	@$(BIN)/djlint src --lint --quiet
	@echo "== migrations: none missing"
	@$(CHECKING) $(BIN)/python -W error manage.py check --fail-level WARNING > /dev/null
	@$(CHECKING) $(BIN)/python -W ignore manage.py makemigrations --check --dry-run > $(VENV)/migrations.txt || { cat $(VENV)/migrations.txt; exit 1; }
	@echo "== tidy: the rules of the house"
	@$(BIN)/python -m pytest -q --no-header -p no:cacheprovider tests/architecture/test_tidy.py

long: $(VENV)/.ready-to-test ## the tests that take minutes
	@$(BIN)/python -m pytest -q -m long $(PYTEST_ARGS)

bench: $(VENV)/.ready-to-test ## the benchmarks, each with its floor and ratio
	@for script in bench/bench_*.py; do [ -e "$$script" ] || continue; $(BIN)/python "$$script" || exit 1; done

pictures: $(VENV)/.ready-to-test ## take the guide's pictures again, from the pages as they are
	@CARTERA_PICTURES=take $(BIN)/python -m pytest -q tests/browser/test_the_guides_pictures.py

messages: $(VENV)/.ready ## gather marked sentences into the English catalogue
	@$(BIN)/python -m cartera.config.catalogue update

lock: $(VENV)/.ready-to-test ## write the locked requirements again, to their newest versions
	@for name in runtime test; do \
	  $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
	    --no-header --no-annotate requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean: ## throw the environment away; data is left alone
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(BASE_PYTHON)" || { echo "Cartera needs Python 3.11 or later." >&2; exit 1; }
	@$(BASE_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Cartera needs Python 3.11 or later; $(BASE_PYTHON) is older." >&2; exit 1; }
	@$(BASE_PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/python requirements/runtime.txt pyproject.toml $(CATALOGUES)
	@echo "== installing Cartera into $(VENV)"
	@$(PIP) --require-hashes --only-binary :all: -r requirements/runtime.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m cartera.config.catalogue compile
	@touch $@

$(VENV)/.ready-to-test: $(VENV)/.ready requirements/test.txt
	@echo "== installing what the checks and tests need"
	@$(PIP) --require-hashes --only-binary :all: -r requirements/test.txt
	@touch $@
