package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.container.CrunTask;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.Nested;
import io.vedette.core.telemetry.Books;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The user list of a real container, through the real procfs.
@Tag("container")
class UserListsContainerTest {

    @TempDir
    private Path directory;

    @Test
    void readsTheListThatTheContainerSees() throws Exception {
        Path list = Files.writeString(directory.resolve("list"), "boss:x:0:0::/:/bin/sh\nweb:x:4711:1::/:/bin/sh\n");
        try (CrunTask task = CrunTask.builder(directory)
                        .file("/etc/passwd", list)
                        .container("web", "/bin/sleep", "1000")
                        .start();
                UserLists lists = new UserLists(Path.of("/proc"), Nested.JOINED)) {
            String id = task.containerId("web");
            int pid = (int) task.pid("web");
            Container container = new Container(2, id, "ecs", task.cgroupPath("web"), 1, 2, pid, new Books());

            UserNames names = Objects.requireNonNull(lists.read(container, pid));

            assertThat(names.byUid().get(4711)).isEqualTo("web".getBytes(StandardCharsets.UTF_8));
            assertThat(lists.findProcesses()).containsEntry(id, (long) pid);
            assertThat(lists.read(container, task.pid(CrunTask.PAUSE))).isNull();
            assertThat(lists.read(container, ProcessHandle.current().pid())).isNull();
        }
    }
}
