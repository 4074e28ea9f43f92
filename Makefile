# make run     serve from this machine alone, on http://127.0.0.1:8000
# make demo    the same with a network of invented people
# make test    everything that has to be true before a change goes in
# make lock    choose the versions anew that everybody installs

SHELL := /bin/sh
PYTHON := .venv/bin/python
.PHONY: run demo test lock environment-to-run environment-to-test
.DEFAULT_GOAL := run
export PYTHONPATH :=
export PYTHONUTF8 := 1

run: environment-to-run
	@exec $(PYTHON) -m coaching serve --with-parent

demo: environment-to-run
	@exec $(PYTHON) -m coaching demo --with-parent

test: environment-to-test
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m mypy
	@CHROMIUM=$$($(PYTHON) tests/plugins/chromium.py) && export CHROMIUM && exec $(PYTHON) -m pytest -n 2 --dist loadgroup $(PYTEST)

lock:
	uv pip compile $(COMPILE) pyproject.toml -o requirements.lock
	uv pip compile $(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

COMPILE := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

# What is installed stands in .venv as a copy of its lock. Who tests may also run; who only ran gets the rest on top.
environment-to-run:
	@cmp -s requirements-dev.lock .venv/requirements-dev.lock || cmp -s requirements.lock .venv/requirements.lock || { $(NEW) && $(call INSTALL,requirements.lock); }

environment-to-test:
	@cmp -s requirements-dev.lock .venv/requirements-dev.lock || { { cmp -s requirements.lock .venv/requirements.lock || $(NEW); } && $(call INSTALL,requirements-dev.lock); }

UV = uv --version >/dev/null 2>&1

define NEW
{ echo 'Making the environment; this takes a minute, once.'; rm -rf .venv; \
	for python in python3 python3.11 python3.12 python3.13 python3.14; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then echo 'Café Path needs Python 3.11 or newer.' >&2; exit 1; fi; \
	if $(UV); then uv venv --quiet --python "$$($$python -c 'import sys; print(sys.executable)')" .venv; \
	else $$python -m venv .venv; fi; }
endef

define INSTALL
{ if $(UV); then uv pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r $(1); \
	else $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi && cp $(1) .venv/$(1); }
endef
