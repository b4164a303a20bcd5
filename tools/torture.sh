#!/usr/bin/env bash
# ./dev torture [--kills 300] [--seed N] [--database postgres://...]: see torture.py
set -euo pipefail
exec python3 "$(dirname "$(readlink -f "$0")")/torture.py" "$@"
