# Runs the demo: memcached, the feature server and the client, each a process of its own. Sourced by ./dev.
# shellcheck shell=bash
#
# What the client is told, by environment:
#   DEMO_TARGET           host:port of the feature server, the same after a restart
#   DEMO_MEMCACHED        host:port of memcached
#   DEMO_SERVER_PID       pid of the feature server at the start
#   DEMO_SERVER_PID_FILE  file that always holds the pid of the server started last
#   DEMO_SERVER_START     program, without arguments, that becomes a feature server on DEMO_TARGET: the pid of its
#                         process is the server's, and is in DEMO_SERVER_PID_FILE before the server listens
# The client ends with code 0 if all went as it should; else with the reason on its standard error and another code.
# DEMO_CLIENT is a program to run in the place of the client (for tests of this script).

work=
pids=()

# Makes a folder of this run's own, and sees to it that nothing is left of the run however it ends.
begin() {
  work=$(mktemp -d)
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 141' PIPE
  trap 'exit 143' TERM
}

build() { # build MODULE[,MODULE] [OPTION] : quietly, unless it fails
  local code=0
  await mvn -B -pl "$1" "${@:2}" -am package -Dmaven.test.skip=true >"$work/build.log" 2>&1 || code=$?
  [ "$code" -eq 0 ] || { cat "$work/build.log" >&2; fail "$code" "dev: the build of $1 failed, see above"; }
}

# Runs a program so that a signal to this script is served at once, not when the program ends.
await() {
  "$@" &
  local pid=$! code=0
  pids+=("$pid")
  wait "$pid" || code=$?
  unset 'pids[-1]'
  return "$code"
}

is_running() { # is_running PID : zombies are not
  local state
  state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) && [ -n "$state" ] && [ "$state" != Z ]
}

stop() { # stop PID : returns when it is gone
  local tenths
  kill "$1" 2>/dev/null || return 0
  for ((tenths = 0; tenths < 50; tenths++)); do
    is_running "$1" || return 0
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
}

# The client may have started the server last, so its pid is taken from the file. A process that got the pid of a dead
# server is left alone: it does not carry this run's mark.
stop_server() {
  local pid
  pid=$(cat "$work/server.pid" 2>/dev/null) && [ -n "$pid" ] || return 0
  if tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qxF "DEMO_RUN=$work"; then
    stop "$pid"
  fi
}

clean_up() {
  local i
  trap '' HUP INT PIPE TERM
  [ -n "$work" ] || return 0
  # From now on the start program starts nothing: either it sees this file or we see its pid.
  : >"$work/ended"
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    stop "${pids[i]}"
  done
  pids=()
  stop_server
  rm -rf "$work"
  work=
}

until_ready() { # until_ready PID LOG NAME COMMAND... : repeats the command until it prints something, and prints that
  local pid=$1 log=$2 name=$3 tenths answer
  shift 3
  for ((tenths = 0; tenths < 300; tenths++)); do
    answer=$("$@" 2>/dev/null) || true
    if [ -n "$answer" ]; then
      echo "$answer"
      return 0
    fi
    is_running "$pid" || break
    sleep 0.1
  done
  cat "$log" >&2
  fail 1 "demo: $name did not start, see above"
}

start_memcached() {
  # As the user we are: another one may not be let into our folder, where it writes its port.
  MEMCACHED_PORT_FILENAME=$work/memcached.port memcached -u "$(id -un)" -l 127.0.0.1 -p -1 -U 0 -m 64 -t 2 \
    >"$work/memcached.log" 2>&1 &
  pids+=("$!")
  memcached_port=$(until_ready "$!" "$work/memcached.log" memcached sed -n 's/^TCP INET: //p' "$work/memcached.port")
}

write_start_program() { # write_start_program PORT
  cat >"$work/start-server" <<PROGRAM
#!/bin/sh
echo \$\$ >"$work/server.pid" || exit 1
[ ! -e "$work/ended" ] || exit 1
export FEATURE_SERVER_HOST=127.0.0.1 FEATURE_SERVER_PORT=$1 FEATURE_SERVER_STORE=memory
export FEATURE_SERVER_DELAY_MS=20
exec "$(java_home)/bin/java" -jar "$root/examples/feature-server/target/feature-server.jar" >>"$work/server.log" 2>&1
PROGRAM
  chmod +x "$work/start-server"
}

start_server() {
  write_start_program 0
  : >"$work/server.log"
  "$work/start-server" &
  server_pid=$!
  server_port=$(until_ready "$server_pid" "$work/server.log" "the feature server" \
    sed -n 's/^feature-server: listening on 127\.0\.0\.1:\([0-9]*\),.*/\1/p' "$work/server.log")
  # Started again, it is to be found at the same address.
  write_start_program "$server_port"
}

demo() {
  local code=0 modules=examples/feature-server memcached_port server_port server_pid
  local client=("${DEMO_CLIENT:-}")
  need javac mvn memcached
  if [ -z "${DEMO_CLIENT:-}" ]; then
    [ -d examples/quickstart ] || fail 1 "demo: there is no module examples/quickstart in this tree"
    modules=examples/quickstart,$modules
    client=("$(java_home)/bin/java" -cp examples/quickstart/target/quickstart.jar dev.plumbline.examples.quickstart.Demo)
  fi

  begin
  export DEMO_RUN=$work
  echo "demo: building (the first time, this fetches the libraries)"
  build "$modules"
  start_memcached
  echo "demo: memcached on 127.0.0.1:$memcached_port, pid ${pids[-1]}"
  start_server
  echo "demo: feature server on 127.0.0.1:$server_port, pid $server_pid"

  DEMO_TARGET=127.0.0.1:$server_port DEMO_MEMCACHED=127.0.0.1:$memcached_port \
    DEMO_SERVER_PID=$server_pid DEMO_SERVER_PID_FILE=$work/server.pid DEMO_SERVER_START=$work/start-server \
    await "${client[@]}" || code=$?
  clean_up
  [ "$code" -eq 0 ] || fail "$code" "demo: failed: the client ended with code $code, see above"
  echo "demo: ok"
}
