# shellcheck shell=bash
# Fuzzes each decoder for a while. Sourced by ./dev.
#
# Two ways: Jazzer, led by coverage, takes a JVM of its own for each method with @FuzzTest and instruments nothing
# without jazzer.hooks; what uses Rounds damages good records, messages and files, and only needs time.

# run_fuzzers [SECONDS] [NAME]
run_fuzzers() {
  local seconds=${1:-120} name=${2:-} target failures=0
  [[ $seconds =~ ^[1-9][0-9]*$ ]] || die "no number of seconds: $seconds"
  need_packages "${build_packages[@]}"
  need_jdk
  while read -r module target; do
    case $target in *"$name"*) ;; *) continue ;; esac
    say "fuzzes $target for $seconds s"
    fuzz "$module" "$target" "$seconds" || failures=$((failures + 1))
    grep -hE '^[0-9]+ rounds from|^Done [0-9]+ runs|DONE +cov|no interesting inputs' .vedette/fuzz.log | sort -u || true
  done < <(fuzz_targets)
  [ "$failures" = 0 ] || die "$failures of them found something"
}

# Lines of a module and CLASS#METHOD.
fuzz_targets() {
  local file
  grep -rlE '@FuzzTest|Rounds\.of' agent-*/src/test/java --include='*Test.java' | sort | while read -r file; do
    awk -v module="${file%%/*}" -v class="$(basename "$file" .java)" '
      /@FuzzTest|@Test/ { wanted = 1; next }
      wanted && match($0, /void [A-Za-z0-9]+\(/) { method = substr($0, RSTART + 5, RLENGTH - 6); wanted = 0; found[method] = /FuzzedDataProvider/ }
      /Rounds\.of/ { found[method] = 1 }
      END { for (method in found) if (found[method]) print module, class "#" method }' "$file"
  done
}

fuzz() {
  JAZZER_FUZZ=1 maven fuzz test -pl "$1" -am -Dtest="$2" -Dsurefire.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dsurefire.useFile=false \
    -Dtests.jvmArgs="-Djazzer.hooks=true -Djazzer.max_duration=$3s -Dfuzz.seconds=$3"
}
