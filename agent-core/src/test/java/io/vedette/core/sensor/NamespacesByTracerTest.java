package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.Kinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that run in other namespaces than the process that made them, which nothing but their exec shows.
@Tag("container")
class NamespacesByTracerTest {

    private static final List<String> ALL = List.of("mnt", "pid", "net", "ipc", "uts", "user", "cgroup", "time");
    /// It gets the file and the names.
    private static final String LAST = "sh -c 'cd /proc/self/ns; readlink \"$@\" >\"$0\"; exec sleep 0.1' ";
    private static final String WITHOUT_RIGHTS = "setpriv --inh-caps=-sys_admin --bounding-set=-sys_admin ";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unshare --net --ipc",
                "unshare --uts --cgroup",
                "unshare --mount",
                "unshare --pid --fork",
                "unshare --time",
                WITHOUT_RIGHTS,
                WITHOUT_RIGHTS + "unshare --user --map-root-user --net --uts",
                WITHOUT_RIGHTS + "unshare --user --map-root-user sh -c 'exec unshare --ipc \"$0\" \"$@\"'",
                "unshare --net " + WITHOUT_RIGHTS
            })
    void areToldAsTheyAreAtTheExec(String before) throws Exception {
        Path there = directory.resolve("there");
        try (TracedNamespace namespace = new TracedNamespace(directory)) {
            namespace.command("sh -c 'sleep 0.3; exec \"$0\" \"$@\"' env " + before + " " + LAST + there + " "
                    + String.join(" ", ALL));
            namespace.await("the last program", () -> !programs(namespace).isEmpty());

            ExecFlyweight exec = programs(namespace).getFirst().exec();
            List<String> told = new ArrayList<>();
            for (int i = 0; i < ALL.size(); i++) {
                told.add(ALL.get(i) + ":["
                        + Integer.toUnsignedString(namespaces(exec).get(i)) + "]");
            }
            assertThat(told).isEqualTo(Files.readAllLines(there));
        }
    }

    private static List<CapturedRecord> programs(TracedNamespace namespace) {
        return namespace.records(Kinds.EXEC).stream()
                .filter(record -> record.args().equals(List.of("sleep", "0.1")))
                .toList();
    }

    private static List<Integer> namespaces(ExecFlyweight exec) {
        return List.of(
                exec.mntNs(),
                exec.pidNs(),
                exec.process().netNs(),
                exec.process().ipcNs(),
                exec.process().utsNs(),
                exec.process().userNs(),
                exec.process().cgroupNs(),
                exec.process().timeNs());
    }
}
