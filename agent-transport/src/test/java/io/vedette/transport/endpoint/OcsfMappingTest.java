package io.vedette.transport.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vedette.v1.EventKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Reading the mapping already checks that each source is in the schema of the events.
final class OcsfMappingTest {

    /// What OCSF 1.3.0 requires of every event; `device` and `actor` are of its host profile.
    private static final List<String> ALWAYS = List.of(
            "activity_id",
            "category_uid",
            "class_uid",
            "type_uid",
            "severity_id",
            "time",
            "metadata.version",
            "metadata.product.name",
            "metadata.product.vendor_name");

    /// What it requires of a class.
    private static final Map<Long, List<String>> OF_CLASS = Map.of(
            0L, List.of(),
            1001L, List.of("actor", "device.type_id", "file.name", "file.type_id"),
            1002L, List.of("actor", "device.type_id", "driver.file.name", "driver.file.type_id"),
            1003L, List.of("actor", "device.type_id", "kernel.name", "kernel.type_id"),
            1004L, List.of("actor", "device.type_id", "process"),
            1005L, List.of("actor", "device.type_id", "module.load_type_id"),
            1007L, List.of("actor", "device.type_id", "process"),
            4001L, List.of("actor", "device.type_id", "dst_endpoint", "connection_info.direction_id"),
            4003L, List.of("actor", "device.type_id", "query.hostname", "connection_info.direction_id"));

    private final OcsfMapping mapping = OcsfMapping.load();

    @Test
    void hasARowForEveryKindAndReport() {
        assertThat(mapping.kinds().keySet()).isEqualTo(new TreeSet<>(kinds()));
        assertThat(mapping.severities()).containsOnlyKeys("digest", "loss", "gap", "account", "health");
    }

    @Test
    void idsFitEachOther() {
        mapping.kinds().forEach((kind, row) -> {
            OcsfMapping.OcsfClass type =
                    Objects.requireNonNull(mapping.classes().get(row.classUid()), kind);
            assertThat(row.typeUid()).as(kind).isEqualTo(row.classUid() * 100 + row.activityId());
            assertThat(row.categoryUid()).as(kind).isEqualTo(type.categoryUid()).isEqualTo(row.classUid() / 1000);
            Stream<Long> activities = Stream.concat(
                    Stream.of(row.activityId()), row.cases().stream().map(OcsfMapping.Case::activityId));
            assertThat(activities)
                    .as(kind)
                    .allSatisfy(activity -> assertThat(type.activities()).containsKey(activity));
        });
        assertThat(mapping.classes()).containsOnlyKeys(OF_CLASS.keySet());
    }

    @Test
    void takesNothingFromAnotherKindsMessage() {
        mapping.kinds()
                .forEach((kind, row) -> assertThat(row.shape().fields().values())
                        .as(kind)
                        .filteredOn(source -> source.root().isDetail())
                        .allSatisfy(source -> assertThat(source.root().name()).isEqualTo(kind)));
        assertThat(mapping.common().fields().values())
                .noneMatch(source -> source.root().isDetail());
    }

    @Test
    void everyLineHasWhatOcsfRequires() throws IOException {
        Map<String, String> missing = new TreeMap<>();
        for (String text :
                Golden.lines(new OcsfLines(), GoldenBatch.everything()).lines().toList()) {
            Map<?, ?> line = parse(text);
            Object kind = at(line, "metadata.event_code");
            long type = (Long) Objects.requireNonNull(at(line, "class_uid"));
            Stream.concat(ALWAYS.stream(), OF_CLASS.getOrDefault(type, List.of("a class of OCSF")).stream())
                    .filter(path -> at(line, path) == null)
                    .forEach(path -> missing.put(kind + " " + path, text));
            assertThat(at(line, "type_uid"))
                    .isEqualTo(type * 100 + (Long) Objects.requireNonNull(at(line, "activity_id")));
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void timesAreMillisecondsOfTheEpoch() throws IOException {
        String first = Golden.lines(new OcsfLines(), GoldenBatch.everything())
                .lines()
                .findFirst()
                .orElse("");

        assertThat(at(parse(first), "time")).isEqualTo(1_800_000_000_000L);
        assertThat(at(parse(first), "metadata.original_time")).isEqualTo("2027-01-15T08:00:00.000000000Z");
    }

    @Test
    void refusesASourceThatTheSchemaDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("\"file.path\":\"open.pfad\""))
                .withMessage("source open.pfad: there is no field pfad");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("\"file.path\":\"opened.path\""))
                .withMessage("there is no message opened in an event");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("\"file.path\":\"text(open.path.length)\""))
                .withMessage("source text(open.path.length): there is no field length");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("\"file.path\":\"uppercase(open.path)\""))
                .withMessage("source uppercase(open.path): there is no function or object uppercase");
    }

    private static OcsfMapping read(String field) throws IOException {
        String json = "{\"version\":\"1\",\"profiles\":[],\"classes\":{},\"objects\":{},\"all\":{},\"reports\":{},"
                + "\"kinds\":{\"open\":{\"class_uid\":1001,\"category_uid\":1,\"activity_id\":14,\"type_uid\":100114,"
                + "\"fields\":{" + field + "}}}}";
        return OcsfMapping.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }

    private static List<String> kinds() {
        return Arrays.stream(EventKind.values())
                .filter(kind -> kind != EventKind.UNRECOGNIZED && kind != EventKind.EVENT_KIND_UNSPECIFIED)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Map<?, ?> parse(String line) throws IOException {
        try (JsonParser json = JsonFactory.builder().build().createParser(line)) {
            json.nextToken();
            return (Map<?, ?>) Objects.requireNonNull(JsonValues.read(json));
        }
    }

    private static @Nullable Object at(Map<?, ?> line, String path) {
        Object value = line;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }
}
