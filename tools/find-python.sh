#!/bin/sh
# Print a Python that can build the environment (3.11 or newer, with venv and ensurepip), or say what to install.
# Candidates are run and not just looked up: a version manager leaves names on PATH for versions that do not start.
# Usage: find-python.sh [interpreter]
set -u

say() { printf '%s\n' "$*" >&2; }

starts='import sys; sys.exit(sys.version_info < (3, 11))'
builds='import ensurepip, venv'
seen=
without_venv=

for candidate in ${1:-python3.13 python3.12 python3.11 python3}; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    version=$("$candidate" -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue
    seen="$seen $candidate ($version)"
    "$candidate" -c "$starts" >/dev/null 2>&1 || continue
    if "$candidate" -c "$builds" >/dev/null 2>&1; then
        printf '%s\n' "$candidate"
        exit 0
    fi
    [ -n "$without_venv" ] || without_venv=$candidate
done

if [ -n "$without_venv" ]; then
    series=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "AutoTrack: $without_venv is Python $series but has no venv module, which builds the project's own environment."
    if command -v apt-get >/dev/null 2>&1; then
        case $without_venv in
            python3) package=python3-venv ;;
            *) package=python$series-venv ;;
        esac
        say "Install it, then run the same command again:"
        say "    sudo apt-get update && sudo apt-get install $package"
    else
        say "Install your system's package with venv and ensurepip for Python $series, then run the same command again."
    fi
    exit 1
fi

say "AutoTrack needs Python 3.11 or newer; found:${seen:- none}."
if [ -n "${1:-}" ]; then
    say "PYTHON=$1 was asked for; leave it out to let the newest usable one be chosen."
elif command -v apt-get >/dev/null 2>&1; then
    say "Debian 12, Ubuntu 24.04 and later:"
    say "    sudo apt-get update && sudo apt-get install python3 python3-venv"
fi
say "Or name an interpreter: make run PYTHON=/path/to/python3.12"
exit 1
