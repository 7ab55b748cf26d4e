# shellcheck shell=bash
# The container image. Sourced by ./dev.

build_image() {
  local tool
  for tool in podman docker; do
    if command -v "$tool" >/dev/null; then
      say "builds vedette:latest with $tool"
      exec "$tool" build -t vedette:latest "$@" . >&2
    fi
  done
  die "neither podman nor docker is here. Run: sudo apt-get install -y podman"
}
