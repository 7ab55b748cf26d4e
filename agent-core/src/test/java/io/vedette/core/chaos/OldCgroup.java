package io.vedette.core.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A cgroup in a hierarchy of version 1, in which this kernel has its controllers.
public final class OldCgroup implements AutoCloseable {

    private static final int TRIES = 500;

    private final Path directory;

    private OldCgroup(Path directory) {
        this.directory = directory;
    }

    /// Whether this machine has the controller in a hierarchy of its own.
    public static boolean has(String controller) {
        return Files.isDirectory(Path.of("/sys/fs/cgroup", controller));
    }

    public static OldCgroup make(String controller, String name) throws IOException {
        return new OldCgroup(Files.createDirectory(Path.of("/sys/fs/cgroup", controller, name)));
    }

    public Path directory() {
        return directory;
    }

    public void set(String file, long value) throws IOException {
        Files.writeString(directory.resolve(file), "" + value);
    }

    long get(String file) throws IOException {
        return Long.parseLong(Files.readString(directory.resolve(file)).trim());
    }

    /// The kernel lets go of it a moment after its last process.
    @Override
    public void close() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                Files.deleteIfExists(directory);
                return;
            } catch (IOException busy) {
                if (i == TRIES - 1) {
                    throw busy;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
