# Sourced by the project's scripts: folder, progress lines, packages, Node.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
started=$SECONDS
quiet=${quiet:-0}

say() { # a progress line with the time since the start
  [ "$quiet" = 1 ] || printf '[%3ds] %s\n' "$((SECONDS - started))" "$*"
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    fail "installing packages needs root: run as root, install sudo, or pass --no-install"
  fi
}

# run_logged NAME COMMAND...: the output goes to a log that is shown only when the command fails.
run_logged() {
  local log="$root/build/log/$1.log"
  shift
  mkdir -p "$root/build/log"
  if ! "$@" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    fail "'$*' failed; the whole output is in ${log#"$root"/}"
  fi
}

# configure PRESET: with the compiler cache where it holds something; on a new machine, where it would be filled and give
# nothing back, with precompiled headers instead. STOLLEN_PRECOMPILE=ON or OFF decides otherwise.
configure() {
  run_logged "configure-$1" cmake --preset "$1" -DSTOLLEN_PRECOMPILE="${STOLLEN_PRECOMPILE:-$(cache_is_filled && echo OFF || echo ON)}"
}
cache_is_filled() { # with at least about as many files as this project would put there
  [ -z "${CCACHE_DISABLE:-}" ] && ccache --print-stats 2>/dev/null | awk '$1 == "files_in_cache" { files = $2 } END { exit !(files > 500) }'
}

missing_packages() { # names listed in scripts/packages/$1.txt that are not installed
  local name
  while read -r name; do
    [ -n "$name" ] || continue
    dpkg-query -W -f '${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed$' || printf '%s\n' "$name"
  done <"$root/scripts/packages/$1.txt"
}

install_packages() { # install_packages run|test ...
  command -v dpkg-query >/dev/null || fail "this is not Debian; install what scripts/packages lists and pass --no-install"
  local missing=() list
  for list in "$@"; do mapfile -t -O "${#missing[@]}" missing < <(missing_packages "$list"); done
  command -v npm >/dev/null || missing+=(nodejs npm)
  [ "${#missing[@]}" = 0 ] && return 0
  say "installing ${#missing[@]} packages (${missing[0]} …)"
  export DEBIAN_FRONTEND=noninteractive
  run_logged apt-update as_root apt-get -o DPkg::Lock::Timeout=300 update
  run_logged apt-install as_root apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"
}

# The web tools need Node 20.19 or newer; Debian 12 has 18. npm's own package brings one along.
use_node() {
  local bin="$root/.tools/node_modules/node-linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/')/bin"
  if node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a==20&&b>=19)?0:1)' 2>/dev/null; then
    return 0
  fi
  if [ ! -x "$bin/node" ]; then
    [ "${no_install:-0}" = 1 ] && fail "Node 20.19 or newer is needed"
    say "fetching Node 22 into .tools"
    run_logged node-install npm install --prefix "$root/.tools" --no-save --no-audit --no-fund \
      "$(basename "$(dirname "$bin")")@22.23.3"
  fi
  export PATH="$bin:$PATH"
}
