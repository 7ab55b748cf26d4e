# shellcheck shell=bash
# What faults of the agent cost the task. Sourced by ./dev, after build.sh and test.sh.

# What of docs/chaos.md is of the tier ptrace begins with this line.
readonly chaos_ptrace_begins='## Without eBPF: by ptrace'

# run_chaos [--pairs N] [--tier ebpf|ptrace] [NAME]: writes the tier's part of docs/chaos.md when all rows were run.
run_chaos() {
  local pairs='' tier=ebpf name='' why
  while [ $# -gt 0 ]; do
    case $1 in
      --pairs | --tier)
        [ $# -gt 1 ] || die "$1 takes a value"
        if [ "$1" = --pairs ]; then pairs=$2; else tier=$2; fi
        shift 2
        ;;
      *)
        name=$1
        shift
        ;;
    esac
  done
  case $tier in
    ebpf) pairs=${pairs:-15} ;;
    ptrace) pairs=${pairs:-1} ;;
    *) die "no tier $tier: ebpf or ptrace" ;;
  esac
  [[ $pairs =~ ^[1-9][0-9]*$ ]] || die "no number of pairs: $pairs"
  need_packages "${build_packages[@]}" "${test_packages[@]}"
  why=$(missing_for_chaos)
  [ -z "$why" ] || die "the chaos suite cannot run here: $why"
  build_agent
  rm -rf "agent-core/target/chaos/$tier"
  say "runs each row in $pairs pairs, which takes some 8 s a pair"
  maven chaos test -pl agent-core -am -Dtest='*RowsTest' -Dtests.excluded=container -Dsurefire.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dtests.jvmArgs="-Dchaos.tier=$tier -Dchaos.pairs=$pairs '-Dchaos.row=$name'"
  if [ -z "$name" ]; then
    write_chaos_page "$tier" "agent-core/target/chaos/$tier/report.md" docs/chaos.md
    say "wrote docs/chaos.md"
  fi
  cat "agent-core/target/chaos/$tier/report.md"
}

# write_chaos_page TIER REPORT PAGE: puts the report in, and leaves the other tier's part as it is.
write_chaos_page() {
  local before after
  before=$(sed "/^$chaos_ptrace_begins\$/,\$d" "$3")
  after=$(sed -n "/^$chaos_ptrace_begins\$/,\$p" "$3")
  if [ "$1" = ebpf ]; then before=$(cat "$2"); else after=$(cat "$2"); fi
  printf '%s\n' "$before" >"$3"
  [ -z "$after" ] || printf '\n%s\n' "$after" >>"$3"
}
