#!/usr/bin/env bash
# ./dev fuzz [seconds]: runs every fuzz target from its corpus for so long (60 s unless told); stops at a finding.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
seconds="${1:-60}"
for target in build/fuzz/src/*_fuzz; do
  name="$(basename "$target")"
  found="build/fuzz/found/$name"
  mkdir -p "$found"
  corpus=("$found")
  for seeds in "fuzz/corpus/$name" "fuzz/corpus/${name%_fuzz}"; do [ -d "$seeds" ] && corpus+=("$seeds"); done
  printf '%-32s ' "$name"
  "$target" -max_total_time="$seconds" -rss_limit_mb=2048 -artifact_prefix="$found/" "${corpus[@]}" \
    >"$found.log" 2>&1 || { tail -20 "$found.log"; exit 1; }
  grep -E 'Done [0-9]+ runs' "$found.log" || tail -1 "$found.log"
done
