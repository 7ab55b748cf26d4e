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
  until grep -qs "$2" "$1" || [ $((left -= 1)) = 0 ]; do sleep 1; done
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

# begin TIER OPTION…: starts endpoint and agent.
begin() {
  local tier=$1
  shift
  rm -rf /tmp/events.jsonl /tmp/spool /tmp/*.log
  vedette endpoint --listen 127.0.0.1:4317 --out /tmp/events.jsonl 2>/tmp/endpoint.log &
  endpoint=$!
  check "the endpoint listens" wait_for /tmp/endpoint.log listening
  vedette run --tier "$tier" "$@" --cpu-budget 0 --connect-timeout 60s --stop-timeout 60s --spool /tmp/spool --endpoint http://127.0.0.1:4317 2>/tmp/agent.log &
  agent=$!
  check "the agent is ready" wait_for /tmp/agent.log "^ready tier=$tier"
}

end() {
  check "the agent delivers" wait_for /tmp/agent.log "delivers to endpoint"
  check "vedette status tells of it" sh -c "vedette status | grep '$1'"
  kill "$agent"
  wait "$agent"
  check "the agent ends with 0, everything delivered" [ $? = 0 ]
  kill "$endpoint"
  wait "$endpoint"
  check "the endpoint ends with 0" [ $? = 0 ]
  check "no losses" sh -c '! grep "^{.kind.:.loss." /tmp/events.jsonl'
}

by_ebpf() {
  begin ebpf --strict
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
  end "is healthy"

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
}

# What spawn did, and what was told of it: each pid and how it ended.
facts() { awk -F '\t' '{ print $2, int($3 / 256) }' /tmp/facts | sort; }
exits() {
  sed -n 's/^{"kind":"exit".*"process":{[^}]*"pid":\([0-9]*\),.*"arm64-[0-9]*".*"exit":{"code":\([0-9]*\),.*/\1 \2/p' /tmp/events.jsonl | sort
}
execs() { sed -n 's/^{"kind":"exec".*"args":\[[^]]*"\(arm64-[0-9]*\)".*/\1/p' /tmp/events.jsonl | sort; }

by_ptrace() {
  begin ptrace
  check "processes run" spawn 100 arm64 /tmp/facts --exit-codes --vfork
  echo 'nobody:x:65534:65534::/:/bin/sh' >/etc/passwd
  cp /bin/tracee /tmp/setuid
  chmod 4755 /tmp/setuid
  check "signals, threads and rights are as if nobody traced" \
    start-stop-daemon -S -c nobody -x /bin/tracee -- /tmp/setuid
  end ptrace

  check "each exec, once" [ "$(execs | uniq | wc -l) $(execs | wc -l)" = "100 100" ]
  check "each exit, with its code" [ "$(facts)" = "$(exits)" ]
  check "the flags of clone" has fork '"CLONE_VM","CLONE_VFORK"'
  check "an exec of a thread" has exec '"args":["true","from-a-thread"]'
  check "no gaps" sh -c '! grep "^{.kind.:.gap." /tmp/events.jsonl'
}

by_ebpf
[ $failed = 0 ] || tail -n 20 /tmp/agent.log
by_ptrace
[ $failed = 0 ] || tail -n 20 /tmp/agent.log
echo "arm64: $failed failed"
poweroff -f
