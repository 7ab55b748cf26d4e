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
    make_runtime
    touch -r .vedette/build.started "$agent_home/.built"
    say "built $agent_home/bin/vedette"
  fi
  exec 9>&-
}

# Of the two steps of a build the image makes each in a place of its own, from nothing.
build_step() {
  case $1 in
    jars)
      need_packages "${build_packages[@]}"
      need_jdk
      package_jars
      ;;
    runtime)
      need_jdk
      make_runtime
      ;;
    *) die "no step of the build: $1" ;;
  esac
}

make_runtime() {
  link_runtime
  assemble
  train
}

# Folders count too: their time tells when a file was removed.
is_current() {
  local -a sources=(pom.xml .mvn mvnw deploy scripts agent-transport/pom.xml agent-core/pom.xml)
  [ -e "$1" ] && [ -z "$(find "${sources[@]}" agent-*/src/main -newer "$1" -print -quit)" ]
}

package_jars() {
  rm -rf agent-core/target/dependency
  maven build -pl agent-core -am -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    dependency:copy-dependencies -DincludeScope=runtime cyclonedx:makeBom
}

# Takes longest, so only when the list or the JDK changed.
link_runtime() {
  local runtime=$agent_home/jdk
  if [ "$runtime/release" -nt deploy/jlink-modules.txt ] && [ "$runtime/release" -nt scripts/build.sh ] && cmp -s "$JAVA_HOME/release" "$agent_home/.jdk"; then
    return
  fi
  say "links a Java runtime"
  rm -rf "$runtime"
  mkdir -p "$agent_home"
  "$JAVA_HOME/bin/jlink" --add-modules "$(java_modules)" --no-header-files --no-man-pages \
    --generate-cds-archive --strip-debug --compress zip-9 --output "$runtime" >&2
  # jlink leaves the symbols of what is no Java, which nothing reads: 5 MB.
  strip --strip-unneeded "$runtime"/lib/*.so "$runtime"/lib/*/*.so
  cp "$JAVA_HOME/release" "$agent_home/.jdk"
}

java_modules() { sed 's/#.*//' deploy/jlink-modules.txt | xargs | tr ' ' ','; }

assemble() {
  rm -rf "$agent_home/lib"
  mkdir -p "$agent_home/lib" "$agent_home/bin"
  cp agent-core/target/dependency/*.jar agent-core/target/agent-core-*.jar deploy/jvm.options "$agent_home/lib/"
  "$JAVA_HOME/bin/java" scripts/UpgradeClasses.java "$agent_home"/lib/picocli-*.jar
  "$JAVA_HOME/bin/java" scripts/UnpackLibraries.java "$agent_home/lib/native" "$agent_home"/lib/{netty,zstd}-*.jar
  make --silent --directory agent-core/src/main/tracer "OUT=$root/agent-core/target/tracer" "DEST=$agent_home/lib/native" install >&2
  cp agent-core/target/sbom.json "$agent_home/"
  install -m 755 deploy/vedette.sh "$agent_home/bin/vedette"
}

# A short run of agent and endpoint, as far as they get here, so that their classes need not be loaded from jars again.
# Over TLS, as it is meant to be used, after a try without.
train() {
  local work activity=0
  say "trains the start"
  work=$(mktemp -d)
  touch "$work/endpoint.log" "$work/agent.log"
  "$JAVA_HOME/bin/java" scripts/MakeCertificate.java "$work/endpoint.pem" "$work/endpoint.key"
  "$agent_home/bin/vedette" endpoint --listen localhost:0 --certificate "$work/endpoint.pem" \
    --key "$work/endpoint.key" --out "$work/events.jsonl" 2>"$work/endpoint.log" &
  local endpoint=$!
  until grep -q listening "$work/endpoint.log" || ! kill -0 "$endpoint" 2>/dev/null; do sleep 0.1; done
  JDK_JAVA_OPTIONS="-XX:AOTCacheOutput=$agent_home/lib/vedette.aot -Xlog:aot*=off" timeout -k 120 180 \
    "$agent_home/bin/vedette" run --spool "$work/spool" --ca-file "$work/endpoint.pem" --endpoint http://localhost:9 \
    --endpoint "https://localhost:$(sed -n 's/listening on [^ ]*:\([0-9]*\).*/\1/p' "$work/endpoint.log")" >"$work/agent.log" 2>&1 &
  local agent=$!
  until grep -q "^ready" "$work/agent.log" || ! kill -0 "$agent" 2>/dev/null; do sleep 0.1; done
  while [ $((activity += 1)) -le 200 ]; do (: <"$work/agent.log") && cat "$work/endpoint.log" >/dev/null; done
  kill "$agent" 2>/dev/null || true
  wait "$agent" || true
  kill "$endpoint" 2>/dev/null || true
  wait "$endpoint" || true
  if [ ! -s "$agent_home/lib/vedette.aot" ]; then
    rm -f "$agent_home/lib/vedette.aot"
    say "the start could not be trained; the agent runs, but starts later: $(tail -n 1 "$work/agent.log")"
  fi
  rm -rf "$work"
}
