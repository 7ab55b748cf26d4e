# shellcheck shell=bash
# The runnable agent: its jars, a Java runtime of only the modules that it uses, and a launcher. Sourced by ./dev.

readonly agent_home=$root/agent-core/target/vedette

build_agent() {
  # One at a time: two builds in the same tree would break each other.
  mkdir -p .vedette
  exec 9>.vedette/build.lock
  flock 9
  if is_current "$agent_home/.built"; then
    need_jdk
  else
    need_packages "${build_packages[@]}"
    need_jdk
    say "builds the agent"
    # What changes while this builds has to count as newer.
    touch .vedette/build.started
    package_jars
    link_runtime
    assemble
    say "built $agent_home/bin/vedette"
  fi
  exec 9>&-
}

# Folders count too: their time tells when a file was removed.
is_current() {
  local -a sources=(pom.xml .mvn mvnw deploy scripts agent-transport/pom.xml agent-core/pom.xml)
  [ -e "$1" ] && [ -z "$(find "${sources[@]}" agent-*/src/main -newer "$1" -print -quit)" ]
}

package_jars() {
  rm -rf agent-core/target/dependency
  maven build -pl agent-core -am -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    dependency:copy-dependencies -DincludeScope=runtime
}

# Takes longest, so only when the list or the JDK changed.
link_runtime() {
  local runtime=$agent_home/jdk
  if [ "$runtime/release" -nt deploy/jlink-modules.txt ] && cmp -s "$JAVA_HOME/release" "$agent_home/.jdk"; then
    return
  fi
  say "links a Java runtime"
  rm -rf "$runtime"
  mkdir -p "$agent_home"
  "$JAVA_HOME/bin/jlink" --add-modules "$(java_modules)" --no-header-files --no-man-pages --output "$runtime" >&2
  cp "$JAVA_HOME/release" "$agent_home/.jdk"
}

java_modules() { sed 's/#.*//' deploy/jlink-modules.txt | xargs | tr ' ' ','; }

assemble() {
  rm -rf "$agent_home/lib"
  mkdir -p "$agent_home/lib" "$agent_home/bin"
  cp agent-core/target/dependency/*.jar agent-core/target/agent-core-*.jar deploy/jvm.options "$agent_home/lib/"
  install -m 755 deploy/vedette.sh "$agent_home/bin/vedette"
  touch -r .vedette/build.started "$agent_home/.built"
}

build_benchmarks() {
  need_packages "${build_packages[@]}"
  need_jdk
  say "builds the benchmarks"
  rm -rf agent-bench/target/dependency
  maven bench -Dmaven.test.skip=true -Dspotless.check.skip=true package dependency:copy-dependencies -DincludeScope=runtime
}

bench_classpath() { printf '%s:%s' "$root/agent-bench/target/classes" "$root/agent-bench/target/dependency/*"; }
