# shellcheck shell=bash
# What every command of ./dev needs: words on stderr, packages, a JDK, Maven. Sourced, with the root as directory.

readonly java_release=25
# Each builds, loads or inspects BPF programs, or fetches Maven.
readonly build_packages=(clang llvm libbpf-dev libbpf1 bpftool make gcc binutils libc6-dev ca-certificates curl)

say() { printf 'dev: %s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}

can_be_root() { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n -- "$@"; fi
}

is_installed() {
  case $(dpkg-query -W -f='${Status}' "$1" 2>/dev/null) in
    *' installed') return 0 ;;
    # Elsewhere than in Debian it comes with packages of other names.
    *) [ "$1" = bpftool ] && command -v bpftool >/dev/null ;;
  esac
}

apt() {
  mkdir -p .vedette
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null >>.vedette/apt.log 2>&1
}

# Installs what is missing of the named packages. What can't be had is said, not fatal: some of it may not be needed.
need_packages() {
  local package
  local -a missing=()
  if ! command -v dpkg-query >/dev/null; then
    say "not Debian or Ubuntu: please make sure that these are installed: $*"
    return
  fi
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! can_be_root; then
    say "missing, and not root; run: sudo apt-get install -y --no-install-recommends ${missing[*]}"
    return
  fi
  say "installs ${missing[*]}"
  apt update || say "could not update the package lists"
  apt install -y --no-install-recommends "${missing[@]}" || install_one_by_one "${missing[@]}"
}

# One name that a distribution does not have must not keep the others away.
install_one_by_one() {
  local package
  for package in "$@"; do
    apt install -y --no-install-recommends "$package" || say "could not install $package; see .vedette/apt.log"
  done
}

is_jdk() { [ -x "$1/bin/jlink" ] && grep -qs "^JAVA_VERSION=\"$java_release[.\"]" "$1/release"; }

find_jdk() {
  local on_path candidate
  on_path=$(readlink -f "$(command -v javac || true)")
  for candidate in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/*"$java_release"* /opt/*jdk*"$java_release"* \
    "${HOME:-/root}"/.sdkman/candidates/java/"$java_release"*; do
    if is_jdk "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# Exports JAVA_HOME.
need_jdk() {
  local package
  if ! JAVA_HOME=$(find_jdk) && command -v apt-get >/dev/null && can_be_root; then
    apt update || say "could not update the package lists"
    for package in "openjdk-$java_release-jdk-headless" "temurin-$java_release-jdk"; do
      say "looks for a JDK in $package"
      apt install -y --no-install-recommends "$package" && break
    done
  fi
  JAVA_HOME=$(find_jdk) || die "no JDK $java_release found. Run: sdk install java $java_release-tem" \
    "(or unpack one and export JAVA_HOME=/path/to/it)"
  export JAVA_HOME
}

# maven NAME ARG…: keeps the output in .vedette/NAME.log and shows of it what went wrong.
maven() {
  local log=.vedette/$1.log
  shift
  mkdir -p .vedette
  ./mvnw -B "$@" </dev/null >"$log" 2>&1 || {
    show_errors "$log"
    say "Maven failed; all it wrote is in $log"
    return 1
  }
}

show_errors() {
  grep -E '^\[(WARNING|ERROR)\]|^make|error:' "$1" \
    | grep -vE '\[ERROR\] +(at |$|-> |To see|Re-run|For more|\[Help|After correcting|mvn <args>|Command was)|\tat ' \
    | head -60 >&2 || tail -40 "$1" >&2
}
