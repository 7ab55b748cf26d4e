#!/bin/busybox sh
# shellcheck shell=dash
# The first process of the emulated arm64 machine: runs agent and endpoint, does what has to be seen, and says of each
# check whether it passed. The last line tells that all of it ran.
/bin/busybox --install -s /bin
export PATH=/bin:/sbin:/opt/vedette/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir /dev/shm
mount -t tmpfs shm /dev/shm
mount -t tmpfs run /run
mount -t cgroup2 cgroup /sys/fs/cgroup
ip link set lo up

failed=0
check() {
  local what=$1
  shift
  if "$@"; then echo "passed: $what"; else
    echo "FAILED: $what"
    failed=$((failed + 1))
  fi
}

# wait_for FILE TEXT: 150 s at most.
wait_for() {
  local left=150
  until grep -q "$2" "$1" || [ $((left -= 1)) = 0 ]; do sleep 1; done
  grep -q "$2" "$1"
}

# has KIND TEXT…: whether an event of that kind has them all.
has() {
  local found
  found=$(grep "^{\"kind\":\"$1\"" /tmp/events.jsonl)
  shift
  for text in "$@"; do found=$(printf '%s\n' "$found" | grep -F "$text"); done
  [ -n "$found" ]
}

echo "Linux $(uname -r -m)"
vedette version >/tmp/version
check "native parts load: $(tail -n 1 /tmp/version)" grep -q 'network epoll, BoringSSL, zstd' /tmp/version

vedette endpoint --listen 127.0.0.1:4317 --out /tmp/events.jsonl 2>/tmp/endpoint.log &
endpoint=$!
check "the endpoint listens" wait_for /tmp/endpoint.log listening
vedette run --strict --cpu-budget 0 --connect-timeout 60s --stop-timeout 60s --spool /tmp/spool --endpoint http://127.0.0.1:4317 2>/tmp/agent.log &
agent=$!
check "the agent is ready" wait_for /tmp/agent.log '^ready tier=ebpf'
check "no hook is missing" sh -c '! grep "^vedette: No " /tmp/agent.log'

sh -c 'exec busybox echo arm64-exec two' >/dev/null
sh -c 'exit 5'
/no/such/program 2>/dev/null
echo text >/tmp/written
mv /tmp/written /tmp/renamed
rm /tmp/renamed
mkdir /tmp/folder
busybox nc 127.0.0.1 4711 </dev/null 2>/dev/null
nslookup arm64.example 127.0.0.1 >/dev/null 2>&1
check "the agent delivers" wait_for /tmp/agent.log "delivers to endpoint"
check "vedette status says healthy" sh -c 'vedette status | grep "is healthy"'
kill "$agent"
wait "$agent"
check "the agent ends with 0, everything delivered" [ $? = 0 ]
kill "$endpoint"
wait "$endpoint"
check "the endpoint ends with 0" [ $? = 0 ]

check "exec" has exec '"args":["busybox","echo","arm64-exec","two"]'
check "exec_failed" has exec_failed '"/no/such/program"'
check "fork" has fork
check "exit" has exit '"exit":{"code":5,'
check "open" has open '"path":"/tmp/written"' '"wronly"'
check "write" has write '"/tmp/written"'
check "rename" has rename '"path":"/tmp/written"' '"new_path":"/tmp/renamed"'
check "unlink" has unlink '"/tmp/renamed"'
check "mkdir" has mkdir '"/tmp/folder"'
check "connect" has connect '"port":4711'
check "dns" has dns 'arm64.example'
check "no losses" sh -c '! grep "^{.kind.:.loss." /tmp/events.jsonl'
[ $failed = 0 ] || tail -n 20 /tmp/agent.log
echo "arm64: $failed failed"
poweroff -f
