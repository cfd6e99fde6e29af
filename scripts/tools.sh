# Finds the tools that a command needs, and installs Debian's where it may. Sourced by ./dev.
# shellcheck shell=bash

fail() { # fail CODE MESSAGE
  echo "$2" >&2
  exit "$1"
}

at_least() { # at_least WANTED FOUND
  [ -n "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# The JDK that Maven will take: JAVA_HOME, else the javac on the path.
java_home() {
  if [ -n "${JAVA_HOME:-}" ]; then
    echo "$JAVA_HOME"
  else
    dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
  fi
}

has() { # has TOOL
  case "$1" in
    javac)
      [ -n "${JAVA_HOME:-}" ] || command -v javac >/dev/null || return 1
      at_least 17 "$("$(java_home)/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9.]*\).*/\1/p')" ;;
    mvn) command -v mvn >/dev/null && at_least 3.8.7 "$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')" ;;
    # Debian's Python modules are seen by Debian's python3 only; another one may come first on the path.
    python-grpc) /usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null ;;
    python-numpy) /usr/bin/python3 -c 'import numpy' 2>/dev/null ;;
    python-sklearn) /usr/bin/python3 -c 'import sklearn' 2>/dev/null ;;
    nutcracker) command -v nutcracker >/dev/null || [ -x /usr/sbin/nutcracker ] ;;
    grpc-python-plugin) command -v grpc_python_plugin >/dev/null ;;
    # Debian keeps the server's own tools off the path.
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

packages() { # packages TOOL
  case "$1" in
    javac) echo openjdk-17-jdk-headless ;;
    mvn) echo maven ;;
    python-grpc) echo python3-grpcio python3-protobuf ;;
    python-numpy) echo python3-numpy ;;
    python-sklearn) echo python3-sklearn ;;
    protoc) echo protobuf-compiler ;;
    promtool) echo prometheus ;;
    grpc-python-plugin) echo protobuf-compiler-grpc ;;
    *) echo "$1" ;;
  esac
}

missing() { # missing TOOL... : those that are not there
  local tool
  for tool in "$@"; do
    has "$tool" || printf '%s ' "$tool"
  done
}

need() { # need TOOL... : goes on when all are there
  local absent package_list root_by=() tool
  absent=$(missing "$@")
  [ -n "$absent" ] || return 0
  package_list=$(for tool in $absent; do packages "$tool"; done | tr '\n' ' ')
  package_list=${package_list% }
  # RUNLEVEL=1 keeps Debian from starting the services that come with the packages.
  local install="env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $package_list"
  if [ "$(id -u)" -ne 0 ]; then
    root_by=(sudo -n)
  fi
  if ! command -v apt-get >/dev/null || ! "${root_by[@]}" true 2>/dev/null; then
    echo "dev: missing or too old: ${absent% } (wanted: JDK 17, Maven 3.8.7 or newer). On Debian, this installs them:" >&2
    echo "  sudo apt-get update && sudo $install" >&2
    exit 3
  fi
  echo "dev: missing or too old: ${absent% }; installing: $package_list"
  "${root_by[@]}" apt-get update -q >/dev/null || fail 3 "dev: apt-get update failed, see above"
  # shellcheck disable=SC2086 # a list of words
  "${root_by[@]}" $install >/dev/null || fail 3 "dev: this failed, see above: $install"
  hash -r
  absent=$(missing "$@")
  [ -z "$absent" ] || fail 3 "dev: still missing or too old after installing $package_list: ${absent% }; look at PATH and JAVA_HOME"
}
