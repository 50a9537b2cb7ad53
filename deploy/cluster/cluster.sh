# shellcheck shell=bash
# Sourced by the scripts of this folder: where things of a cluster are, and how each part is started and stopped.
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"
stollen=${STOLLEN_BINARY:-$root/build/release/stollen}
umask 077 # logs tell who did what, and files hold passwords
dir='' front='' listen='' nodes='' store_port='' redis_port='' node_ports=()

# Paths of sockets have at most 107 characters, and the longest one below the folder needs 30 of them.
longest_folder=75

use_folder() { # use_folder DIR: all that follows is about the cluster there
  case "$1" in /*) dir=$1 ;; *) dir=$PWD/$1 ;; esac
  dir=${dir%/}
  [[ "$dir" =~ ^/[A-Za-z0-9._/+-]+$ ]] || fail "--dir: $dir: only letters, digits and . _ - + / are possible"
  [ "${#dir}" -le "$longest_folder" ] || fail "--dir: $dir is longer than $longest_folder characters, too long for the sockets in it"
}

# The ports are chosen once, so that the parts find each other again after a restart.
remember() {
  printf '%s=%s\n' front "$front" listen "$listen" nodes "$nodes" store_port "$store_port" redis_port "$redis_port" \
    node_ports "(${node_ports[*]})" >"$dir/cluster.conf"
}
recall() {
  [ -f "$dir/cluster.conf" ] || return 1
  # shellcheck source=/dev/null
  . "$dir/cluster.conf"
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() { # free_port FIRST [TAKEN…]: the first one from there that nobody has
  local port=$1
  shift
  while is_taken "$port" || [[ " $* " == *" $port "* ]]; do port=$((port + 1)); done
  [ "$port" -le 65535 ] || fail "--port: no port is free above it"
  echo "$port"
}

new_secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
secret() { # secret NAME: made when it is first needed, readable by the owner alone
  [ -s "$dir/secrets/$1" ] || new_secret >"$dir/secrets/$1"
  cat "$dir/secrets/$1"
}

# A process is known by its pid file and by the folder in its command line: pids are used again.
pid_of() { # pid_of NAME: of the running process, or nothing
  local pid
  pid=$(cat "$dir/$1.pid" 2>/dev/null) && [ -n "$pid" ] && cat "/proc/$pid/cmdline" 2>/dev/null | tr '\0' ' ' | grep -qF "$dir/" && echo "$pid"
}
start_process() { # start_process NAME COMMAND…: in a session of its own; output goes to NAME.log
  local name=$1
  shift
  rm -f "$dir/$name.pid"
  # shellcheck disable=SC2016
  setsid --fork bash -c 'echo $$ >"$0"; exec "$@"' "$dir/$name.pid" "$@" >>"$dir/$name.log" 2>&1 </dev/null
  wait_until 5 "$name to begin" test -s "$dir/$name.pid"
}
stop_process() { # stop_process NAME SECONDS SIGNAL: returns when it is gone
  local pid
  if pid=$(pid_of "$1"); then
    kill "-$3" "$pid"
    for _ in $(seq "$(($2 * 20))"); do
      kill -0 "$pid" 2>/dev/null || break
      pause 0.05
    done
    if kill -0 "$pid" 2>/dev/null; then
      printf 'warning: %s did not end within %s s and is killed\n' "$1" "$2" >&2
      kill -KILL "$pid" 2>/dev/null || true
      while kill -0 "$pid" 2>/dev/null; do pause 0.05; done
    fi
  fi
  rm -f "$dir/$1.pid"
}

pause() { read -rt "$1" <> <(:) || true; }
wait_until() { # wait_until SECONDS WHAT COMMAND…
  local seconds=$1 what=$2
  shift 2
  for _ in $(seq $((seconds * 20))); do
    "$@" >/dev/null 2>&1 && return 0
    pause 0.05
  done
  fail "waited $seconds s for $what"
}

# PostgreSQL, which refuses to run as root.
database_bin() {
  local bin
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [ -x "$bin/postgres" ] || fail "no PostgreSQL server: install postgresql-15, or leave --no-install out"
  echo "$bin"
}
as_database_user() { (cd / && if [ "$(id -u)" = 0 ]; then exec runuser -u postgres -- "$@"; else exec "$@"; fi); }
make_database() {
  local bin=$1 password
  as_database_user test -x "$dir" || fail "--dir: the user postgres may not enter $dir; choose a folder below one that is open to all, such as /srv"
  mkdir -p "$dir/postgres"
  [ "$(id -u)" != 0 ] || chown postgres: "$dir/postgres"
  chmod 700 "$dir/postgres"
  [ -f "$dir/postgres/db/PG_VERSION" ] && return 0
  say "making the database"
  password=$(mktemp)
  secret postgres >"$password"
  [ "$(id -u)" != 0 ] || chown postgres: "$password"
  as_database_user "$bin/initdb" --pgdata="$dir/postgres/db" --locale=C --encoding=UTF8 --username=postgres \
    --auth=scram-sha-256 --pwfile="$password" >"$dir/initdb.log" 2>&1 || { rm -f "$password"; tail -n 20 "$dir/initdb.log" >&2; fail "initdb failed"; }
  rm -f "$password"
}
start_database() {
  local bin
  bin=$(database_bin)
  make_database "$bin"
  if ! as_database_user "$bin/pg_ctl" --pgdata="$dir/postgres/db" status >/dev/null 2>&1; then
    say "starting PostgreSQL"
    as_database_user "$bin/pg_ctl" --pgdata="$dir/postgres/db" --log="$dir/postgres/server.log" --wait --silent --options="-p $store_port \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir/postgres -c max_connections=200 -c shared_buffers=64MB" start \
      || { tail -n 20 "$dir/postgres/server.log" >&2; fail "PostgreSQL did not start; its log is $dir/postgres/server.log"; }
  fi
  ask_database postgres "SELECT 1 FROM pg_roles WHERE rolname = 'stollen'" | grep -q 1 ||
    ask_database postgres "CREATE ROLE stollen LOGIN PASSWORD '$(secret store)'" >/dev/null
  ask_database postgres "SELECT 1 FROM pg_database WHERE datname = 'stollen'" | grep -q 1 ||
    ask_database postgres "CREATE DATABASE stollen OWNER stollen TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'" >/dev/null
}
ask_database() { # ask_database DATABASE SQL
  PGPASSWORD=$(secret postgres) psql --host="$dir/postgres" --port="$store_port" --username=postgres --dbname="$1" \
    --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$2"
}
stop_database() {
  local bin
  [ -f "$dir/postgres/db/postmaster.pid" ] || return 0
  bin=$(database_bin)
  as_database_user "$bin/pg_ctl" --pgdata="$dir/postgres/db" --mode=fast --wait --timeout=60 --silent stop
}

# Redis rings a bell between nodes and holds nothing: no file. The nodes' user may ring and listen, the default one is the
# operator's (`REDISCLI_AUTH=$(cat DIR/secrets/redis-admin) redis-cli -s DIR/redis.sock`).
start_redis() {
  command -v redis-server >/dev/null || fail "no Redis server: install redis-server, or leave --no-install out"
  pid_of redis >/dev/null && return 0
  say "starting Redis"
  cat >"$dir/redis.conf" <<TEXT
bind 127.0.0.1
port $redis_port
unixsocket $dir/redis.sock
unixsocketperm 700
save ""
appendonly no
dir $dir
set-proc-title no
user default on >$(secret redis-admin) ~* &* +@all
user stollen on >$(secret redis) resetkeys resetchannels &stollen:* -@all +@pubsub +@connection
TEXT
  start_process redis redis-server "$dir/redis.conf"
  wait_until 10 "Redis; its log is $dir/redis.log" is_taken "$redis_port"
}

# Nodes differ in their port and log alone. Their files are made once and may be edited.
write_node_file() { # write_node_file NUMBER
  local file="$dir/node-$1.toml"
  [ -f "$file" ] && return 0
  cat >"$file" <<TEXT
data = "$dir/data"
store = "postgres://stollen:$(secret store)@127.0.0.1:$store_port/stollen"
redis = "redis://stollen:$(secret redis)@127.0.0.1:$redis_port"
listen = "127.0.0.1"
port = ${node_ports[$1 - 1]}
trusted_proxies = "127.0.0.1/32"
drain_notice_ms = 2000
drain_spread_ms = 3000
TEXT
}
start_node() { # start_node NUMBER: does not wait
  local flags=()
  pid_of "node-$1" >/dev/null && return 0
  mapfile -t flags <"$dir/flags"
  start_process "node-$1" "$stollen" serve --config "$dir/node-$1.toml" "${flags[@]}"
}
is_node_ready() { curl -fs --max-time 2 "http://127.0.0.1:${node_ports[$1 - 1]}/readyz"; }
await_node() { # await_node NUMBER
  for _ in $(seq 600); do
    is_node_ready "$1" >/dev/null && return 0
    pid_of "node-$1" >/dev/null || { tail -n 20 "$dir/node-$1.log" >&2; fail "node $1 ended; its log is $dir/node-$1.log"; }
    pause 0.05
  done
  tail -n 20 "$dir/node-$1.log" >&2
  fail "node $1 is not ready after 30 s: $(curl -s --max-time 2 "http://127.0.0.1:${node_ports[$1 - 1]}/readyz" || echo no answer); its log is $dir/node-$1.log"
}
# Running commands have 5 s, and then sessions are told when to come back.
stop_node() { stop_process "node-$1" 40 TERM; }
