# Runs the command line for authors of transform specs. Sourced by ./dev, after scripts/tools.sh and scripts/demo.sh.
# shellcheck shell=bash

# The newest, should a change of version have left others.
spec_jar() {
  find sdk-cli/target -maxdepth 1 -name 'plumbline-cli-*-all.jar' -printf '%T@ %p\n' 2>/dev/null | sort -rn | sed -n '1s/^[^ ]* //p'
}

is_spec_jar_current() { # is_spec_jar_current JAR
  [ -n "$1" ] && [ -z "$(find pom.xml sdk-core/pom.xml sdk-core/src/main sdk-cli/pom.xml sdk-cli/src/main -newer "$1" -print -quit)" ]
}

# Files are those that the caller means, in the caller's folder. The program takes this one's place, with its exit code.
spec() {
  local jar
  jar=$(spec_jar)
  if ! is_spec_jar_current "$jar"; then
    need javac mvn
    begin
    echo "spec: building" >&2
    build sdk-cli
    clean_up
    trap - EXIT HUP INT PIPE TERM
    jar=$(spec_jar)
  fi
  cd "$caller"
  exec "$(java_home)/bin/java" -jar "$root/$jar" "$@"
}
