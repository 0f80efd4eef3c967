#!/bin/sh
# Resolve pyproject.toml into the two lock files, good for every supported Python and platform.
# The resolver (uv) lives in an environment that is thrown away; UV=/path/to/uv uses one that is there already.
# Usage: [UPGRADE=1] lock.sh [interpreter]
set -eu
cd "$(dirname "$0")/.."

python=$(sh tools/find-python.sh "${1:-}")
workshop=$(mktemp -d)
trap 'rm -rf "$workshop"' EXIT INT TERM

if [ -z "${UV:-}" ]; then
    "$python" -m venv "$workshop/venv"
    "$workshop/venv/bin/python" -m pip --disable-pip-version-check install --quiet uv
    UV=$workshop/venv/bin/uv
fi

resolve() {
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header ${UPGRADE:+--upgrade} "$@" >/dev/null
}

# The project is installed without build isolation, so what builds it is locked too.
"$python" -c 'import tomllib; print("\n".join(tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"]))' \
    >"$workshop/build.in"

echo "requirements.lock: what it takes to run ..."
resolve pyproject.toml "$workshop/build.in" --no-annotate --output-file requirements.lock
echo "requirements-dev.lock: that, at the same versions, and what development needs ..."
resolve pyproject.toml "$workshop/build.in" --all-extras --no-annotate \
    --constraints requirements.lock --output-file requirements-dev.lock
