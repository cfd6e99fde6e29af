# Tries the README as a newcomer does: an empty Maven project outside the tree, against the installed artifacts. Sourced
# by ./dev, after scripts/demo.sh.
# shellcheck shell=bash

# The Nth Java block of the README.
readme_java() {
  awk -v wanted="$1" '/^```java$/ { n++; on = (n == wanted); next } /^```$/ { on = 0 } on' README.md
}

newcomer_project() { # newcomer_project DIR PORT
  mkdir -p "$1/src/main/java" "$1/src/test/java"
  cat >"$1/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>newcomer</groupId>
  <artifactId>newcomer</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source>
    <maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
$(awk '/^```xml$/ { on = 1; next } /^```$/ { on = 0 } on' README.md)
  <dependencies>
    <dependency><groupId>dev.plumbline</groupId><artifactId>plumbline-grpc</artifactId></dependency>
    <dependency><groupId>dev.plumbline</groupId><artifactId>plumbline-cache</artifactId></dependency>
    <dependency><groupId>dev.plumbline</groupId><artifactId>plumbline-testing</artifactId><scope>test</scope></dependency>
    <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.14.4</version><scope>test</scope></dependency>
    <dependency><groupId>org.assertj</groupId><artifactId>assertj-core</artifactId><version>3.27.7</version><scope>test</scope></dependency>
  </dependencies>
  <build><plugins>
    <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
    <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.4</version></plugin>
    <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
    <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version></plugin>
  </plugins></build>
</project>
POM
  {
    cat <<'JAVA'
import static dev.plumbline.feature.FeatureType.*;
import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.*;
import dev.plumbline.grpc.GrpcTransport;
public class First {
    public static void main(String[] args) {
JAVA
    readme_java 1 | sed "s/localhost:8980/127.0.0.1:$2/"
    echo '}}'
  } >"$1/src/main/java/First.java"
  {
    cat <<'JAVA'
import static dev.plumbline.feature.FeatureType.*;
import static org.assertj.core.api.Assertions.assertThat;
import dev.plumbline.FeatureClient;
import dev.plumbline.feature.*;
import dev.plumbline.testing.*;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
class FirstTest {
JAVA
    readme_java 3
    echo '}'
  } >"$1/src/test/java/FirstTest.java"
}

newcomer() {
  local server_pid server_port said
  begin
  export DEMO_RUN=$work
  start_server
  newcomer_project "$work/newcomer" "$server_port"
  (
    cd "$work/newcomer"
    mvn -B -q test dependency:build-classpath -Dmdep.outputFile=classpath -Dmdep.includeScope=runtime
  ) || fail 1 "newcomer: the README's project does not build, or its test fails, see above"
  [ -f "$work/newcomer/target/surefire-reports/TEST-FirstTest.xml" ] || fail 1 "newcomer: the README's test did not run"
  said=$("$(java_home)/bin/java" -cp "$work/newcomer/target/classes:$(cat "$work/newcomer/classpath")" First 2>"$work/first.log") ||
    { cat "$work/first.log" >&2; fail 1 "newcomer: the README's ten lines do not run, see above"; }
  clean_up
  case "$said" in
    *" minutes late, mostly to "???) echo "newcomer: the README's ten lines say: $said" ;;
    *) fail 1 "newcomer: the README's ten lines say: $said" ;;
  esac
}
