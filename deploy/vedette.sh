#!/bin/sh
# Starts the agent from wherever its folder was put, also through symbolic links.
set -eu

self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
home=$(cd "$(dirname "$self")/.." && pwd -P)

# Spelled out, so that the order is the same wherever the folder was copied to.
classpath=
for jar in "$home"/lib/*.jar; do
  classpath=${classpath:+$classpath:}$jar
done

exec "$home/jdk/bin/java" "@$home/lib/jvm.options" -cp "$classpath" io.vedette.core.main.Vedette "$@"
