package io.vedette.core.sensor;

import io.vedette.core.ffi.Libc;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the kernel lists its tracepoints. libbpf needs it for those of system calls.
final class Tracefs {

    private static final Path MOUNT_POINT = Path.of("/sys/kernel/tracing");

    private Tracefs() {}

    /// Mounts it when it is not there. A refusal shows when a program that needs it is attached.
    static void mountIfMissing(Libc libc) {
        if (!Files.isDirectory(MOUNT_POINT.resolve("events"))) {
            libc.mount("tracefs", MOUNT_POINT.toString(), "tracefs");
        }
    }
}
