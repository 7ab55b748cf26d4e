package io.vedette.core.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.container.Mount;
import io.vedette.core.delivery.Delivered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ways from outside can't deliver is in the books.
@Tag("container")
class LossFromOutsideTest {

    private static final int DATAGRAMS = 120_000;
    private static final Path MAX_QUEUED = Path.of("/proc/sys/fs/inotify/max_queued_events");
    private static final int TRIES = 240;

    @TempDir
    private Path directory;

    private OutsideTask task;

    @BeforeEach
    void start() throws Exception {
        task = OutsideTask.start(
                directory, Dockers.and("CAP_SYS_PTRACE"), spec -> spec.env("VEDETTE_WATCH_PATH", "/data/one"));
    }

    @AfterEach
    void end() throws Exception {
        task.close();
    }

    @Test
    void eachDatagramOfAFloodIsToldOrCounted() throws Exception {
        task.launch(task.app("app", "/bin/talk", "flood", "/facts/app", "" + DATAGRAMS));
        task.awaitEnd("app");

        // Each is the first one to its peer, and nobody else sends any.
        Delivered all = awaitSeen("send", DATAGRAMS);
        assertThat(sum(all, "send", "seen")).isEqualTo(DATAGRAMS);
        assertThat(sum(all, "send", "dropped")).isPositive();
        assertThat(sum(all, "send", "sent")).isPositive();
    }

    @Test
    void packetsThatFoundNoRoomWhileTheAgentWasAwayAreCounted() throws Exception {
        task.launch(task.app("server", "/bin/talk", "serve", "/facts/server"));
        task.await(
                "listen", line -> line.path("listen").path("local").path("port").asInt() == 8080);

        task.signal("STOP");
        task.launch(task.app("app", "/bin/talk", "brief", "/facts/app", "1000"));
        task.awaitEnd("app");
        task.signal("CONT");

        JsonNode loss = task.await(
                "loss",
                line -> line.path("container").path("id").asText().equals("unknown")
                        && line.path("reason").asText().equals("ring_full"));
        // Four packets of each connection, of which the ring took 1,024.
        assertThat(loss.path("event").asText()).isEqualTo("unspecified");
        assertThat(loss.path("stage").asText()).isEqualTo("kernel");
        assertThat(loss.path("count").asLong()).isBetween(2900L, 3100L);
        assertThat(task.delivered().of("connect")).isNotEmpty();
    }

    @Test
    void changesThatFoundNoRoomInTheKernelsQueueAreCountedAndAllIsWatchedAnew() throws Exception {
        task.launch(task.app("app", "/bin/sleep", "1000").confined(rest -> rest.mount(Mount.memory("/data", "1m"))));
        task.shellUntilSeen(
                "app",
                "echo >>/data/one",
                line -> line.path("close_write").path("path").asText().equals("/data/one"));
        int more = Integer.parseInt(Files.readAllLines(MAX_QUEUED).getFirst()) / 2 + 100;

        task.signal("STOP");
        // Each makes two changes, which are not asked for.
        task.shell("app", "i=0; while [ $i -lt " + more + " ]; do i=$((i + 1)); : >/data/n$i; done");
        task.shell("app", "chmod 600 /data/one");
        task.signal("CONT");

        JsonNode loss = task.await(
                "loss",
                line -> line.path("event").asText().equals("open")
                        && line.path("reason").asText().equals("ring_full"));
        assertThat(loss.path("stage").asText()).isEqualTo("kernel");
        assertThat(loss.path("count").asLong()).isEqualTo(1);
        task.shellUntilSeen(
                "app",
                "echo >>/data/one",
                line -> line.path("close_write").path("path").asText().equals("/data/one")
                        && Delivered.epochNs(line.path("time")) > Delivered.epochNs(loss.path("time")));
        task.shell("app", "chmod 640 /data/one");
        task.await("chmod", line -> line.path("chmod").path("mode").asText().equals("0640"));
        assertThat(task.delivered().of("chmod").toString()).doesNotContain("0600");
    }

    /// As soon as so many are in the books, and none of them waits.
    private Delivered awaitSeen(String kind, long count) throws Exception {
        Delivered all = task.delivered();
        for (int i = 0; i < TRIES && (sum(all, kind, "seen") < count || sum(all, kind, "waiting") > 0); i++) {
            Thread.sleep(500);
            all = task.delivered();
        }
        return all;
    }

    /// Over all containers.
    private static long sum(Delivered all, String kind, String field) {
        Map<String, Long> last = new TreeMap<>();
        List<JsonNode> accounts = all.of("account");
        accounts.stream()
                .filter(line -> line.path("event").asText().equals(kind))
                .forEach(line -> last.put(
                        line.path("container").path("id").asText(),
                        line.path(field).asLong()));
        return last.values().stream().mapToLong(Long::longValue).sum();
    }
}
