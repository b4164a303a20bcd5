#!/usr/bin/env bash
# Proves both README commands, each in a bare Debian 12 of its own that has nothing but bash and git:
#   ./dev prove                  demo: ./dev run --demo reaches its address, answers, ends on Ctrl-C; its build in time
#                                test: ./dev test is green in time
#   ./dev prove test             one of the two
#   ./dev prove look             only the bare root, and whether packages can be had in it
#   --base DIR   the bare Debian is kept in DIR and taken from there the next time
#   --keep       leaves the root and the logs in build/prove for a look
# Needs root (debootstrap) and the registries. Of this machine the proof takes debootstrap, bubblewrap, and how the
# registries are reached: proxies of apt, the registry of npm, and certificates of its own.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. ./dev

build_seconds_max=480
test_seconds_max=1200
work="${VITRINE_PROVE:-$PWD/build/prove}"
root="$work/root"
base=""
keep=0
parts=""
while [ $# -gt 0 ]; do
  case "$1" in
    --keep) keep=1 ;;
    --base) base="$(realpath -m "${2:?--base needs a folder}")"; shift ;;
    look | demo | test) parts="$parts $1" ;;
    *) die "prove knows look, demo, test, --base DIR and --keep, not '$1'" ;;
  esac
  shift
done
[ -n "$parts" ] || parts="demo test"
[ "$(id -u)" = 0 ] || die "debootstrap needs root"
need_packages debootstrap bubblewrap git curl procps

# --- a machine that has nothing --------------------------------------------------------------------------

# Where this machine gets Debian's packages from.
mirror() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
    sed -n 's/ bookworm$//p' | head -n 1 | grep . || echo http://deb.debian.org/debian
}

debian() {
  local into="$1"
  rm -rf "$into"
  mkdir -p "$into"
  say "A bare Debian 12 (minbase, bash, git)"
  debootstrap --variant=minbase --include=bash,git bookworm "$into" "$(mirror)" >"$work/debootstrap.log" 2>&1 ||
    { tail -5 "$work/debootstrap.log"; die "debootstrap failed"; }
}

# The bare root with a clean clone of HEAD in it, and this machine's way to the registries.
bare_root() {
  rm -rf "$root"
  if [ -z "$base" ]; then
    debian "$root"
  else
    [ -e "$base/etc/debian_version" ] || { debian "$base.new"; mv "$base.new" "$base"; }
    cp -a "$base" "$root"
  fi
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  apt-config dump | grep -E '^Acquire::https?::Proxy' >"$root/etc/apt/apt.conf.d/90host" || true
  # Not where update-ca-certificates would write over it.
  if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then cp -L "$NODE_EXTRA_CA_CERTS" "$root/etc/host-certificates.pem"; fi
  git clone -q --no-local . "$root/root/vitrine"
}

# Runs a command as if that root were a machine: own processes, own mounts, the host's network for the installers.
inside() {
  local registry=() certificates=()
  if command -v npm >/dev/null; then registry=(--setenv npm_config_registry "$(npm config get registry)"); fi
  if [ -e "$root/etc/host-certificates.pem" ]; then
    certificates=(--setenv NODE_EXTRA_CA_CERTS /etc/host-certificates.pem
      --setenv npm_config_cafile /etc/host-certificates.pem)
  fi
  bwrap --bind "$root" / --dev-bind /dev /dev --proc /proc --ro-bind /sys /sys --tmpfs /dev/shm --tmpfs /run \
    --unshare-pid --unshare-ipc --unshare-uts --cap-add ALL --die-with-parent --new-session --clearenv \
    --setenv PATH /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --setenv HOME /root \
    --setenv LANG C.UTF-8 "${registry[@]}" "${certificates[@]}" --chdir /root/vitrine "$@"
}

# --- the proofs ------------------------------------------------------------------------------------------

failed=0
# One line of the result: what, seconds, the bar, the verdict. A bar of 0 is none.
verdict() {
  local name="$1" seconds="$2" bar="$3" good="$4" limit=""
  if [ "$bar" -gt 0 ]; then
    limit="<= $bar s"
    [ "$seconds" -le "$bar" ] || good=0
  fi
  [ "$good" = 1 ] || failed=1
  printf '%-46s %5d s  %-10s %s\n' "$name" "$seconds" "$limit" "$([ "$good" = 1 ] && echo ok || echo FAILED)" |
    tee -a "$work/result.txt"
}

timed() {
  local name="$1" bar="$2" started=$SECONDS good=1; shift 2
  "$@" || good=0
  verdict "$name" $((SECONDS - started)) "$bar" "$good"
}

look() { inside bash -c 'set -e; ! command -v cmake; ! command -v curl; apt-get update -qq; apt-get install -y -qq -s g++ >/dev/null; git log -1 --oneline'; }

descendants() {
  local child
  for child in $(pgrep -P "$1"); do echo "$child"; descendants "$child"; done
}

# What Ctrl-C does to a terminal's foreground: every process of it gets the signal.
press_ctrl_c() {
  local pid
  for pid in $(descendants "$1"); do
    # bubblewrap stands for the machine, not for the terminal.
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = bwrap ] || kill -INT "$pid" 2>/dev/null || true
  done
}

# Whether an answer says something; read to its end, or curl would complain of whoever stops listening.
says() { local answer; answer="$(curl -fs "$1" 2>/dev/null)" && [[ "${answer,,}" == *"$2"* ]]; }

demo() {
  local port=$((20000 + RANDOM % 9000)) log="$work/demo.log" started=$SECONDS good=1 pid address="" tries
  inside env VITRINE_LISTEN="127.0.0.1:$port" ./dev run --demo >"$log" 2>&1 &
  pid=$!
  for tries in $(seq 1 3600); do
    address="$(sed -n 's/^Vitrine is open: \(http[^ ]*\)$/\1/p' "$log")"
    [ -z "$address" ] || break
    kill -0 "$pid" 2>/dev/null || break
    sleep 1
  done
  [ -n "$address" ] || { tail -20 "$log"; verdict "./dev run --demo prints its address" $((SECONDS - started)) 0 0; return; }
  verdict "./dev run --demo, bare to printed address" $((SECONDS - started)) 0 1
  verdict "of that the clean release build" "$(sed -n 's/.*Built (release) in \([0-9]*\) s.*/\1/p' "$log")" $build_seconds_max 1
  started=$SECONDS
  for tries in $(seq 1 600); do
    says "${address}api/v1/feed/latest" '"items":[{' && break
    sleep 1
  done
  says "$address" '<!doctype html' || good=0
  says "${address}api/v1/feed/latest" '"items":[{' || good=0
  verdict "it answers, and has a first clip" $((SECONDS - started)) 0 $good
  started=$SECONDS
  press_ctrl_c "$pid"
  good=0
  for tries in $(seq 1 30); do kill -0 "$pid" 2>/dev/null || { good=1; break; }; sleep 1; done
  grep -q '^Closing: ' "$log" || good=0
  [ -z "$(ls -d "$root"/tmp/vitrine-demo-* 2>/dev/null)" ] || good=0
  if curl -fs "$address" >/dev/null 2>&1; then good=0; fi
  [ $good = 1 ] || kill "$pid" 2>/dev/null || true
  wait "$pid" || good=0
  verdict "Ctrl-C ends it, and its folder is gone" $((SECONDS - started)) 0 $good
}

run_tests() { inside ./dev test 2>&1 | tee "$work/test.log"; }

mkdir -p "$work"
: >"$work/result.txt"
for part in $parts; do
  timed "a bare Debian 12 and a clean clone" 0 bare_root
  case "$part" in
    look) timed "packages can be had in it" 0 look ;;
    demo) demo ;;
    test) timed "./dev test, bare to green" $test_seconds_max run_tests ;;
  esac
done
[ $keep = 1 ] || rm -rf "$root"
say "Result"
cat "$work/result.txt"
exit $failed
