#!/usr/bin/env bash
# replay_matrix.sh [PAGES]: builds the model, the feed and the replay for several processors and with several
# optimisations, lets each serve and replay the same invented pages, and compares. What was ranked by one build must be what every other ranks.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
pages="${1:-100000}"
declare -A flags=(
  [o2]="-O2"
  [o3]="-O3"
  [o3-native]="-O3 -march=native"
  [o3-native-no-avx512]="-O3 -march=native -mno-avx512f"
  [o2-baseline]="-O2 -march=x86-64 -mno-avx"
)
order=(o2 o3 o3-native o3-native-no-avx512 o2-baseline)
case "$(uname -m)" in x86_64) ;; *) order=(o2 o3 o3-native) ;; esac

first="" status=0
for name in "${order[@]}"; do
  folder="build/matrix-$name"
  [ -f "$folder/build.ninja" ] || cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DVITRINE_OPTIMISE="${flags[$name]}" >/dev/null
  ninja -C "$folder" vitrine_selftest >/dev/null
  # The loops that are compiled for several widths, in the widest there are; one build tries them all.
  widths=(16)
  [ "$name" = o2 ] && widths=(16 8 4)
  for width in "${widths[@]}"; do
    digest=$("$folder/vitrine_selftest" --pages "$pages" --pairs 1 --width "$width" | sed -n 's/^digest //p') || status=1
    printf '%-22s %-34s %2s %s\n' "$name" "${flags[$name]}" "$width" "${digest:-no digest}"
    first="${first:-$digest}"
    [ -n "$digest" ] && [ "$digest" = "$first" ] || status=1
  done
done
[ "$status" = 0 ] && echo "every build ranked the same $pages pages" || echo "THE BUILDS DIFFER"
exit "$status"
