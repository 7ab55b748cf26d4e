package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A sensor whose hook is gone says so, and watches again once it is attached anew.
@Tag("kernel")
final class AttachAgainKernelTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fdinfo");

    private static List<Integer> links() throws IOException {
        try (Stream<Path> files = Files.list(DESCRIPTORS)) {
            return files.filter(AttachAgainKernelTest::isHook)
                    .map(file -> Integer.parseInt(file.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isHook(Path file) {
        try {
            String info = Files.readString(file);
            return info.contains("link_type:") && !info.contains("iter");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void aHookThatIsGoneIsFoundAndAttachedAgain() throws IOException {
        try (Launcher launcher = Launcher.start();
                Watcher watcher = Watcher.attach()) {
            EbpfSensor sensor = watcher.sensor();
            assertThat(sensor.trouble()).isEmpty();

            new Libc().close(links().getFirst());

            assertThat(sensor.trouble()).startsWith("the hook ").endsWith(" is not attached any more");

            sensor.detach();
            sensor.close();
            SensorReport report = sensor.attach();
            int child = launcher.runToEnd(
                            "import os\nresult = os.waitpid(os.spawnv(os.P_NOWAIT, '/bin/true', ['true']), 0)")
                    .pid();

            assertThat(report.issues()).isEmpty();
            assertThat(sensor.trouble()).isEmpty();
            assertThat(watcher.only(Kinds.EXEC, child).header().tgid()).isEqualTo(child);
        }
    }
}
