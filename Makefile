# `make run` and `make test` need Python 3.11 or later, make and git; everything else comes from packages.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

# Installs a lock file once: what was installed is kept beside the packages and compared with what is wanted.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing (Debian: python3-venv)." >&2; exit 1; }
	@cmp -s $(1) .venv/$(1) || { echo "Installing $(1) ..."; $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && cp $(1) .venv/$(1); }
endef

.PHONY: run
run: ## the portal on http://127.0.0.1:8000/
	$(call install,requirements.txt)
	@exec $(BIN)/python manage.py up

.PHONY: lock
lock: ## requirements*.txt from pyproject.toml; exact versions with hashes, no addresses
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv $(COMPILE) pyproject.toml --output-file requirements.txt
	$(BIN)/uv $(COMPILE) pyproject.toml --group dev --constraints requirements.txt --output-file requirements-dev.txt

COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command 'make lock' --upgrade
