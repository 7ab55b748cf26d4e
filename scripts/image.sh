# shellcheck shell=bash
# The container image. Sourced by ./dev.

readonly image=vedette:latest
# Names in the Dockerfile, what they stand for there, and what is made here in their place.
readonly jdk_base=docker.io/library/eclipse-temurin:25-jdk own_jdk_base=localhost/vedette-jdk:25
readonly debian_base=docker.io/library/debian:bookworm-slim own_debian_base=localhost/vedette-debian:bookworm

# The command, podman or docker, with the options that it takes on this machine.
engine=()

# run_image [--test] [ARG…]: builds it, with more arguments for podman or docker; --test also runs it.
run_image() {
  local wants_test='' argument
  local -a arguments=() options=()
  for argument in "$@"; do
    if [ "$argument" = --test ]; then wants_test=yes; else arguments+=("$argument"); fi
  done
  mkdir -p .vedette
  find_engine
  build_image "${arguments[@]}"
  [ -z "$wants_test" ] || test_image
}

find_engine() {
  if ! command -v podman >/dev/null && ! { command -v docker && docker info; } >/dev/null 2>&1; then
    need_packages podman
  fi
  if command -v podman >/dev/null; then
    engine=(podman)
    # Of the two runtimes that podman knows crun refuses cgroups of both versions beside each other.
    if [ -d /sys/fs/cgroup/unified ]; then
      need_packages runc
      engine+=(--runtime runc)
    fi
  elif docker info >/dev/null 2>&1; then
    engine=(docker)
  else
    die "neither podman nor a running docker is here. Run: sudo apt-get install -y podman"
  fi
}

build_image() {
  say "builds $image with ${engine[0]}"
  # OCI's format has no health check. A network of the build's own would take more than podman has to have with it.
  [ "${engine[0]}" != podman ] || options+=(--format docker --network host)
  find_bases
  options+=(--build-arg "VERSION=$(image_version)" --build-arg "REVISION=$(image_revision)")
  "${engine[@]}" build -t "$image" "${options[@]}" "$@" . >.vedette/image.log 2>&1 || {
    tail -n 30 .vedette/image.log >&2
    die "the image could not be built; all that was said is in .vedette/image.log"
  }
  say "built $image: $(("$("${engine[@]}" image inspect --format '{{.Size}}' "$image")" / 1000000)) MB," \
    "$(($("${engine[@]}" save "$image" | gzip -6 | wc -c) / 1000000)) MB compressed"
}

image_version() { sed -n 's|^  <version>\(.*\)</version>.*|\1|p' pom.xml; }

# Of changes that are in no commit nobody knows what they are.
image_revision() {
  local revision
  revision=$(git rev-parse HEAD 2>/dev/null) || revision=unknown
  [ -z "$(git status --porcelain 2>/dev/null)" ] || revision+=-changed
  printf '%s' "$revision"
}

# Adds to options which bases the build begins with.
find_bases() {
  has_image "$jdk_base" || make_jdk_base
  has_image "$debian_base" || make_debian_base
}

# Asks a registry for what is not here.
has_image() { "${engine[@]}" image inspect "$1" >/dev/null 2>&1 || "${engine[@]}" pull "$1" >>.vedette/pull.log 2>&1; }

make_jdk_base() {
  options+=(--build-arg "JDK=$own_jdk_base")
  ! "${engine[@]}" image inspect "$own_jdk_base" >/dev/null 2>&1 || return 0
  need_jdk
  say "$jdk_base CAN'T BE HAD (.vedette/pull.log): takes the JDK of this machine, $JAVA_HOME"
  # Links out of it, as to the system's certificates, would lead nowhere.
  tar -C "$JAVA_HOME" -ch --transform='s|^\.|./opt/java/openjdk|' . | import_image "$own_jdk_base"
}

make_debian_base() {
  local tree
  options+=(--build-arg "DEBIAN=$own_debian_base")
  ! "${engine[@]}" image inspect "$own_debian_base" >/dev/null 2>&1 || return 0
  need_packages debootstrap
  say "$debian_base CAN'T BE HAD (.vedette/pull.log): makes one with debootstrap"
  tree=$(mktemp -d)
  as_root debootstrap --variant=minbase bookworm "$tree" http://deb.debian.org/debian >.vedette/debootstrap.log 2>&1 \
    || die "debootstrap failed; see .vedette/debootstrap.log"
  # Whom this machine trusts besides, as a proxy that looks into TLS.
  as_root cp -r /usr/local/share/ca-certificates "$tree/usr/local/share/" 2>/dev/null || true
  as_root tar -C "$tree" -c . | import_image "$own_debian_base"
  as_root rm -rf "$tree"
}

import_image() { "${engine[@]}" import - "$1" >>.vedette/pull.log 2>&1 || die "$1 could not be imported; see .vedette/pull.log"; }
