#!/usr/bin/env bash
# ./dev fuzz [seconds] [target ...]: runs every fuzz target (or those named) from its corpus for so long, 60 s unless
# told. Prints executions, covered edges and new inputs a target; a finding is kept in build/fuzz/found and fails the run.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
seconds="${1:-60}"
shift || true
failed=0
for asked in "$@"; do
  [ -x "build/fuzz/src/${asked%_fuzz}_fuzz" ] || { echo "there is no fuzz target $asked"; exit 2; }
done
printf '%-24s %8s %12s %10s %8s %8s\n' target corpus executions each/s edges new
for target in build/fuzz/src/*_fuzz; do
  name="$(basename "$target")"
  [ $# = 0 ] || [[ " $* " == *" $name "* || " $* " == *" ${name%_fuzz} "* ]] || continue
  found="build/fuzz/found/$name"
  seeds="fuzz/corpus/${name%_fuzz}"
  mkdir -p "$found"
  [ -d "$seeds" ] || { echo "$name has no corpus in $seeds"; failed=1; continue; }
  if "$target" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
      -artifact_prefix="$found/" "$found" "$seeds" >"$found.log" 2>&1; then
    stat() { sed -n "s/^stat::$1: *//p" "$found.log"; }
    edges="$(grep -oE 'cov: [0-9]+' "$found.log" | tail -n 1 | cut -d' ' -f2)"
    printf '%-24s %8d %12d %10d %8s %8d\n' "$name" "$(find "$seeds" -type f | wc -l)" "$(stat number_of_executed_units)" \
      "$(stat average_exec_per_sec)" "${edges:-?}" "$(stat new_units_added)"
  else
    failed=1
    echo "$name FOUND SOMETHING; the input lies in $found, the end of its output:"
    tail -20 "$found.log"
  fi
done
exit $failed
