package io.vedette.core.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel says of itself in procfs.
///
/// @param bootId of this boot, as text; all zeros when it can't be read
/// @param hostName of this UTS namespace
/// @param kernelRelease as `uname -r` gives it
record HostFacts(String bootId, String hostName, String kernelRelease) {

    private static final String NO_BOOT_ID = "00000000-0000-0000-0000-000000000000";

    static HostFacts read(Path procRoot) {
        Path kernel = procRoot.resolve("sys/kernel");
        return new HostFacts(
                line(kernel.resolve("random/boot_id"), NO_BOOT_ID),
                line(kernel.resolve("hostname"), "unknown"),
                line(kernel.resolve("osrelease"), "unknown"));
    }

    private static String line(Path file, String otherwise) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            return otherwise;
        }
    }
}
