package io.vedette.core.identity;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// What files tell of cgroups when the records don't: the directory whose inode is the cgroup's id, and a
/// process's own lines in `/proc/PID/cgroup`.
///
/// Off the hot path: asked once for each cgroup or mount namespace that is new.
///
/// @param procRoot usually `/proc`
/// @param cgroupRoots mount points of the cgroup v2 hierarchy, the first that is one is taken
public record CgroupPaths(Path procRoot, List<Path> cgroupRoots) {

    private static final int MAX_DEPTH = 16;

    /// Of this machine: cgroup v2 alone, or beside v1.
    public static CgroupPaths ofThisMachine() {
        return new CgroupPaths(Path.of("/proc"), List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup")));
    }

    /// @return the cgroup's path from the root that is mounted here, or empty when it isn't found
    public String ofId(long cgroupId) {
        for (Path root : cgroupRoots) {
            if (Files.isRegularFile(root.resolve("cgroup.procs"))) {
                return find(root, cgroupId);
            }
        }
        return "";
    }

    /// @return the paths in the process's lines, v2 first; empty when it is gone or can't be read
    public List<String> ofProcess(int pid) {
        List<String> paths = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(
                    procRoot.resolve(Integer.toString(pid)).resolve("cgroup"),
                    java.nio.charset.StandardCharsets.ISO_8859_1)) {
                String[] parts = line.split(":", 3);
                if (parts.length == 3) {
                    paths.add(parts[0].equals("0") ? 0 : paths.size(), parts[2]);
                }
            }
        } catch (IOException gone) {
            return List.of();
        }
        return paths;
    }

    private static String find(Path root, long cgroupId) {
        String[] found = {""};
        try {
            Files.walkFileTree(root, java.util.Set.of(), MAX_DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    if (((Number) Files.getAttribute(directory, "unix:ino")).longValue() == cgroupId) {
                        found[0] = "/" + root.relativize(directory);
                        return FileVisitResult.TERMINATE;
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            return "";
        }
        return found[0];
    }
}
