# shellcheck shell=bash
# Measurements. Sourced by ./dev.

# Besides what building takes: tools of others to compare with, where they can be had.
readonly bench_packages=(bpftrace libbpf-tools strace openssl gcc libc6-dev)

# One by its name, or the micro benchmarks whose names match what is given.
run_bench() {
  build_agent
  build_benchmarks
  case ${1:-all} in
    all) run_loads ;;
    micro | overhead | outside | latency | throughput | wire | memory | start | gate | hooks | injector) run_loads "$@" ;;
    *) exec "$JAVA_HOME/bin/java" @deploy/jvm.options -cp "$(bench_classpath)" org.openjdk.jmh.Main -prof gc "$@" ;;
  esac
}

run_loads() {
  need_packages "${bench_packages[@]}"
  local -a java=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED)
  java+=(-cp "$(bench_classpath)" io.vedette.bench.load.LoadMain)
  java+=(--home="$agent_home" --source=agent-bench/src/main/c/load.c --page=docs/performance.md)
  local -a as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n --)
  # Where the tools of others look for tracepoints.
  [ -e /sys/kernel/tracing/events ] || "${as_root[@]}" mount -t tracefs tracefs /sys/kernel/tracing || :
  exec "${as_root[@]}" "${java[@]}" "$@"
}

build_benchmarks() {
  need_packages "${build_packages[@]}"
  need_jdk
  say "builds the benchmarks"
  rm -rf agent-bench/target/dependency
  maven bench -Dmaven.test.skip=true -Dspotless.check.skip=true package dependency:copy-dependencies -DincludeScope=runtime
}

bench_classpath() { printf '%s:%s' "$root/agent-bench/target/classes" "$root/agent-bench/target/dependency/*"; }
