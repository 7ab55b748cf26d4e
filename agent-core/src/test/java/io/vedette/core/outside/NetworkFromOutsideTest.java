package io.vedette.core.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What two apps did over the network, as they wrote it down, beside what the agent saw of it in the packets.
@Tag("container")
class NetworkFromOutsideTest {

    private static final int CALLS = 50;

    @TempDir
    private Path directory;

    /// What one did.
    private record Fact(String what, int own, int other, int pid, int sent, int received) {

        private boolean isAlike(Fact other) {
            return what.equals(other.what) && own == other.own && this.other == other.other;
        }

        static Fact of(String line) {
            String[] fields = line.split(" ", -1);
            return new Fact(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3]),
                    Integer.parseInt(fields[4]),
                    Integer.parseInt(fields[5]));
        }
    }

    @Test
    void seesEachConnectionAndQuestionAndGivesItToWhoMadeItOrSaysThatItDoesNotKnow() throws Exception {
        try (OutsideTask task = OutsideTask.start(directory, Dockers.and("CAP_SYS_PTRACE"), spec -> spec)) {
            task.launch(task.app("server", "/bin/talk", "serve", "/facts/server"));
            await(task, "server", "listen");
            task.await("listen", line -> port(line, "listen", "local") == 8080);
            task.launch(task.app("client", "/bin/talk", "call", "/facts/client", "" + CALLS)
                    .uid(1000));
            await(task, "client", "held");

            JsonNode held = task.await("connect", line -> port(line, "connect", "local") == lastPort(task, "held"));
            task.await(
                    "dns",
                    line -> port(line, "dns", "local") == lastPort(task, "ask")
                            && line.path("dns").path("response").asBoolean());

            assertThat(held.path("process").path("pid").asInt()).as("%s", held).isEqualTo(pidOf(task, "client"));
            assertThat(container(held)).isEqualTo(task.id("client"));
            check(task, "client", Map.of("connect", "connect", "refused", "connect", "send", "send", "ask", "dns"));
            check(task, "server", Map.of("accept", "accept", "answer", "dns"));
            assertThat(errnos(task)).containsOnly(0, 111);
        }
    }

    /// Each fact has its event, which is nobody else's. A port may be used again, with the same other end.
    private static void check(OutsideTask task, String app, Map<String, String> kindOf) throws Exception {
        List<Fact> facts = task.facts(app).stream().map(Fact::of).toList();
        for (Fact fact : facts) {
            String kind = kindOf.get(fact.what());
            if (kind == null) {
                continue;
            }
            int alike = (int) facts.stream().filter(fact::isAlike).count();
            List<JsonNode> all = awaitAll(task, fact, kind, kind.equals("dns") ? 2 * alike : alike);
            all.forEach(one -> assertIsOf(one, fact, task.id(app)));
            if (fact.what().equals("refused")) {
                assertThat(all)
                        .allMatch(one -> one.path("connect").path("errno").asInt() == 111);
            }
            if (fact.what().equals("connect") || fact.what().equals("accept")) {
                checkEnd(task, fact, task.id(app));
            }
        }
    }

    private static List<JsonNode> awaitAll(OutsideTask task, Fact fact, String kind, int count) throws Exception {
        Predicate<JsonNode> isOfIt =
                one -> port(one, kind, "local") == fact.own() && port(one, kind, "remote") == fact.other();
        List<JsonNode> all = List.of();
        for (int i = 0; i < 600 && all.size() < count; i++) {
            all = task.delivered().of(kind).stream().filter(isOfIt).toList();
            Thread.sleep(all.size() < count ? 50 : 0);
        }
        assertThat(all).as("%s of %s", kind, fact).hasSize(count);
        return all;
    }

    private static void checkEnd(OutsideTask task, Fact fact, String container) throws Exception {
        String kind = "close_connection";
        JsonNode end = task.await(
                kind, one -> port(one, kind, "local") == fact.own() && port(one, kind, "remote") == fact.other());
        assertIsOf(end, fact, container);
        assertThat(end.path(kind).path("bytes_sent").asInt()).as("%s", end).isEqualTo(fact.sent());
        assertThat(end.path(kind).path("bytes_received").asInt()).as("%s", end).isEqualTo(fact.received());
    }

    private static void assertIsOf(JsonNode event, Fact fact, String container) {
        boolean isUnknown = event.path("incomplete").toString().contains("\"process_unknown\"");
        if (isUnknown) {
            assertThat(container(event)).as("%s", event).isIn(container, "unknown");
            assertThat(event.path("process").path("exec_id").asText()).isEmpty();
        } else {
            assertThat(container(event)).as("%s", event).isEqualTo(container);
            assertThat(event.path("process").path("pid").asInt())
                    .as("%s", event)
                    .isEqualTo(fact.pid());
        }
    }

    private static List<Integer> errnos(OutsideTask task) throws IOException {
        return task.delivered().of("connect").stream()
                .map(line -> line.path("connect").path("errno").asInt())
                .toList();
    }

    private static int port(JsonNode line, String kind, String end) {
        return line.path(kind).path(end).path("port").asInt();
    }

    private static String container(JsonNode line) {
        return line.path("container").path("id").asText();
    }

    private static int lastPort(OutsideTask task, String what) {
        return last(task, "client", what).own();
    }

    private static int pidOf(OutsideTask task, String app) {
        return last(task, app, "held").pid();
    }

    private static Fact last(OutsideTask task, String app, String what) {
        try {
            return task.facts(app).stream()
                    .map(Fact::of)
                    .filter(fact -> fact.what().equals(what))
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static void await(OutsideTask task, String app, String what) throws Exception {
        for (int i = 0; i < 600; i++) {
            if (task.facts(app).stream().anyMatch(line -> line.startsWith(what + " "))) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(app + " did not " + what + ": " + task.facts(app));
    }
}
