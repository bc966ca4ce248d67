# The two commands are `make demo` and `make test`; both begin with `make setup`. They need python3 (3.11 or later)
# with its venv module, and make. No root, no npm, no Docker Engine: what is absent is done without or fetched.
#
# Files named .venv/.done-* record what has been done, so a second run starts at once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --progress-bar off --require-hashes
UV_LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_FLAGS)

# Each has servers of its own and takes a file at a time (tests/sharing.py), in the order of the tiers.
# More than there are processors: many tests wait, for a browser, a clock or a server that starts.
TEST_PROCESSES ?= 3

export PYTHONUNBUFFERED = 1
export PIP_ROOT_USER_ACTION = ignore
# Dozens of processes are started: what one of them has compiled the others need not.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup frontend demo test lint bench screenshots wheel lock translations collect translation verify fmt clean dev

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

# ---------------------------------------------------------------- setup

setup: $(VENV)/.done-project frontend ## Make the virtual environment, install the locked packages, build the front-end
	@echo "setup: done"

$(VENV)/.done-venv:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "assessor needs Python 3.11 or later, and '$(PYTHON)' is not there. On Debian: apt install python3 python3-venv" >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "assessor needs Python 3.11 or later, and '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12 ..." >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "Python's venv module is missing. On Debian: apt install python3-venv" >&2; \
	  exit 1; }
	@echo "setup: making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.done-runtime: $(VENV)/.done-venv requirements.lock requirements-build.lock
	@echo "setup: installing the packages of requirements.lock"
	@$(INSTALL) -r requirements.lock -r requirements-build.lock
	@touch $@

$(VENV)/.done-project: $(VENV)/.done-runtime pyproject.toml hatch_build.py
	@echo "setup: installing assessor itself"
	@$(PIP) install --progress-bar off --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.done-dev: $(VENV)/.done-runtime requirements-dev.lock
	@echo "setup: installing the packages of requirements-dev.lock"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

dev: setup $(VENV)/.done-dev ## Setup, and what tests and checks need

frontend: $(VENV)/.done-venv ## Build the front-end, if it is not up to date
	@$(BIN)/python hatch_build.py

# ---------------------------------------------------------------- the two commands

demo: setup ## Start everything with a filled database and print the links
	@exec $(BIN)/assessor demo $(DEMO_FLAGS)

test: dev ## Run every test, in TEST_PROCESSES processes
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadscope --no-loadscope-reorder --durations 25 $(TEST_FLAGS)

# ---------------------------------------------------------------- parts of them

lint: dev ## Style, types, layers
	@echo "lint: ruff check" && $(BIN)/ruff check .
	@echo "lint: ruff format" && $(BIN)/ruff format --check .
	@echo "lint: mypy" && $(BIN)/mypy
	@echo "lint: who may import whom" && $(BIN)/lint-imports --no-logo
	@echo "lint: TypeScript" && $(BIN)/python hatch_build.py check

fmt: dev ## Format the sources and fix what can be fixed
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

verify: dev ## Let every challenge pack prove itself, and the proof itself
	@$(BIN)/assessor pack verify --all
	@$(BIN)/python -m pytest -m proof tests/packs

bench: dev ## Measure; asserts nothing
	@$(BIN)/python -m pytest -p no:cacheprovider -s tests/bench

screenshots: dev ## Make the pictures of docs/screenshots anew
	@ASSESSOR_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest tests/e2e

# ---------------------------------------------------------------- languages

POT := translations/assessor.pot
ERRORS := InvalidInput NotFound NotAllowed WrongState
WORDS := lazy_gettext mark say sayMany:1,2 $(ERRORS)

translations: setup collect ## Collect all texts into translations/assessor.pot and bring every translation up to date
	@for file in translations/*.po; do [ ! -e "$$file" ] || $(BIN)/pybabel --quiet update --input-file=$(POT) \
	  --output-file="$$file" --locale="$$(basename "$$file" .po)" --no-wrap || exit 1; done
	@echo "translations: $(POT) written"

collect:
	@$(BIN)/pybabel --quiet extract --mapping-file=translations/babel.cfg --output-file=$(POT) --add-location=file \
	  --sort-output --no-wrap --omit-header $(addprefix --keyword=,$(WORDS)) .

translation: translations ## Begin a new language: make translation LANGUAGE=pt_BR
	@$(BIN)/pybabel --quiet init --input-file=$(POT) --output-file=translations/$(LANGUAGE).po --locale=$(LANGUAGE) --no-wrap
	@echo "translation: now translate translations/$(LANGUAGE).po"

# ---------------------------------------------------------------- releasing

wheel: setup ## Build sdist and wheel into dist/
	@$(BIN)/python -m build --no-isolation --skip-dependency-check

lock: dev ## Write the lock files anew; LOCK_FLAGS=--upgrade takes newer versions
	@$(UV_LOCK) pyproject.toml -o requirements.lock
	@$(UV_LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(UV_LOCK) --group build -c requirements-dev.lock -o requirements-build.lock
	@$(UV_LOCK) --group node -o requirements-node.lock
	@echo "lock: requirements*.lock written"

clean: ## Remove what was built; keeps .venv and the data in var/
	rm -rf build dist node_modules .cache assessor/web/static/dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
