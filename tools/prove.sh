#!/usr/bin/env bash
# Proves both README commands in a bare Debian 12 root that has nothing but bash and git:
#   ./dev prove            a fresh root, a clean clone of HEAD, ./dev test, ./dev run --demo, a clean release build
#   ./dev prove --keep     leaves the root in build/prove for a look
# Needs root (debootstrap). A host that checks TLS through its own authority hands it in by NODE_EXTRA_CA_CERTS.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. ./dev

[ "$(id -u)" = 0 ] || die "debootstrap needs root"
need_packages debootstrap bubblewrap git curl
work="${VITRINE_PROVE:-$PWD/build/prove}"
root="$work/root"
keep=0; [ "${1:-}" = --keep ] && keep=1

bare_root() {
  rm -rf "$root"
  mkdir -p "$work"
  say "A bare Debian 12 (minbase, bash, git)"
  debootstrap --variant=minbase --include=bash,git,ca-certificates bookworm "$root" >"$work/debootstrap.log" 2>&1 ||
    { tail -5 "$work/debootstrap.log"; die "debootstrap failed"; }
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
    cp "$NODE_EXTRA_CA_CERTS" "$root/etc/ssl/certs/ca-certificates.crt"
  fi
  git clone -q --no-local . "$root/root/vitrine"
}

# Runs a command as if that root were a machine: own processes, own mounts, the host's network for the installers.
inside() {
  bwrap --bind "$root" / --dev-bind /dev /dev --proc /proc --ro-bind /sys /sys --tmpfs /dev/shm \
    --unshare-pid --unshare-ipc --unshare-uts --cap-add ALL --die-with-parent --new-session --clearenv \
    --setenv PATH /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --setenv HOME /root \
    --setenv LANG C.UTF-8 --setenv NODE_EXTRA_CA_CERTS /etc/ssl/certs/ca-certificates.crt \
    --setenv npm_config_cafile /etc/ssl/certs/ca-certificates.crt --chdir /root/vitrine "$@"
}

timed() {
  local name="$1" started=$SECONDS; shift
  if "$@"; then printf '%-42s %5d s  ok\n' "$name" $((SECONDS - started)) | tee -a "$work/result.txt"
  else printf '%-42s %5d s  FAILED\n' "$name" $((SECONDS - started)) | tee -a "$work/result.txt"; return 1; fi
}

run_demo() {
  local port=$((20000 + RANDOM % 9000)) pid tries
  inside env VITRINE_LISTEN="127.0.0.1:$port" ./dev run --demo >"$work/demo.log" 2>&1 & pid=$!
  for tries in $(seq 1 900); do
    kill -0 "$pid" 2>/dev/null || { tail -20 "$work/demo.log"; return 1; }
    if curl -fs "http://127.0.0.1:$port/api/v1/feed/latest" 2>/dev/null | grep -q '"items":\[{'; then break; fi
    sleep 1
  done
  curl -fs "http://127.0.0.1:$port/api/v1/feed/latest" | grep -q '"items":\[{' || { kill -INT "$pid"; return 1; }
  pkill -INT -P "$pid" || true
  kill -INT "$pid" 2>/dev/null || true
  wait "$pid" || true
  ! curl -fs "http://127.0.0.1:$port/" >/dev/null 2>&1
}

mkdir -p "$work"
: >"$work/result.txt"
timed "a bare root and a clean clone" bare_root
status=0
timed "./dev test" inside ./dev test || status=1
timed "./dev run --demo (rebuilds nothing)" run_demo || status=1
inside rm -rf build/release
timed "clean release build (warm packages)" inside env CCACHE_DISABLE=1 ./dev build || status=1
[ $keep = 1 ] || rm -rf "$root"
say "Result"
cat "$work/result.txt"
exit $status
