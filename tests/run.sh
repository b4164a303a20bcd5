#!/usr/bin/env bash
# Everything `./dev test` runs, stage by stage; a failing stage does not hide the next one.
#   --quick     leave out the browser and the scenario stages
#   --release   build the product as it ships too, and walk through it once
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. ./dev
set +e

quick=0
release=0
for option in "$@"; do
  case "$option" in
    --quick) quick=1 ;;
    --release) release=1 ;;
    *) die "test knows --quick and --release, not '$option'" ;;
  esac
done
passed=0
failed=0
failures=""
logs="$PWD/build/test-logs"
mkdir -p "$logs"

# Runs one stage; its whole output goes to a log, the end of it to the screen when it fails.
stage() {
  local name="$1"; shift
  local started=$SECONDS log="$logs/$1.log"
  say "== $name"
  if ( set -e; "$@" ) >"$log" 2>&1; then
    passed=$((passed + 1))
    printf '   ok, %d s\n' $((SECONDS - started))
  else
    failed=$((failed + 1)); failures="$failures\n   $name ($log)"
    printf '   FAILED after %d s; the end of its output:\n' $((SECONDS - started))
    grep -E -A3 '(ERROR|FATAL ERROR|SUMMARY|runtime error):' "$log" | tail -n 40
    tail -n 60 "$log"
  fi
}

# Everything a stage starts is in the terminal's group and hears Ctrl-C too.
interrupted() {
  trap '' INT
  wait
  printf '\n%d passed, %d failed, the rest was not run: interrupted after %d s\n' "$passed" "$failed" "$SECONDS"
  exit 130
}
trap interrupted INT

install_everything() {
  # shellcheck disable=SC2086
  need_packages $packages_build $packages_run $packages_test
  [ -f web/package.json ] && need_node
  return 0
}
web_checks() { build_web; (cd web && npm run --silent check); }
unit_tests() { build dev; ctest --preset dev --output-on-failure -j2; }
client_matches() { (cd web && npm run --silent api -- --check); }
scenario_tests() { local script; for script in tests/scenario/*.sh; do [ -e "$script" ] || continue; bash "$script"; done; }
# What nobody may do; the browser of the first half sleeps often enough for the second.
guards() {
  local matrix status=0
  node --no-warnings web/tests/guard/matrix.mjs --short >"$logs/matrix.log" 2>&1 & matrix=$!
  node --no-warnings web/tests/negatives/run.mjs --short --plant >"$logs/negatives.log" 2>&1 || told negatives
  wait $matrix || told matrix
  node --no-warnings web/tests/guard/calls.mjs 3000 1 >"$logs/calls.log" 2>&1 || told calls
  return $status
}
told() { status=1; printf '== %s failed\n' "$1"; tail -n 25 "$logs/$1.log"; }
browser_tests() { (cd web && npm run --silent test:e2e); }
as_it_ships() {
  build release --target vitrine
  tools/sbom.py >build/sbom.cdx.json
  (cd web && VITRINE_BINARY="$PWD/../build/release/vitrine" npm run --silent test:e2e journey)
}

stage "install what is missing" install_everything
[ -f web/package.json ] && need_node
[ -f web/package.json ] && stage "web app: types, unit tests, size" web_checks
stage "unit and contract tests under ASan and UBSan" unit_tests
# People at the page reach more of the server than any test does, so the sanitizers watch them too.
export VITRINE_BINARY="$PWD/build/dev/vitrine"
[ -f web/package.json ] && stage "the page's API client is the server's" client_matches
if [ $quick = 0 ]; then
  ls tests/scenario/*.sh >/dev/null 2>&1 && stage "scenarios over HTTP" scenario_tests
  grep -qs '"test:e2e"' web/package.json && stage "browser tests in Chromium" browser_tests
  stage "what Vitrine does not do, and who may do what" guards
fi
[ $release = 1 ] && stage "the release build, and a walk through it" as_it_ships

printf '\n%d s in all' "$SECONDS"
[ $failed = 0 ] || printf '; failed:%b' "$failures"
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ $failed = 0 ]
