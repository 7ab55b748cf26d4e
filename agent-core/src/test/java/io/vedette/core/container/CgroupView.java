package io.vedette.core.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A private mount namespace in which `/sys/fs/cgroup` is the cgroup v2 hierarchy and nothing else, as crun
/// wants it, whatever the host mounts there. The hierarchy itself is the kernel's one: what is made in it is
/// seen by all.
///
/// A shell holds the namespace. When this is closed, or when this JVM dies, be it by a signal to all of its group,
/// the shell kills what runs below the view's cgroup and removes it.
final class CgroupView implements AutoCloseable {

    private static final String HOLDER = """
            trap '' TERM INT HUP
            umount -R /sys/fs/cgroup 2>/dev/null
            mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 1
            echo ready
            read -r _
            cgroup=/sys/fs/cgroup$1
            tries=0
            while [ -d "$cgroup" ] && [ $tries -lt 500 ]; do
              echo 1 2>/dev/null >"$cgroup/cgroup.kill" \\
                || find "$cgroup" -name cgroup.procs -exec cat {} + | xargs -r kill -9 2>/dev/null
              find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.01
              tries=$((tries + 1))
            done
            rmdir "$(dirname "$cgroup")" 2>/dev/null
            [ ! -d "$cgroup" ]
            """;
    private static final int CLOSE_SECONDS = 20;

    private final Process holder;
    private final String cgroupPath;

    /// @param cgroupPath absolute in the hierarchy, two levels deep; removed with all below it on close
    CgroupView(String cgroupPath) throws IOException {
        this.cgroupPath = cgroupPath;
        holder = new ProcessBuilder(
                        "unshare", "-m", "--propagation", "private", "sh", "-c", HOLDER, "holder", cgroupPath)
                .redirectErrorStream(true)
                .start();
        String answer = holder.inputReader().readLine();
        if (!"ready".equals(answer)) {
            throw new IllegalStateException("no private view of the cgroups, which takes root: " + answer);
        }
    }

    /// A command that, run anywhere, runs the given one in this view.
    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt", "--"));
        all.addAll(command);
        return all;
    }

    /// The process that holds the mount namespace.
    long holderPid() {
        return holder.pid();
    }

    /// The id that the kernel gives a cgroup: the inode of its directory.
    long cgroupId(String path) throws IOException {
        return (long) Files.getAttribute(directory(path), "unix:ino");
    }

    Path directory(String path) {
        return Path.of("/proc/" + holder.pid() + "/root/sys/fs/cgroup" + path);
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        holder.onExit()
                .completeOnTimeout(holder, CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (holder.isAlive() || holder.exitValue() != 0) {
            throw new IllegalStateException("could not remove cgroup " + cgroupPath);
        }
    }
}
