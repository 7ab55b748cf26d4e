package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.core.sensor.SensorReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

    private static final int EXEC = 16;
    private static final int CONNECT = 151;
    private static final int OPEN = 100;

    private static final Findings FROM_OUTSIDE = new Findings(
            "1",
            HostFacts.read(java.nio.file.Path.of("/proc")),
            new SensorReport("packet+inotify", List.of(OPEN, CONNECT), List.of("No events from the kernel.")),
            List.of(),
            "can be used");

    private static Findings.Kind kind(Findings findings, int number) {
        return findings.kinds().stream()
                .filter(kind -> kind.name().equals(KindNames.of(number)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesTheWayThatWatchesAKindAndThoseThatCould() {
        assertThat(kind(FROM_OUTSIDE, CONNECT).by()).isEqualTo("packet");
        assertThat(kind(FROM_OUTSIDE, CONNECT).ways()).containsExactly("ebpf", "packet", "sockets");
        assertThat(kind(FROM_OUTSIDE, OPEN).by()).isEqualTo("inotify");
        assertThat(kind(FROM_OUTSIDE, EXEC).by()).isEmpty();
        assertThat(kind(FROM_OUTSIDE, EXEC).ways()).startsWith("ebpf");
    }

    @Test
    void tellsPeopleWhatEachWayTakes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FindingsText.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), FROM_OUTSIDE);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .containsPattern("connect +yes +packet +ebpf, packet, sockets\n")
                .containsPattern("exec +no +- +ebpf")
                .containsPattern("way: packet +is used +takes CAP_NET_RAW")
                .containsPattern("way: ebpf +is not +takes CAP_BPF")
                .contains("sensor: No events from the kernel.");
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        JsonNode json = new ObjectMapper().readTree(FindingsJson.of(FROM_OUTSIDE));

        assertThat(json.path("tier").asText()).isEqualTo("packet+inotify");
        assertThat(json.path("kinds")).hasSize(FROM_OUTSIDE.kinds().size());
        assertThat(json.path("kinds").findValuesAsText("by")).contains("packet", "inotify", "");
        assertThat(json.path("ways")).hasSize(WayOfWatching.values().length);
        assertThat(json.path("issues").get(0).asText()).isEqualTo("No events from the kernel.");
    }

    @Test
    void everyKindIsWatchedByTheFirstWay() {
        assertThat(FROM_OUTSIDE.kinds()).allMatch(kind -> kind.ways().getFirst().equals("ebpf"));
    }
}
