# The commands people use; CI uses the same. `make` alone lists them.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
NODE := $(PY) tools/node.py
ARGS ?=
JS_TESTS = $(sort $(shell find tests/js -name '*.test.*js' 2>/dev/null))

# What an installation depends on: newer than its stamp, it is done again.
PINS := pyproject.toml hatch_build.py package.json package-lock.json requirements/runtime.txt
PEERS := $(VENV)/.bench benchmarks/javascript/node_modules/.stamp
VENDOR := $(if $(wildcard static/vendor/stamp.txt),,refill)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test setup lint types test-js test-py bench soak format lock clean refill

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.installed ## start the explorer and open it in the browser (ARGS=--no-open, ARGS="--port 9000")
	@$(VENV)/bin/backprop-explorer serve --open $(ARGS)

test: setup lint types test-js test-py ## install what testing needs, then test everything

lint: setup ## style of Python and JavaScript
	@echo "== ruff"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@echo "== biome"
	@$(NODE) tools/node_modules/@biomejs/biome/bin/biome check --error-on-warnings

types: setup ## types of Python and JavaScript
	@echo "== mypy"
	@$(PY) -m mypy
	@echo "== tsc"
	@$(NODE) tools/node_modules/typescript/bin/tsc

test-js: setup ## the JavaScript tests that need no browser
	@echo "== node --test"
	@$(NODE) --test $(JS_TESTS)

test-py: setup ## the Python tests, the browser's included (ARGS="-k affine")
	@echo "== pytest"
	@CHROMIUM="$$(cat $(VENV)/.chromium)" $(PY) -m pytest -q -n auto --maxprocesses 4 --dist loadfile $(ARGS)

bench: setup $(PEERS) ## speed, beside PyTorch's and JavaScript's: a table of ratios
	@CHROMIUM="$$(cat $(VENV)/.chromium)" $(PY) -m benchmarks $(ARGS)

soak: $(PEERS) ## the textbook's run, nine seeds on all of MNIST; takes minutes
	@$(PY) -m benchmarks.textbook_run $(ARGS)

format: setup ## put Python and JavaScript into the common style
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .
	@$(NODE) tools/node_modules/@biomejs/biome/bin/biome check --write

lock: $(VENV)/.tested ## pin again what pyproject.toml and package.json ask for
	@$(PIP) uv
	@$(UV) pyproject.toml --output-file requirements/runtime.txt
	@$(UV) pyproject.toml --extra test --constraint requirements/runtime.txt --output-file requirements/dev.txt
	@$(NODE) npm install --package-lock-only --ignore-scripts
	@$(NODE) npm install --package-lock-only --ignore-scripts --prefix tools
	@$(NODE) npm install --package-lock-only --ignore-scripts --prefix benchmarks/javascript

clean: ## remove everything that was installed or built
	rm -rf $(VENV) static/vendor node_modules tools/node_modules benchmarks/javascript/node_modules build dist
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache test-results
	find app tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

UV := $(PY) -m uv pip compile --upgrade --quiet --universal --python-version 3.11 \
	--no-emit-index-url --no-annotate --no-header

setup: $(VENV)/.tested node_modules/.stamp tools/node_modules/.stamp
	@$(PY) tools/chromium.py > $(VENV)/.chromium

$(PY):
	@sh tools/venv.sh $(VENV)

$(VENV)/.installed: $(PINS) $(VENDOR) | $(PY)
	@echo "== installing Backprop Explorer"
	@$(PIP) --constraint requirements/runtime.txt --editable .
	@touch $@

$(VENV)/.tested: $(PINS) $(VENDOR) requirements/dev.txt requirements/torch.txt | $(PY)
	@echo "== installing Backprop Explorer and what tests it"
	@$(PIP) --constraint requirements/dev.txt --editable '.[test]'
	@$(PIP) --requirement requirements/torch.txt
	@touch $@ $(VENV)/.installed

$(VENV)/.bench: $(VENV)/.installed requirements/torch.txt
	@$(PIP) --requirement requirements/torch.txt
	@touch $@

node_modules/.stamp: package-lock.json | $(VENV)/.tested
	@echo "== installing the page's JavaScript"
	@$(NODE) npm ci --ignore-scripts --silent
	@touch $@

tools/node_modules/.stamp: tools/package-lock.json | $(VENV)/.tested
	@echo "== installing what checks it"
	@$(NODE) npm ci --ignore-scripts --silent --prefix tools
	@touch $@

benchmarks/javascript/node_modules/.stamp: benchmarks/javascript/package-lock.json | $(VENV)/.bench
	@echo "== installing what is compared with"
	@$(NODE) npm ci --ignore-scripts --silent --prefix benchmarks/javascript
	@touch $@
