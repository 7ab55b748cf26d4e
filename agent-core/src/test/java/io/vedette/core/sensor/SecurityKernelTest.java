package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.Kinds;
import io.vedette.core.event.SecurityLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class SecurityKernelTest {

    private Launcher launcher;
    private Watcher watcher;

    @BeforeEach
    void attach() {
        launcher = Launcher.start();
        watcher = Watcher.attach();
    }

    @AfterEach
    void close() {
        watcher.close();
        launcher.close();
    }

    @Test
    void reportsMemfdCreate() {
        int fd = Integer.parseInt(launcher.run("result = os.memfd_create('a name', os.MFD_CLOEXEC)"));

        CapturedRecord record = watcher.only(Kinds.MEMFD_CREATE, launcher.pid());
        assertThat(record.part(0)).isEqualTo("a name");
        assertThat(record.detail().i32(SecurityLayout.MEMFD_CREATE_FD)).isEqualTo(fd);
        assertThat(record.detail().i32(SecurityLayout.MEMFD_CREATE_FLAGS)).isEqualTo(1);
        assertThat(record.header().incomplete()).isZero();
    }
}
