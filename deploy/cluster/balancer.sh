# shellcheck shell=bash disable=SC2154
# Sourced after cluster.sh: HAProxy in front of the nodes.
#
# HAProxy, since it looks at the nodes by itself (nginx does so only when it is paid for), tells *not ready* from
# *gone*, and says what it knows over a socket. No cookie and no hash of the address: any node takes any session.

write_balancer_file() {
  local file="$dir/haproxy.cfg" number user=''
  [ "$(id -u)" != 0 ] || user=$'  user haproxy\n  group haproxy\n'
  {
    cat <<TEXT
global
  log stdout format raw daemon notice
${user}  hard-stop-after 40s

defaults
  mode http
  log global
  option dontlog-normal
  timeout connect 2s
  timeout http-request 10s
  timeout http-keep-alive 30s
  # Each socket brings a heartbeat every 20 s, and so does each stream of events.
  timeout client 60s
  timeout server 60s
  timeout tunnel 60s
  timeout client-fin 10s
  timeout check 2s
  # A node that refuses is not asked again: the next attempt goes to another one.
  retries 3
  option redispatch 1

frontend fair
  bind $listen:$front
  # What a visitor claims about addresses is not believed, and figures are not for visitors.
  http-request del-header X-Forwarded-For
  http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
  http-request deny deny_status 404 if { path /metrics }
  option forwardfor
  use_backend assets if { path_beg /assets/ }
  default_backend nodes

backend nodes
  balance leastconn
  option httpchk
  http-check send meth GET uri /readyz
  # Not ready (the store is away, or it drains): no new connections, those that are there go on. No answer at all: it is
  # gone or hangs, and whoever is connected to it is sent to another one at once instead of waiting for its silence.
  http-check expect status 200 error-status L7OKC
  default-server check inter 1s fastinter 500ms fall 3 rise 1 on-marked-down shutdown-sessions
TEXT
    for number in $(seq "$nodes"); do echo "  server node-$number 127.0.0.1:${node_ports[number - 1]}"; done
    cat <<TEXT

# During an upgrade a page of one release may ask a node of the other one for its scripts and styles: whoever does not have
# them, another one does. Their names change with what is in them, so no wrong ones can come.
backend assets
  balance roundrobin
  retries 7
  retry-on conn-failure empty-response response-timeout 404
TEXT
    for number in $(seq "$nodes"); do echo "  server node-$number 127.0.0.1:${node_ports[number - 1]} track nodes/node-$number"; done
    cat <<TEXT

frontend status
  bind unix@$dir/haproxy.sock mode 600
  http-request use-service prometheus-exporter if { path /metrics }
  stats enable
  stats uri /
TEXT
  } >"$file.new"
  if [ -f "$file" ] && cmp -s "$file" "$file.new"; then rm "$file.new"; else mv "$file.new" "$file"; fi
}

# What it says of a node: UP, DOWN, NOLB (no new connections) …
balancer_state() { # balancer_state NUMBER
  curl -fs --max-time 2 --unix-socket "$dir/haproxy.sock" "http://balancer/;csv" | awk -F, -v node="node-$1" '$1 == "nodes" && $2 == node {print $18}'
}
takes_node() { [[ $(balancer_state "$1") == UP* ]]; }

start_balancer() {
  command -v haproxy >/dev/null || fail "no HAProxy: install haproxy, or leave --no-install out"
  local pid before
  before=$(cksum "$dir/haproxy.cfg" 2>/dev/null || true)
  write_balancer_file
  haproxy -c -q -f "$dir/haproxy.cfg" || fail "HAProxy does not accept $dir/haproxy.cfg"
  if ! pid=$(pid_of haproxy); then
    ! is_taken "$front" || fail "--port: somebody listens on $front already; choose another one"
    say "starting HAProxy"
    start_process haproxy haproxy -W -f "$dir/haproxy.cfg"
  elif [ "$before" != "$(cksum "$dir/haproxy.cfg")" ]; then
    kill -USR2 "$pid" # a new process takes over the port, the old one keeps its connections
  fi
  wait_until 15 "HAProxy; its log is $dir/haproxy.log" curl -fs --max-time 2 "http://$(front_host):$front/readyz"
}
front_host() { case "$listen" in 0.0.0.0 | '*') echo 127.0.0.1 ;; *) echo "$listen" ;; esac; }
