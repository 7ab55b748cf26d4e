package io.vedette.core.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A machine that QEMU emulates, with one kernel and one file system in memory. It writes an archive to its second
/// serial port and switches itself off.
final class VirtualMachine implements AutoCloseable {

    private static final long LIMIT_SECONDS = 300;

    private final Path directory;
    private final Process qemu;

    private VirtualMachine(Path directory, Process qemu) {
        this.directory = directory;
        this.qemu = qemu;
    }

    /// @param directory for what it writes
    static VirtualMachine boot(Path kernel, Path initrd, Path directory) throws IOException {
        Files.createDirectories(directory);
        // One thread for both CPUs: with one each, the emulator now and then runs half of what the kernel patches
        // in its own code, and the kernel of the guest dies.
        List<String> command = List.of(
                "qemu-system-x86_64",
                "-accel",
                "tcg,thread=single",
                "-cpu",
                "max",
                "-smp",
                "2",
                "-m",
                "2G",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-serial",
                "file:" + directory.resolve("console"),
                "-serial",
                "file:" + directory.resolve("out.tar.gz"),
                "-kernel",
                "" + kernel,
                "-initrd",
                "" + initrd,
                "-append",
                "console=ttyS0 quiet panic=-1");
        Process qemu = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("qemu.log").toFile())
                .start();
        qemu.getOutputStream().close();
        return new VirtualMachine(directory, qemu);
    }

    /// Waits until it is off.
    ///
    /// @return the folder with the files that it wrote
    Path await() throws IOException, InterruptedException {
        if (!qemu.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs after " + LIMIT_SECONDS + " s:\n" + logs());
        }
        Path out = Files.createDirectories(directory.resolve("out"));
        Process tar = new ProcessBuilder("tar", "-xzf", "" + directory.resolve("out.tar.gz"), "-C", "" + out)
                .redirectErrorStream(true)
                .start();
        String complaint = new String(tar.getInputStream().readAllBytes(), UTF_8);
        if (tar.waitFor() != 0) {
            throw new AssertionError("it left no archive: " + complaint + "\n" + logs());
        }
        return out;
    }

    private String logs() throws IOException {
        return Files.readString(directory.resolve("qemu.log")) + Files.readString(directory.resolve("console"));
    }

    @Override
    public void close() {
        qemu.destroyForcibly().onExit().join();
    }
}
