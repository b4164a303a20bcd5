#!/usr/bin/env bash
# ./dev bench [name ...]: the speed bars, each beside the bare tool in the same run; see bench.py
set -euo pipefail
exec python3 "$(dirname "$(readlink -f "$0")")/bench.py" "$@"
