package io.vedette.core.chaos;

import java.io.IOException;
import java.nio.file.Path;

/// A small file system of its own for a scene's spool. It is mounted where containers are made, and goes with the
/// task. Used by one thread.
final class SpoolDisk {

    private static final String FOLDER = "kept";

    private final Scene scene;

    private SpoolDisk(Scene scene) {
        this.scene = scene;
    }

    /// The scene's, which was made before.
    static SpoolDisk of(Scene scene) {
        return new SpoolDisk(scene);
    }

    /// One in memory, for agents that are begun from now on.
    ///
    /// @param options of the mount, such as `size=8m`
    static SpoolDisk inMemory(Scene scene, String options) throws IOException, InterruptedException {
        SpoolDisk disk = new SpoolDisk(scene);
        return disk.mount("mount -t tmpfs -o \"$2\" vedette-chaos \"$1\"", options);
    }

    /// One of the kind that most hosts have, which becomes read-only when it finds a fault.
    static SpoolDisk ext4(Scene scene, int mebibytes) throws IOException, InterruptedException {
        SpoolDisk disk = new SpoolDisk(scene);
        return disk.mount("""
                truncate -s "$2" "$1.image"
                mkfs.ext4 -q -F -E lazy_itable_init=0 "$1.image"
                mount -o loop,errors=remount-ro "$1.image" "$1"
                """, mebibytes + "M");
    }

    private SpoolDisk mount(String script, String argument) throws IOException, InterruptedException {
        inside("mkdir \"$1\"\n" + script + "\nmkdir \"$1/" + FOLDER + "\"", argument);
        scene.spool(path().resolve(FOLDER));
        return this;
    }

    /// Another program takes all room there is.
    SpoolDisk fill() throws IOException, InterruptedException {
        inside(
                "dd if=/dev/zero of=\"$1/filler\" bs=64k 2>/dev/null || dd if=/dev/zero of=\"$1/rest\" bs=1k 2>/dev/null || true");
        return this;
    }

    /// Another program takes all inodes there are.
    SpoolDisk fillInodes() throws IOException, InterruptedException {
        inside("n=0; mkdir \"$1/rest\"; while true 2>/dev/null >\"$1/rest/$n\"; do n=$((n + 1)); done || true");
        return this;
    }

    /// It gives them back.
    SpoolDisk free() throws IOException, InterruptedException {
        inside("rm -rf \"$1/filler\" \"$1/rest\"");
        return this;
    }

    /// Nothing can be written to it from the start.
    SpoolDisk readOnly() throws IOException, InterruptedException {
        inside("mount -o remount,ro \"$1\"");
        return this;
    }

    /// The kernel finds a fault in it and takes no more writes, whoever has files open.
    SpoolDisk fail() throws IOException, InterruptedException {
        inside(
                "device=$(losetup -n -O NAME -j \"$1.image\"); echo fault >/sys/fs/ext4/${device#/dev/}/trigger_fs_error");
        return this;
    }

    /// Somebody removes the spool's directory.
    SpoolDisk removeSpool() throws IOException, InterruptedException {
        inside("rm -r \"$1/" + FOLDER + "\"");
        return this;
    }

    /// Runs a script of the host where the disk can be seen.
    ///
    /// @param script whose first argument is the disk's path
    void inside(String script, String... more) throws IOException, InterruptedException {
        Shell.run(
                "pid=$1; script=$2; shift 2; exec nsenter --mount=\"/proc/$pid/ns/mnt\" sh -ec \"$script\" sh \"$@\"",
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("" + scene.task().mounterPid(), script, "" + path()),
                                java.util.stream.Stream.of(more))
                        .toArray(String[]::new));
    }

    private Path path() {
        return scene.directory().resolve("disk").toAbsolutePath();
    }
}
