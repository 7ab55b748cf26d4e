# shellcheck shell=bash
# What faults of the agent cost the task. Sourced by ./dev, after build.sh and test.sh.

# run_chaos [--pairs N] [NAME]: writes docs/chaos.md when all rows were run.
run_chaos() {
  local pairs=15 name='' why
  while [ $# -gt 0 ]; do
    case $1 in
      --pairs)
        [ $# -gt 1 ] || die "--pairs takes a number"
        pairs=$2
        shift 2
        ;;
      *)
        name=$1
        shift
        ;;
    esac
  done
  [[ $pairs =~ ^[1-9][0-9]*$ ]] || die "no number of pairs: $pairs"
  need_packages "${build_packages[@]}" "${test_packages[@]}"
  why=$(missing_for_chaos)
  [ -z "$why" ] || die "the chaos suite cannot run here: $why"
  build_agent
  rm -rf agent-core/target/chaos
  say "runs each row in $pairs pairs, which takes some 8 s a pair"
  maven chaos test -pl agent-core -am -Dtest='*RowsTest' -Dtests.excluded=container -Dsurefire.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dtests.jvmArgs="-Dchaos.pairs=$pairs '-Dchaos.row=$name'"
  if [ -z "$name" ]; then
    cp agent-core/target/chaos/report.md docs/chaos.md
    say "wrote docs/chaos.md"
  fi
  cat agent-core/target/chaos/report.md
}
