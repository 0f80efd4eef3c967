# Everything starts here: `make` alone lists what there is.
# PYTHON=/path/to/python3.12 chooses an interpreter; otherwise the newest usable one is found.

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench faults format check-lock lock audit sbom clean

BIN := .venv/bin
ASKED := $(if $(filter undefined default,$(origin PYTHON)),,$(PYTHON))
ENVIRONMENT := sh tools/setup.sh
ARGS ?=
# More than cores: tests wait for processes and servers of their own most of the time.
WORKERS ?= 3

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with everything that development needs
	@$(ENVIRONMENT) dev $(ASKED)

run: ## start the bot: on Telegram with BOT_TOKEN, otherwise with the chat page in the browser
	@$(ENVIRONMENT) run $(ASKED)
	@exec $(BIN)/autotrack run $(ARGS)

test: setup ## run the tests (ARGS="tests/domain -k plate" for some of them)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: setup check-lock ## style, formatting, types, import arrows, lock
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## measure and write docs/benchmarks.md (BENCH="capture" for some of them)
	@$(BIN)/python -m benchmarks $(BENCH) --write

faults: setup ## break a running bot, count what is lost or doubled, write docs/reliability.md (PART="disk" for some)
	@$(BIN)/python -m tests.faults $(PART) --write $(ARGS)

format: setup ## put the code in the project's format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check-lock: setup ## see that the locks answer pyproject.toml, hold hashes and no addresses
	@$(BIN)/python -m tools.check_lock

lock: ## resolve the locks again after a change of pyproject.toml (UPGRADE=1 takes newer versions)
	@sh tools/lock.sh $(ASKED)

audit: setup ## ask the public list of advisories about every locked package (needs the network)
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock -r requirements-dev.lock

sbom: setup ## write the bill of materials of what runs: build/sbom.json (CycloneDX)
	@$(BIN)/python -m tools.sbom build/sbom.json

clean: ## remove the environment and every cache (not the data)
	rm -rf .venv .bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
