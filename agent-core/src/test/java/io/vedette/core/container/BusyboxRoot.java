package io.vedette.core.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// The root file system of a task: a static busybox under the names of all its programs, and files that a
/// test adds.
final class BusyboxRoot {

    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private BusyboxRoot() {}

    /// @param files from a path in the container to the host's file that is copied there, executable
    static void make(Path root, Map<String, Path> files) throws IOException {
        Path bin = Files.createDirectories(root.resolve("bin"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        copy(BUSYBOX, bin.resolve("busybox"));
        linkPrograms(bin);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Path target = root.resolve(file.getKey().substring(1));
            Files.createDirectories(target.getParent());
            copy(file.getValue(), target);
        }
    }

    private static void linkPrograms(Path bin) throws IOException {
        Process list = new ProcessBuilder(BUSYBOX.toString(), "--list")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream names = list.getInputStream()) {
            for (String name : new String(names.readAllBytes(), UTF_8).lines().toList()) {
                if (!name.equals("busybox")) {
                    Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
