package io.vedette.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// The law of the books, on what arrived.
public final class Books {

    private Books() {}

    /// Of each container and kind: whatever was seen was sent, was dropped or waits, and what was sent arrived. In
    /// the named container nothing was dropped.
    public static void check(Delivered delivered, String containerId) {
        checkLaw(delivered);
        for (JsonNode account : accounts(delivered).values()) {
            if (Delivered.isIn(account, containerId)) {
                assertThat(count(account, "dropped")).as("dropped: %s", account).isZero();
            }
        }
        assertThat(accounts(delivered)).containsKey(containerId + " exec");
    }

    /// The law alone, whatever was dropped.
    public static void checkLaw(Delivered delivered) {
        Map<String, Long> arrived = new LinkedHashMap<>();
        for (JsonNode line : delivered.lines()) {
            if (line.has("process")) {
                arrived.merge(key(line, "kind"), standsFor(line), Long::sum);
            }
        }
        Map<String, JsonNode> accounts = accounts(delivered);
        assertThat(accounts.keySet()).containsAll(arrived.keySet());
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
        });
    }

    /// The last one of each container and kind.
    private static Map<String, JsonNode> accounts(Delivered delivered) {
        Map<String, JsonNode> accounts = new LinkedHashMap<>();
        delivered.of("account").forEach(line -> accounts.put(key(line, "event"), line));
        return accounts;
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
