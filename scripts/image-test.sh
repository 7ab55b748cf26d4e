# shellcheck shell=bash
# A smoke test of the image, as a sidecar with the rights and the memory that the documents ask for. Sourced by ./dev.

readonly test_names=(vedette-test-agent vedette-test-endpoint vedette-test-app)
# The archive of classes has to be taken: the JVM ends otherwise.
readonly strictly=JDK_JAVA_OPTIONS=-XX:AOTMode=on
# What podman says besides, as that without systemd nobody runs health checks all the time.
readonly test_log=.vedette/image-test.log

test_image() {
  local why container marker=vedette-image-$$
  # Where root may not raise limits, those that podman gives by default are more than there is.
  local -a run=("${engine[@]}" run --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 -e "$strictly")
  why=$(missing_for_image)
  [ -z "$why" ] || die "THE IMAGE CANNOT BE TESTED HERE: $why"
  say "runs $image"
  trap remove_containers EXIT
  remove_containers
  "${run[@]}" -d --name vedette-test-endpoint --network none "$image" \
    endpoint --listen 127.0.0.1:4317 --out - >/dev/null 2>"$test_log"
  "${run[@]}" -d --name vedette-test-agent --pid=host --cgroupns=host --network=container:vedette-test-endpoint \
    --cap-drop=ALL --cap-add=BPF --cap-add=PERFMON --cap-add=SYS_PTRACE --cap-add=DAC_READ_SEARCH \
    --security-opt seccomp=unconfined --read-only --memory 128m -v /var/lib/vedette \
    "$image" run --strict --endpoint http://127.0.0.1:4317 >/dev/null 2>>"$test_log"
  wait_for 30 "the agent is ready" "grep -q '^ready tier=ebpf'" log_of vedette-test-agent
  container=$("${run[@]}" -d --name vedette-test-app --network none --entrypoint /bin/sh "$image" \
    -c "/bin/dash -c : $marker" 2>>"$test_log")
  wait_for 30 "the endpoint has the exec of $marker in ${container:0:12}" \
    "grep '^{\"kind\":\"exec\"' | grep '\"id\":\"$container\"' | grep -q '\"binary\":\"/bin/dash\",\"args\":\\[\"/bin/dash\",\"-c\",\":\",\"$marker\"'" \
    log_of vedette-test-endpoint
  wait_for 60 "the health check says healthy" "grep -qx healthy" health_of vedette-test-agent
  stop vedette-test-agent "everything delivered"
  stop vedette-test-endpoint "everything kept"
  say "the image works"
}

missing_for_image() {
  if [ "$(id -u)" != 0 ]; then
    echo "needs root"
  elif [ ! -r /sys/kernel/btf/vmlinux ]; then
    echo "needs a kernel with BTF (/sys/kernel/btf/vmlinux)"
  fi
}

# wait_for SECONDS WHAT CHECK COMMAND…: until what COMMAND says passes CHECK.
wait_for() {
  local end=$((SECONDS + $1)) what=$2 check=$3 name
  shift 3
  until "$@" 2>/dev/null | eval "$check"; do
    if [ $SECONDS -ge $end ]; then
      for name in "${test_names[@]}"; do log_of "$name" | tail -n 5 | cut -c 1-300 >&2; done
      die "FAILED: $what"
    fi
    sleep 0.2
  done
  say "passed: $what"
}

# stop NAME WHAT
stop() {
  "${engine[@]}" stop -t 15 "$1" >/dev/null 2>>"$test_log"
  wait_for 5 "$1 ended with 0 at a SIGTERM, $2" "grep -qx 0" exit_code_of "$1"
}

log_of() { "${engine[@]}" logs "$1" 2>&1; }

exit_code_of() { "${engine[@]}" inspect --format '{{.State.ExitCode}}' "$1"; }

health_of() {
  # Where podman has no systemd nobody else does.
  [ "${engine[0]}" != podman ] || "${engine[@]}" healthcheck run "$1" >/dev/null 2>>"$test_log" || true
  "${engine[@]}" inspect --format '{{.State.Health.Status}}' "$1"
}

# One after the other: the endpoint's network is the agent's too.
remove_containers() {
  local name
  for name in "${test_names[@]}"; do "${engine[@]}" rm -f -v "$name" >/dev/null 2>&1 || true; done
}
