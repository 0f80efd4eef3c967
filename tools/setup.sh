#!/bin/sh
# Build or refresh .venv from a lock file; does nothing, in a few milliseconds, when nothing changed.
# Usage: setup.sh run|dev [interpreter]
set -eu
cd "$(dirname "$0")/.."

kind=$1
asked=${2:-}
venv=.venv
unfinished=$venv/.unfinished

lock_of() { if [ "$1" = dev ]; then echo requirements-dev.lock; else echo requirements.lock; fi; }
# What the environment is made of: the pinned packages, the project's own entry points, and where it stands.
sum_of() { printf '%s %s\n' "$(cat "$(lock_of "$1")" pyproject.toml | cksum)" "$PWD"; }
fresh() { [ -f "$venv/.made-for-$1" ] && [ "$(cat "$venv/.made-for-$1")" = "$(sum_of "$1")" ]; }
version_of() { "$1" -c 'import platform; print(platform.python_version())'; }

# Why the present environment cannot be kept; nothing when it can.
broken() {
    [ -d "$venv" ] || return 0
    if [ -e "$unfinished" ]; then echo "an earlier set-up was interrupted"
    elif ! "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; then echo "its Python does not start"
    elif grep -q '^command = ' "$venv/pyvenv.cfg" && ! grep -q "^command = .* $PWD/$venv\$" "$venv/pyvenv.cfg"; then
        echo "it was made for another folder"
    elif [ -n "$asked" ] && [ "$(version_of "$asked")" != "$(version_of "$venv/bin/python")" ]; then
        echo "$asked is another version than the one it was made with"
    fi
}

reason=$(broken)
if [ -z "$reason" ] && { fresh "$kind" || { [ "$kind" = run ] && fresh dev; }; }; then exit 0; fi

if [ -n "$reason" ]; then
    echo "Making $venv again: $reason."
    rm -rf "$venv"
fi
if [ ! -d "$venv" ]; then
    python=$(sh tools/find-python.sh "$asked")
    echo "Making $venv with $python ($(version_of "$python")) ..."
    mkdir "$venv"
    : >"$unfinished"
    "$python" -m venv "$PWD/$venv"
fi

echo "Installing the packages of $(lock_of "$kind") (about a minute the first time) ..."
rm -f "$venv/.made-for-run" "$venv/.made-for-dev"
: >"$unfinished"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check --no-input "$@"; }
if pip install --quiet --require-hashes -r "$(lock_of "$kind")" &&
    pip install --quiet --no-build-isolation --no-deps --editable .; then
    rm -f "$unfinished"
    sum_of "$kind" >"$venv/.made-for-$kind"
    echo "Ready."
else
    # pip itself undid what it began, so this is no half-made environment: the next call goes on from here.
    rm -f "$unfinished"
    echo "Installing failed (see above). When the cause is mended, run the same command again." >&2
    exit 1
fi
