# 跟单: `make demo` to see it, `make test` to test it. Needs make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
ARGS ?=

.PHONY: help demo run test check test-browser format translations migration lock install install-dev clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

demo: install ## The bot with a sample company on a page; no token, no network
	@exec $(PYTHON) -m bot demo $(ARGS)

run: install ## The bot with your BOT_TOKEN, settings from .env
	@$(PYTHON) -m bot migrate
	@exec $(PYTHON) -m bot run $(ARGS)

# Each worker, and each process that a test starts, would else compile everything anew where this is set.
test test-browser: export PYTHONDONTWRITEBYTECODE :=

test: install-dev ## The whole suite, on SQLite and on a PostgreSQL that it starts itself
	$(PYTHON) -m pytest --numprocesses=2 --dist=worksteal $(ARGS)

check: install-dev ## Format, lint, types, import contracts, catalogues, process book
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/basedpyright
	.venv/bin/lint-imports
	$(PYTHON) -m locales check
	$(PYTHON) -m bot process check

test-browser: ## The demo's page in the system's Chromium
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
		{ echo "gendan: Chromium is missing: apt-get install chromium fonts-wqy-microhei, then again." >&2; exit 2; }
	@scripts/environment requirements-browser.lock
	$(PYTHON) -m pytest tests/browser $(ARGS)

format: install-dev ## Let ruff write the format and the safe corrections
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

translations: install-dev ## Bring the catalogues to what texts.py files say
	$(PYTHON) -m locales extract
	$(PYTHON) -m locales update

migration: install-dev ## Begin the next migration from the models: make migration ARGS="What changes"
	@$(PYTHON) -m tests.support.schema "$(ARGS)"

lock: ## Write the lock files anew from pyproject.toml
	@scripts/lock $(ARGS)

install: ## .venv with what the bot needs
	@scripts/environment requirements.lock

install-dev: ## .venv with what its makers need
	@scripts/environment requirements-dev.lock

clean: ## Remove .venv and the caches
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache build
