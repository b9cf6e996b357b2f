# make demo   check a sample household, from nothing but python3, make and a C compiler
# make desk   open the desk of a made-up office in the browser
# make test   everything that must hold before a change goes in
# make fuzz-true ARGS="--minutes 10 --seed 1"   attack what is stated of made-up packs (docs/engineers.md)
# make soak-screening ARGS="--runs 30 --seed 1"   dirty registries on every engine, and runs that are stopped (docs/engineers.md)
# make setup  what make demo needs, in .venv: Clausewise and what it stands on (make test adds its own)
# make lock   bring requirements/*.txt up to date with pyproject.toml (needs uv)
# make clean  remove what the others made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
READY := $(VENV)/ready
AT_DESK := $(VENV)/at-desk
SAMPLE := cases/chongqing-2020/urban-dibao-student.yaml

# The compiler that Python was built with, if it is here; it is the one a build of a C extension asks for.
ifeq ($(origin CC),default)
CC := $(shell for c in "$$($(PYTHON) -c 'import sysconfig; print((sysconfig.get_config_var("CC") or "cc").split()[0])' \
  2>/dev/null)" cc gcc clang; do command -v "$$c" >/dev/null 2>&1 && echo "$$c" && break; done)
endif

.PHONY: demo desk test fuzz-true soak-screening setup lock clean machine

demo: $(INSTALLED)
	$(BIN)/clausewise check $(SAMPLE)

desk: $(AT_DESK)
	$(BIN)/clausewise desk made-up --data .desk $(ARGS)

test: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/pytest -n auto --dist worksteal

fuzz-true: $(READY)
	PYTHONPATH=tests $(BIN)/python -m specification.fuzz_true $(ARGS)

soak-screening: $(READY)
	PYTHONPATH=tests $(BIN)/python -m screening.soak $(ARGS)

setup: $(INSTALLED)

PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Build tools first and without isolation afterwards, so that no package enters the environment unlocked.
$(INSTALLED): pyproject.toml requirements/build.txt requirements/base.txt
	@$(MAKE) --no-print-directory machine
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/build.txt
	CC="$(CC)" CPPFLAGS="$(CPPFLAGS) $(RENAMED)" $(PIP) --require-hashes --no-build-isolation -r requirements/base.txt || { \
	  echo "What Clausewise stands on could not be installed for $(PYTHON); the reason stands above." >&2; exit 1; }
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(AT_DESK): $(INSTALLED) requirements/desk.txt
	$(PIP) --require-hashes --no-build-isolation -r requirements/desk.txt
	@touch $@

$(READY): $(INSTALLED) requirements/dev.txt
	$(PIP) --require-hashes --no-build-isolation -r requirements/dev.txt
	@touch $@

# durable-rules names PyEval_CallObject, which Python 3.13 no longer has; its successor takes the same arguments.
RENAMED = $(shell $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 13))' && \
  echo -DPyEval_CallObject=PyObject_CallObject)

# What pip would otherwise say in two screens, in one sentence.
machine:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "Clausewise needs Python 3.11 or later, and there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Clausewise needs Python 3.11 or later: name one, as in make PYTHON=python3.12 setup." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make environments: install its venv package (python3-venv on Debian and Ubuntu)." >&2; \
	  exit 1; }
	@test -n "$(CC)" && command -v $(firstword $(CC) cc) >/dev/null || { \
	  echo "durable-rules is built from source and there is no C compiler here:" \
	    "install one (gcc, or build-essential on Debian and Ubuntu)." >&2; exit 1; }
	@printf '#include <stdlib.h>\n' | $(CC) -E -x c - >/dev/null 2>&1 || { \
	  echo "The C compiler $(CC) finds no C library headers:" \
	    "install them (libc6-dev, or build-essential on Debian and Ubuntu)." >&2; exit 1; }
	@printf '#include <Python.h>\n' | $(CC) -E -x c \
	  -I"$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))')" - >/dev/null 2>&1 || { \
	  echo "durable-rules is built from source and the headers of $(PYTHON) are missing:" \
	    "install them (python3-dev on Debian and Ubuntu)." >&2; exit 1; }

# Only what is locked counts, not the indexes that this machine happens to be set up with.
LOCK := env -u UV_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS uv --no-config pip compile --quiet --universal \
  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: install it and try again." >&2; exit 1; }
	$(LOCK) --group build --output-file requirements/build.txt
	$(LOCK) pyproject.toml --output-file requirements/base.txt
	$(LOCK) pyproject.toml --extra desk --constraint requirements/base.txt --constraint requirements/build.txt \
	  --output-file requirements/desk.txt
	$(LOCK) pyproject.toml --extra audit --extra desk --extra receipts --extra screening --extra duckdb --extra postgresql --extra spark --extra xlsx --group dev --constraint requirements/base.txt --constraint requirements/desk.txt \
	  --constraint requirements/build.txt \
	  --output-file requirements/dev.txt

clean:
	rm -rf $(VENV) .desk dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
