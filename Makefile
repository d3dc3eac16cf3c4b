# Yanapay. `make help` lists what can be done; `make serve` and `make test` need nothing else.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
SOURCE ?=
WORLD ?=

# Rooms of tests with npm packages of their own, locked by version and digest.
NODE_ROOMS := tests/identity tests/clients

.PHONY: help serve test coverage check fix bench bench-peers fuzz lock schema released-schema messages pictures boundaries browser node clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | column -t -s '|'

serve: .venv/serve.stamp ## Prepare what is missing (register, first release) and serve http://127.0.0.1:8000
	@$(BIN)/yanapay serve --prepare

test: .venv/test.stamp browser $(NODE_ROOMS:%=%/node_modules/.stamp) check ## Everything that CI runs
	$(BIN)/pytest -n auto --dist loadfile

coverage: .venv/test.stamp browser $(NODE_ROOMS:%=%/node_modules/.stamp) ## What the tests run through; twice as slow
	$(BIN)/pytest -n auto --dist loadfile --cov --cov-report=term

check: .venv/test.stamp ## Style, types, import contracts, safety rules and templates; never writes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r app core api web geo identity seeds -c pyproject.toml
	PYTHONDONTWRITEBYTECODE=1 $(BIN)/pytest -q --no-cov -p no:cacheprovider tests/house/test_safety_rules.py
	$(BIN)/djlint web/templates --check --lint --quiet

fix: .venv/test.stamp ## Mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint web/templates --reformat --quiet

bench: .venv/test.stamp ## Measure; prints a table and writes benchmarks/results/
	$(BIN)/python -m benchmarks

bench-peers: .venv/test.stamp benchmarks/peers/node_modules/.stamp ## The same questions to PostGraphile, on the same PostgreSQL (CASES=1000000)
	$(BIN)/python -m benchmarks.peers $(or $(CASES),1000000)

fuzz: .venv/test.stamp ## Compare 10,000 documents, compiled and by graphql-core, on both engines
	$(BIN)/python -m tests.compiled.beside $(or $(MANY),10000) $(or $(SEED),0)

lock: .venv/test.stamp ## Lock dependencies again by version and hash
	requirements/lock.sh

schema: .venv/serve.stamp ## Export api/schema.graphql
	$(BIN)/yanapay schema > api/schema.graphql.new && mv api/schema.graphql.new api/schema.graphql

released-schema: schema ## At a release: later schemas are compared with the one of today
	cp api/schema.graphql api/schema.released.graphql

messages: .venv/test.stamp ## Bring the catalogs up to date with the templates
	$(BIN)/pybabel -q extract -F locales/babel.cfg -k say -k marked -k count:2,3 -o locales/yanapay.pot --no-location --sort-output --omit-header .
	for code in en fr; do $(BIN)/pybabel -q update -D yanapay -i locales/yanapay.pot -d locales -l $$code --no-fuzzy-matching --ignore-obsolete --omit-header --width 100; done

pictures: .venv/test.stamp browser ## Keep anew how pages look; look at each that changed before committing it
	$(BIN)/pytest -q --no-cov tests/browser/test_pictures.py -k looks_as_it_did --keep-pictures

boundaries: .venv/test.stamp ## Build geo/data from SOURCE=path/to/PER.json or WORLD=... (see geo/data/SOURCES.md)
	@test -z "$(SOURCE)" || $(BIN)/python -m geo.build "$(SOURCE)"
	@test -z "$(WORLD)" || $(BIN)/python -m geo.build_world "$(WORLD)"

browser: ## Make sure that a Chromium is here for the browser tests
	@command -v chromium >/dev/null || { \
	  echo "installing chromium for the browser tests"; \
	  as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$as_root apt-get update -qq && $$as_root apt-get install -y -qq chromium >/dev/null; } \
	  || { echo "no chromium here and apt-get could not install it: install a Chromium named chromium"; exit 1; }

node: ## Make sure that Node.js is here for what the tests bring in by npm
	@command -v node >/dev/null && command -v npm >/dev/null || { \
	  echo "installing Node.js for the tests"; \
	  as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$as_root apt-get update -qq && $$as_root apt-get install -y -qq nodejs npm >/dev/null; } \
	  || { echo "no Node.js here and apt-get could not install it: install node and npm, 18 or newer"; exit 1; }

clean: ## Remove the environment and caches; never the register
	rm -rf .venv $(NODE_ROOMS:%=%/node_modules) benchmarks/peers/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage *.egg-info

# A machine without the venv module gets virtualenv instead.
.venv/bin/python:
	@echo "making .venv"
	@python3 -m venv .venv 2>/dev/null || { rm -rf .venv; \
	  python3 -m pip install --quiet --user --break-system-packages virtualenv \
	  && python3 -m virtualenv --quiet .venv; }

.venv/serve.stamp: requirements/serve.txt pyproject.toml | .venv/bin/python
	@echo "installing locked dependencies (a minute or two)"
	@$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements/serve.txt --progress-bar on -q
	@$(BIN)/pip install --disable-pip-version-check --no-deps --no-build-isolation -q -e .
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/serve.stamp
	@echo "installing locked test dependencies (a minute or two)"
	@$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements/test.txt --progress-bar on -q
	@touch $@

%/node_modules/.stamp: %/package-lock.json %/package.json | node
	@echo "installing the locked npm packages of $* (a minute or two)"
	@cd $* && npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@
