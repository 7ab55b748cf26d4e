#!/bin/busybox sh
# shellcheck shell=dash
# The first process of a virtual machine: runs the agent, does everything that scenarios do in what looks like a
# container, and writes all that came of it to the second serial port, as a compressed archive.
/bin/busybox --install -s /bin
export PATH=/bin

mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tracefs tracefs /sys/kernel/tracing
mount -t cgroup2 cgroup2 /sys/fs/cgroup
hostname machine
ip link set lo up
uname -r >/out/release

# The agent and an endpoint in one process: half the time of two.
/vedette/bin/vedette demo --json >/out/delivered 2>/out/agent.log &
agent=$!
# Its first line is that of its health, when it watches. Events come after what already ran was read.
until [ -s /out/delivered ] || ! kill -0 $agent; do sleep 0.1; done
/bin/scenario --end=exit:0 first-of-all
until grep -q first-of-all /out/delivered || ! kill -0 $agent; do sleep 0.1; done
cat /proc/uptime >/out/ready

task=$(cat /etc/task)
cgroup=/sys/fs/cgroup/ecs/$task/$task-1234567890
mkdir -p "$cgroup"
mount -t tmpfs -o mode=755 container /container
mkdir /container/bin /container/proc /container/tmp /container/dev /container/out
cp /bin/busybox /bin/scenario /container/bin/
mount --bind /out /container/out
CGROUP=$cgroup sh -c 'echo $$ >$CGROUP/cgroup.procs && exec unshare -m -p -f -u -i sh -c "
  mount -t proc proc /container/proc &&
  mount -t tmpfs tmpfs /container/tmp &&
  mount -t tmpfs tmpfs /container/dev &&
  exec chroot /container /bin/scenario /out/expected /work all"' >/out/scenario.log 2>&1
echo $? >/out/code

# What comes last arrives last. Without this wait, the agent may be stopped before it could deliver on a slow machine.
/bin/scenario --end=exit:0 last-of-all
until grep -q last-of-all /out/delivered || ! kill -0 $agent; do sleep 0.2; done
kill $agent
wait $agent
echo $? >>/out/code
/vedette/bin/vedette doctor >/out/doctor 2>&1
echo $? >>/out/code
cat /proc/uptime >/out/end

stty -F /dev/ttyS1 raw -echo
tar -C /out -cz . >/dev/ttyS1
poweroff -f
