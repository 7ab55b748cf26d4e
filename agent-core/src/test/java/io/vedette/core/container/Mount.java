package io.vedette.core.container;

import java.nio.file.Path;
import java.util.List;

/// A mount of a container, as the OCI runtime specification has it.
///
/// @param destination in the container
public record Mount(String type, String source, String destination, List<String> options) {

    public Mount {
        options = List.copyOf(options);
    }

    /// A file or directory of the host that can't be changed through it.
    public static Mount readOnly(Path host, String container) {
        return new Mount("bind", host.toAbsolutePath().toString(), container, List.of("rbind", "ro"));
    }

    /// A file system in memory.
    ///
    /// @param size as mount(8) takes it, such as `1m`
    public static Mount memory(String container, String size) {
        return new Mount("tmpfs", "tmpfs", container, List.of("nosuid", "mode=755", "size=" + size));
    }

    /// What the kernel tells of itself, such as the types of BTF.
    public static Mount sysfs() {
        return new Mount("sysfs", "sysfs", "/sys", List.of("nosuid", "noexec", "nodev", "ro"));
    }
}
