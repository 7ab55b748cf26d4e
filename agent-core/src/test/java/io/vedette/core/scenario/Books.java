package io.vedette.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import java.util.LinkedHashMap;
import java.util.Map;

/// The law of the books, on what arrived.
final class Books {

    private Books() {}

    /// Of each container and kind: whatever was seen was sent, was dropped or waits, and what was sent arrived. In
    /// the named container nothing was dropped.
    static void check(Delivered delivered, String containerId) {
        Map<String, Long> arrived = new LinkedHashMap<>();
        Map<String, JsonNode> accounts = new LinkedHashMap<>();
        for (JsonNode line : delivered.lines()) {
            if (line.path("kind").asText().equals("account")) {
                accounts.put(key(line, "event"), line);
            } else if (line.has("process")) {
                arrived.merge(key(line, "kind"), standsFor(line), Long::sum);
            }
        }

        assertThat(accounts.keySet()).containsAll(arrived.keySet()).contains(containerId + " exec");
        accounts.forEach((key, account) -> {
            assertThat(account.path("waiting").asLong())
                    .as("waiting: %s", account)
                    .isZero();
            assertThat(count(account, "sent") + count(account, "dropped"))
                    .as("sent and dropped: %s", account)
                    .isEqualTo(count(account, "seen"));
            assertThat(arrived.getOrDefault(key, 0L))
                    .as("arrived: %s", account)
                    .isEqualTo(count(account, "sent") - count(account, "discarded"));
            if (key.startsWith(containerId + " ")) {
                assertThat(count(account, "dropped")).as("dropped: %s", account).isZero();
            }
        });
    }

    private static String key(JsonNode line, String kind) {
        return line.path("container").path("id").asText() + " "
                + line.path(kind).asText();
    }

    private static long count(JsonNode account, String name) {
        return account.path(name).asLong();
    }

    /// An open can stand for many.
    private static long standsFor(JsonNode line) {
        return line.path("kind").asText().equals("open")
                ? line.path("open").path("count").asLong()
                : 1;
    }
}
