#!/bin/sh
# Makes the root file system of a virtual machine: busybox, the agent with all libraries that it loads, the scenarios.
#
#   initrd.sh OUT AGENT SCENARIO TASK
set -eu

out=$1 agent=$2 scenario=$3 task=$4
here=$(dirname "$(readlink -f "$0")")
root=$out.root

libraries() {
  find "$agent/jdk" -name '*.so' -exec ldd {} + | sed -n 's/^\t.* => \(\/[^ ]*\) .*/\1/p; s/^\t\(\/lib64[^ ]*\) .*/\1/p'
  # The agent opens libbpf by its name, and Netty's and Chronicle's libraries bring what they need of the C runtime.
  for name in libbpf.so.1 libstdc++.so.6 libgcc_s.so.1; do
    file=$(/sbin/ldconfig -p | sed -n "s/^\t$name .*x86-64.* => //p" | head -1)
    [ -n "$file" ] || continue
    echo "$file"
    ldd "$file" | sed -n 's/^\t.* => \(\/[^ ]*\) .*/\1/p'
  done
}

mkdir -p "$root"
cd "$root"
mkdir -p bin container dev etc out proc root run sys tmp var/lib
cp "$(command -v busybox)" bin/busybox
cp "$here/init.sh" init
cp "$scenario" bin/scenario
cp -a "$agent" vedette
echo "$task" >etc/task
libraries | grep -v "^$(readlink -f "$agent")" | sort -u | while read -r file; do
  mkdir -p ".$(dirname "$file")"
  cp -L "$file" ".$file"
done
chmod 755 init bin/*
find . | busybox cpio -o -H newc >"$out" 2>/dev/null
rm -rf "$root"
