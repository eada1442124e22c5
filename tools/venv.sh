#!/bin/sh
# Makes the virtual environment $1 with the first Python that is new enough.
set -eu
for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$python has no venv module; on Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    echo "== making $1 with $("$python" --version)"
    exec "$python" -m venv "$1"
done
echo "Python 3.11 or newer is needed; name one that is not on the PATH with: make PYTHON=/path/to/python" >&2
exit 1
