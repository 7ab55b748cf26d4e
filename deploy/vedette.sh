#!/bin/sh
# Starts the agent from wherever its folder was put, also through symbolic links.
set -eu

# `vedette status`, with what the shell has built in: where an agent has little memory left, a second JVM or even a
# fork may be what is too much. It reads what the agent writes every three seconds.

# Seconds after which what the agent wrote is no news any more.
status_age_max=10

status_usage() {
  echo "usage: vedette status [--json] [--status-file FILE]"
  echo "0: healthy or degraded; 1: unhealthy or starting; 2: not running, or it does not answer"
}

# One line for people or for machines; the sentence has no quotes in it.
status_absent() {
  if [ -n "$json" ]; then
    echo "{\"state\":\"$1\",\"issues\":[{\"code\":\"$2\",\"sentence\":\"$3\"}]}"
  else
    echo "vedette: $3"
  fi
  exit 2
}

is_number() {
  case $1 in
    '' | *[!0-9]*) return 1 ;;
  esac
}

# Into boot, pid, state, json_line and text.
status_read() {
  boot='' pid='' state='' json_line='' text=''
  read -r line <"$1" || return 1
  [ "$line" = 'vedette-status 1' ] || return 1
  while read -r name value; do
    case $value in
      *[[:cntrl:]]*) return 1 ;;
    esac
    case $name in
      boot) boot=$value ;;
      pid) pid=$value ;;
      state) state=$value ;;
      json) json_line=$value ;;
      text) text="$text$value
" ;;
    esac
  done <"$1"
  is_number "$boot" && is_number "$pid"
}

status() {
  json='' file=${VEDETTE_STATUS_FILE:-}
  while [ $# -gt 0 ]; do
    case $1 in
      --json) json=yes ;;
      --status-file)
        [ $# -gt 1 ] || { status_usage >&2 && exit 2; }
        file=$2
        shift
        ;;
      --status-file=*) file=${1#*=} ;;
      -h | --help) status_usage && exit 0 ;;
      *) status_usage >&2 && exit 2 ;;
    esac
    shift
  done
  if [ -z "$file" ]; then
    file=/run/vedette/status
    [ -r "$file" ] || file=/dev/shm/vedette/status
  fi
  if ! [ -f "$file" ] || ! [ -r "$file" ]; then
    status_absent not_running NOT_RUNNING 'the agent is not running: it has no status file'
  fi
  status_read "$file" || status_absent unknown NO_STATUS 'the status file is none that an agent of this version wrote'
  [ -d "/proc/$pid" ] || status_absent not_running NOT_RUNNING "the agent is not running: process $pid has ended"
  read -r uptime _ </proc/uptime
  age=$((${uptime%%.*} - boot))
  if [ "$age" -gt "$status_age_max" ] || [ "$age" -lt -2 ]; then
    status_absent stale STALE "process $pid has said nothing for $age s: it is stopped, frozen or starved"
  fi
  if [ -n "$json" ]; then
    printf '%s\n' "$json_line"
  else
    printf '%s' "$text"
  fi
  case $state in
    healthy | degraded) exit 0 ;;
    *) exit 1 ;;
  esac
}

if [ "${1:-}" = status ]; then
  shift
  status "$@"
fi

# Its jars alone are some 60, and a JVM without them can only say that a class is missing.
open_files=$(ulimit -H -n)
if is_number "$open_files" && [ "$open_files" -lt 128 ]; then
  echo "vedette: $open_files open files are too few to start: raise the limit (ulimit -n, nofile) to 256" >&2
  exit 1
fi

case $0 in
  */*) self=$0 ;;
  *) self=./$0 ;;
esac
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
home=$(cd "${self%/*}/.." && pwd -P)

# Spelled out, so that the order is the same wherever the folder was copied to.
classpath=
for jar in "$home"/lib/*.jar; do
  classpath=${classpath:+$classpath:}$jar
done

# One heap of malloc for all threads: each would keep some megabytes of its own.
export MALLOC_ARENA_MAX=1

# What the JVM learnt of the agent's classes when it was built. Without it the agent runs too, but starts later.
aot=$home/lib/vedette.aot
[ -s "$aot" ] || aot=

# The agent is bounded by its options. Who receives and shows events is no guest, and builds whole batches; who reads
# definitions reads them whole.
heap=
case ${1:-} in
  endpoint | demo) heap=-Xmx96m ;;
  inject | policy | coverage) heap=-Xmx512m ;;
  injector) heap=-Xmx64m ;;
esac

exec "$home/jdk/bin/java" "@$home/lib/jvm.options" $heap ${aot:+"-XX:AOTCache=$aot"} \
  "-Djava.library.path=$home/lib/native" -cp "$classpath" io.vedette.core.main.Vedette "$@"
