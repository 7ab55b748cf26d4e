# shellcheck shell=bash
# Every test that can run here, by tiers, and the checks that are no tests. Sourced by ./dev.

readonly test_packages=(crun busybox-static iproute2 nftables python3 python3-grpcio python3-grpc-tools python3-zstandard qemu-system-x86 strace gdb make libbpf-tools tshark openssl)
# Tiers that take root, a kernel or an emulator, and those that only run when named.
readonly machine_tiers=(kernel container chaos vm)
readonly asked_tiers=(slow stress)

passed=0
failed=0
skipped=0

run_tests() {
  need_packages "${build_packages[@]}" "${test_packages[@]}"
  need_jdk
  fetch_kernels
  # The tiers vm and chaos run the agent as it is shipped.
  if [ -z "$(missing_for_vm)" ] || [ -z "$(missing_for_chaos)" ]; then
    build_agent
  fi
  local excluded
  excluded=$(excluded_tiers "$@")
  say "builds and tests, which takes a few minutes"
  run_maven "$excluded"
  count_tiers
  run_checks
  # A run without a single test proves nothing.
  [ $((passed + failed)) -gt 0 ] || say "NO TEST RAN"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

# excluded_tiers NAMED…: a JUnit tag expression; says loudly what can't run.
excluded_tiers() {
  local tier why
  # An expression of none is no expression: no test has this tag.
  local -a excluded=(never)
  for tier in "${machine_tiers[@]}"; do
    why=$("missing_for_$tier")
    [ -z "$why" ] && continue
    excluded+=("$tier")
    say "THE TIER $tier CANNOT RUN HERE: $why"
  done
  for tier in "${asked_tiers[@]}"; do
    case " $* " in
      *" $tier "*) ;;
      *) excluded+=("$tier") ;;
    esac
  done
  local IFS='|'
  printf '%s' "${excluded[*]}"
}

missing_for_kernel() {
  if [ "$(id -u)" != 0 ]; then
    echo "needs root"
  elif [ ! -r /sys/kernel/btf/vmlinux ]; then
    echo "needs a kernel with BTF (/sys/kernel/btf/vmlinux)"
  elif ! command -v clang >/dev/null; then
    echo "needs clang"
  fi
}

missing_for_container() {
  local tool
  for tool in crun busybox unshare nsenter cc; do
    command -v "$tool" >/dev/null || { echo "needs $tool" && return; }
  done
  if [ "$(id -u)" != 0 ]; then
    echo "needs root"
  elif ! unshare -m --propagation private mount -t tmpfs none /mnt 2>/dev/null; then
    echo "needs the right to make mount namespaces"
  fi
}

missing_for_chaos() {
  local why tool
  why=$(missing_for_container)
  if [ -n "$why" ]; then
    echo "$why"
    return
  fi
  for tool in ip nft openssl prlimit; do
    command -v "$tool" >/dev/null || { echo "needs $tool" && return; }
  done
  if [ ! -r /sys/kernel/btf/vmlinux ]; then
    echo "needs a kernel with BTF (/sys/kernel/btf/vmlinux)"
  elif [ ! -d /sys/fs/cgroup/memory ] || [ ! -d /sys/fs/cgroup/cpu ]; then
    echo "needs the cgroup controllers memory and cpu in hierarchies of version 1"
  fi
}

missing_for_vm() {
  local tool series
  for tool in qemu-system-x86_64 busybox cc; do
    command -v "$tool" >/dev/null || { echo "needs $tool" && return; }
  done
  if [ "$(uname -m)" != x86_64 ]; then
    echo "needs x86_64, whose kernels it boots"
    return
  fi
  for series in "${kernel_series[@]}"; do
    [ ! -e ".vedette/kernels/$series/vmlinuz" ] || return 0
  done
  echo "could not download any of Debian's kernels ${kernel_series[*]}; see .vedette/apt.log"
}

# Goes on after a failed test, so that all of them are counted; a JVM that crashed fails the build.
run_maven() {
  rm -rf agent-*/target/surefire-reports agent-core/target/chaos
  if maven test -Dtests.excluded="$1" -Dmaven.test.failure.ignore=true -Dspotless.check.skip=true verify; then
    sed -n '/^\[ERROR\] \(Failures\|Errors\):/,/^\[\(ERROR\|INFO\)\] Tests run/p' .vedette/test.log >&2
  else
    note_failed "the build"
  fi
}

note_failed() {
  say "FAILED: $*"
  failed=$((failed + 1))
}

# Reports do not say tags, so a class belongs to the tier that its source names.
count_tiers() {
  local name tests errors failures skips tier
  local -A ran=()
  while read -r name tests errors failures skips; do
    tier=$(tier_of "$name")
    ran[$tier]=$((${ran[$tier]:-0} + tests - skips))
    passed=$((passed + tests - errors - failures - skips))
    failed=$((failed + errors + failures))
    skipped=$((skipped + skips))
  done < <(test_suites)
  show_skipped
  for tier in plain "${machine_tiers[@]}" "${asked_tiers[@]}"; do
    printf '%-10s %d tests ran\n' "$tier" "${ran[$tier]:-0}"
  done
}

# A line for each test class: its name and its counts.
test_suites() {
  find agent-*/target/surefire-reports -name 'TEST-*.xml' -exec cat {} + 2>/dev/null | awk '
    function attribute(name) { return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
    BEGIN { RS = "<" }
    /^testsuite[ \n]/ { gsub(/\n/, " "); print attribute("name"), attribute("tests"), attribute("errors"), attribute("failures"), attribute("skipped") }'
}

# Why tests were skipped: nothing may be left out in silence.
show_skipped() {
  local reason
  find agent-*/target/surefire-reports -name 'TEST-*.xml' -exec cat {} + 2>/dev/null \
    | sed -n 's/.*<skipped[^>]*[^/]>\(<!\[CDATA\[\)\{0,1\}\([a-zA-Z.0-9]*: \)\{0,1\}//p; s/.*<skipped message="\([^"]*\)".*/\1/p' \
    | while read -r reason; do say "SKIPPED: $reason"; done
}

tier_of() {
  local tier source=${1%%\$*}
  source=${source//.//}.java
  for tier in "${machine_tiers[@]}" "${asked_tiers[@]}"; do
    if grep -qs "@Tag(\"$tier\")" agent-*/src/test/java/"$source"; then
      echo "$tier"
      return
    fi
  done
  echo plain
}

run_checks() {
  check "the format (./dev format repairs it)" maven format-check -q spotless:check
  if make -C agent-core/src/main/bpf -n check-layout >/dev/null 2>&1; then
    check "the layout of records" make -C agent-core/src/main/bpf OUT="$root/agent-core/target/bpf" check-layout
    check "the numbers of system calls" make -C agent-core/src/main/bpf check-syscalls
  fi
}

# check WHAT COMMAND…: counts as one test.
check() {
  local what=$1
  shift
  if "$@" </dev/null >&2; then passed=$((passed + 1)); else note_failed "$what"; fi
}
