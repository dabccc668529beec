# Quoth's commands. `make serve` and `make test` are all that a fresh checkout needs; both set up what they use, once.
#
#   make serve [PORT=8000]      the service on this machine
#   make test                   lint, format, types and every test
#   make fuzz [REQUESTS=25000]  that many generated requests for each of two operations, none of which may break the contract
#   make audit                  what is known of weaknesses in the packages that serve
#   make evaluate [SHARED=…]    how right it is, on the annotated articles in SHARED: docs/accuracy.md anew
#   make lock [UPGRADE=-U]      requirements/*.txt anew from pyproject.toml
#   make train                  all weights anew, from the corpora in $(SHARED); four hours or so
#   make openapi                openapi.yaml anew from the code
#   make screenshots            docs/reading-view*.png anew, with the chromium of this machine
#   make image                  the container image, tagged quoth
#   make clean                  removes what the commands above made
#
# PYTHON= chooses the interpreter (3.11 or later); each version has an environment of its own under .venvs/.

PYTHON ?= python3
PORT ?= 8000
SHARED ?= ../shared
QUOTH_BIND ?= 127.0.0.1:$(PORT)
UPGRADE ?=
REQUESTS ?= 25000
SCRIPT_TOOLS := tests/browser/node_modules

VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2]) if sys.version_info >= (3, 11) else None')
VENV := .venvs/$(VERSION)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCK := $(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' --group build $(UPGRADE)

.DELETE_ON_ERROR:
.PHONY: serve test check fuzz format audit evaluate lock train openapi screenshots image clean

serve: $(VENV)/serve.stamp
	QUOTH_BIND=$(QUOTH_BIND) exec $(BIN)/gunicorn

test: check
	$(BIN)/python -m pytest

check: $(VENV)/test.stamp check-scripts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The scripts of the pages: their tools need node and npm, which nothing else does. In CI they are there, or it fails.
.PHONY: check-scripts
ifneq ($(CI)$(shell command -v npm),)
check-scripts: $(SCRIPT_TOOLS)/.stamp
	$(SCRIPT_TOOLS)/.bin/eslint --config tests/browser/eslint.config.js service/web/static
	$(SCRIPT_TOOLS)/.bin/tsc --project tests/browser
else
check-scripts:
	@echo 'SKIPPED: the pages'"'"' scripts are neither linted nor typed, since there is no npm (apt-get install nodejs npm).' >&2
endif

fuzz: fuzz-quotes fuzz-batch
fuzz-%: $(VENV)/test.stamp
	FUZZ=$(REQUESTS) $(BIN)/python -m pytest --capture=no tests/test_conformance.py -k $*

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

audit: $(VENV)/test.stamp
	$(BIN)/pip-audit --requirement requirements/serve.txt --require-hashes --disable-pip --strict

evaluate: $(VENV)/test.stamp
	$(BIN)/python -m evaluation.report $(SHARED) docs/accuracy.md

lock: $(VENV)/test.stamp
	$(LOCK) pyproject.toml --output-file requirements/serve.txt
	$(LOCK) --group test --constraints requirements/serve.txt pyproject.toml --output-file requirements/test.txt
	echo 'torch; sys_platform == "none"' > requirements/.without
	$(LOCK) --group train --constraints requirements/serve.txt --override requirements/.without pyproject.toml --output-file requirements/train.txt
	rm requirements/.without

# What is made on the way stays in the folder training-files: an interrupted run goes on where it was.
train: $(VENV)/train.stamp
	$(BIN)/python -m training $(SHARED)/corpora/polnear-train.jsonl.gz $(SHARED)/evaluation/gold-train.jsonl training-files

openapi: $(VENV)/serve.stamp
	$(BIN)/python -m service.web.openapi > openapi.yaml.new
	mv openapi.yaml.new openapi.yaml

screenshots: $(VENV)/test.stamp
	$(BIN)/python -m tests.browser.screenshots docs

image:
	docker build --tag quoth .

clean:
	rm -rf .venvs .mypy_cache .ruff_cache .pytest_cache .hypothesis $(SCRIPT_TOOLS)
	find service tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Every file that is installed is named by its hash, and only wheels are: installing runs no code but pip's.
# The package itself is linked, not copied, so that a change to the code needs no new installation.
$(VENV)/%.stamp: requirements/%.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes --only-binary :all: --requirement $<
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# npm's packages are locked as pip's are, by version and hash, and none of them runs code when it is installed.
$(SCRIPT_TOOLS)/.stamp: tests/browser/package-lock.json
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --silent
	touch $@

# PyPI's torch brings gigabytes for graphics cards along: the one for processors is asked for by itself, and so are the rest
# without what they would fetch.
$(VENV)/train.stamp: requirements/train.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes --only-binary :all: --no-deps --requirement $<
	$(PIP) install --quiet --extra-index-url https://download.pytorch.org/whl/cpu torch==2.13.0
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(BIN)/python:
	@test -n "$(VERSION)" || { echo "Quoth needs Python 3.11 or later; '$(PYTHON)' is not. Name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "Python's venv is missing: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
