# Everything starts from a fresh clone: each target first makes sure of what it needs. `make help` lists them.

export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Material prints a banner about MkDocs 2 at each run; this project stays on MkDocs 1 on purpose (requirements/build.in).
export NO_MKDOCS_2_WARNING := 1

PYTHON_IN_VENV := .venv/bin/python
# What to install: `dev` for everything, `build` for no more than the site needs.
LOCK ?= dev
# Where `make serve` listens.
ADDRESS ?= 127.0.0.1:8000
UV_VERSION := 0.13.9

.DEFAULT_GOAL := help
# Steps build on each other (`test` wants the fast ones first), so -j changes nothing.
.NOTPARALLEL:
.PHONY: help setup runtime serve build test test-fast test-browser check bench compile format lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv and install what requirements/ locks (quick when up to date)
	@scripts/setup.sh $(LOCK)

runtime: setup ## fetch the Python that runs in the reader's browser (once, checked)
	@$(PYTHON_IN_VENV) scripts/fetch_pyodide.py

serve: runtime ## the guide at http://127.0.0.1:8000, rebuilt when a file changes (ADDRESS=host:port)
	$(PYTHON_IN_VENV) -m mkdocs serve --dev-addr $(ADDRESS)

build: runtime ## the guide as files in site/
	$(PYTHON_IN_VENV) -m mkdocs build --strict

test: test-fast test-browser ## all tests, those in a real browser last

# A file stays on one core, so that what its tests share (a packed runtime, say) is made once.
test-fast: runtime ## the tests that need no browser, spread over the cores
	$(PYTHON_IN_VENV) -m pytest -m "not browser" -n auto --dist loadfile --junitxml=.cache/test/fast.xml

# Two readers at a time, each with a site and a browser of its own.
test-browser: runtime ## the tests in real browsers (CHROMIUM=/path/to/it chooses one, ENGINES=firefox those beside it)
	@$(PYTHON_IN_VENV) -m scripts.browser
	@$(PYTHON_IN_VENV) -m scripts.engines
	$(PYTHON_IN_VENV) -m pytest -m browser -n 2 --dist loadfile --junitxml=.cache/test/browser.xml

check: setup ## lint, types, workflows, data, prose, links
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m mypy
	$(PYTHON_IN_VENV) -m scripts.lint_workflows
	$(PYTHON_IN_VENV) -m build_hooks check

bench: runtime ## speed and size against peers
	$(PYTHON_IN_VENV) -m tests.bench

compile: setup ## prices/ -> calc/catalog.json (commit both)
	$(PYTHON_IN_VENV) -m build_hooks compile

format: setup ## lay out the code as `make check` wants it
	$(PYTHON_IN_VENV) -m ruff check --fix .
	$(PYTHON_IN_VENV) -m ruff format .

lock: setup ## after a change of requirements/*.in: find versions, write hashes (UPGRADE=--upgrade for newer ones)
	$(PYTHON_IN_VENV) -m venv .cache/lock
	.cache/lock/bin/python -m pip install -qq uv==$(UV_VERSION)
	cd requirements && for name in build dev node; do \
	  ../.cache/lock/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) \
	    $$(test $$name = dev && echo --constraint build.txt) $$name.in --output-file $$name.txt || exit 1; \
	done

clean: ## remove all that make made, downloads included
	rm -rf .venv .cache site dist prerendered .pytest_cache .mypy_cache .ruff_cache .hypothesis
