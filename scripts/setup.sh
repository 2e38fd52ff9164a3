#!/bin/sh
# Makes .venv with a suitable Python and installs exactly what requirements/ locks, hashes checked.
# Quick when nothing changed. Usage: scripts/setup.sh [dev|build]   (PYTHON=/path/to/python chooses the interpreter
# of a new .venv; one that is there and works is kept)
set -eu
cd "$(dirname "$0")/.."

lock=requirements/${1:-dev}.txt
stamp=.venv/.installed-from
PATH="$PWD/.venv/bin:$PATH"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
pip=".venv/bin/python -m pip install -qq"  # errors only: warnings of a reader's own pip settings are not ours

# 3.12 is what the locked packages ask for at least; 3.14 is the newest they have been locked and tried for.
suitable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info < (3, 15))' >/dev/null 2>&1
}

candidates() {
    if [ -n "${PYTHON:-}" ]; then echo "$PYTHON"; return; fi
    wanted=$(cat .python-version)
    pyenv_root=${PYENV_ROOT:-$(pyenv root 2>/dev/null || echo "$HOME/.pyenv")}
    echo "python$wanted"
    ls -d "$pyenv_root/versions/$wanted"*/bin/python 2>/dev/null || true
    printf 'python3.14\npython3.13\npython3.12\n'
    ls -d "$pyenv_root"/versions/3.1[234]*/bin/python 2>/dev/null || true
    echo python3
}

find_python() {
    candidates | while IFS= read -r python; do
        if suitable "$python"; then echo "$python"; break; fi
    done
}

make_venv() {
    python=$(find_python)
    if [ -z "$python" ]; then
        echo "setup: ${PYTHON:-nothing on PATH or in pyenv} is no Python 3.12, 3.13 or 3.14 with its venv module." >&2
        echo "       Install one, for example 'apt-get install python3.13-venv', 'brew install python@3.13' or" >&2
        echo "       'pyenv install 3.13', or name one: make setup PYTHON=/path/to/python3.13" >&2
        exit 1
    fi
    echo "setup: making .venv with $("$python" --version) ($python)"
    "$python" -m venv --clear .venv
}

has_node() {
    command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] >= 18 ? 0 : 1)' 2>/dev/null
}

# All that decides what gets installed, as one text: when it is the text of the last install, there is nothing to do.
wanted_state() {
    echo "$lock $PWD"
    cat .python-version pyproject.toml "$lock"
}

if ! suitable .venv/bin/python; then make_venv; fi

if ! wanted_state | cmp -s - "$stamp"; then
    rm -f "$stamp"
    echo "setup: installing $lock (a minute or so the first time)"
    $pip --require-hashes -r "$lock"
    $pip --no-deps --no-build-isolation --no-index -e .
    wanted_state > "$stamp"
fi

if ! has_node; then
    echo "setup: no node 18 or newer with npm on PATH, installing requirements/node.txt into .venv"
    $pip --require-hashes -r requirements/node.txt
fi
