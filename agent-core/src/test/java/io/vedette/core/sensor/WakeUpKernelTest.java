package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("kernel")
class WakeUpKernelTest {

    private static final int PROCESSES = 300;
    private static final int FOREVER_MS = 3_600_000;

    /// The pauses are about as long as the reader needs to go to sleep, so that it is met on every step of
    /// its way there. A wake-up that is missed would leave it asleep until somebody else on this machine does
    /// something.
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theFirstEventWakesAReaderThatSleeps() throws InterruptedException {
        try (Launcher launcher = Launcher.start();
                Watcher watcher = Watcher.attach()) {
            String paced = "import time, random\n"
                    + "for i in range(" + PROCESSES + "):\n"
                    + "    spawn(b'/usr/bin/true', [b'true'])\n"
                    + "    time.sleep(random.random() * 0.004)\n";
            Thread work = new Thread(() -> launcher.run(paced));
            work.start();

            long received = 0;
            while (received < PROCESSES) {
                watcher.sensor().await(FOREVER_MS);
                watcher.drain();
                received = watcher.all(record ->
                                record.kind() == Kinds.EXEC && record.header().parentTgid() == launcher.pid())
                        .size();
            }
            work.join();

            assertThat(received).isEqualTo(PROCESSES);
        }
    }
}
