package io.vedette.core.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A book of coverage, and a clock that tests turn.
final class Scene {

    static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    static final String ARN = "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef";
    static final Duration GRACE = Duration.ofMinutes(2);
    static final Duration SILENCE = Duration.ofMinutes(1);

    final Coverage coverage;
    Instant now = START;
    private String latest = "";

    Scene() {
        this(Exclusions.NONE, 100, Optional.empty());
    }

    Scene(Exclusions exclusions, int mostTasks, Optional<Instant> injectedSince) {
        coverage = new Coverage(
                new Rules("vedette", GRACE, SILENCE, Duration.ofMinutes(60), injectedSince),
                exclusions,
                mostTasks,
                START);
    }

    static String containers(String... containers) {
        return "\"containers\":[" + String.join(",", containers) + "]";
    }

    static String running(String name) {
        return "{\"name\":\"%s\",\"lastStatus\":\"RUNNING\"}".formatted(name);
    }

    static String ended(String name, String rest) {
        return "{\"name\":\"%s\",\"lastStatus\":\"STOPPED\"%s}".formatted(name, rest);
    }

    /// A task that runs since a minute before the start.
    static String task(String arn, String... more) {
        List<String> fields = new ArrayList<>(List.of(
                "\"taskArn\":\"%s\"".formatted(arn),
                "\"clusterArn\":\"arn:aws:ecs:eu-west-1:111122223333:cluster/prod\"",
                "\"group\":\"service:web\"",
                "\"startedAt\":\"2026-11-29T11:59:00Z\""));
        fields.addAll(Arrays.asList(more));
        if (fields.stream().noneMatch(field -> field.contains("taskDefinitionArn"))) {
            fields.add("\"taskDefinitionArn\":\"arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7\"");
        }
        if (fields.stream().noneMatch(field -> field.startsWith("\"lastStatus"))) {
            fields.add("\"lastStatus\":\"RUNNING\"");
        }
        return "{" + String.join(",", fields) + "}";
    }

    void tasks(String... tasks) {
        say("{\"tasks\":[" + String.join(",", tasks) + "],\"failures\":[]}");
    }

    void say(String document) {
        try {
            coverage.state(Documents.read(document.getBytes(UTF_8), Place.UNKNOWN), "posted", false, now);
        } catch (IOException wrong) {
            throw new AssertionError(document, wrong);
        }
    }

    void after(Duration time) {
        now = now.plus(time);
    }

    /// A heartbeat of an agent of the task [#ARN], with what it says is wrong.
    void beat(String instance, String... codes) {
        coverage.saw(sighting(instance, List.of(mention(ARN)), beat(List.of("ebpf"), codes)));
    }

    static Mention mention(String arn) {
        return new Mention(arn, true, Platform.ECS, Place.ofArn(arn, "prod", "web"), Place.shortName(arn), "web:7");
    }

    static Sighting.Beat beat(List<String> tiers, String... codes) {
        return new Sighting.Beat(
                Arrays.stream(codes)
                        .map(code -> new Sighting.Complaint(code, "it says " + code))
                        .toList(),
                tiers);
    }

    Sighting sighting(String instance, List<Mention> mentions, Sighting.Beat beat) {
        return new Sighting(instance, now, now, "1.0", "host-of-" + instance, mentions, Optional.of(beat), 0, 0);
    }

    List<Change> look() {
        return coverage.look(now);
    }

    List<Row> rows() {
        look();
        return coverage.report(Filter.ALL, new Lost(0, 0, 0, 0), now).rows();
    }

    Row row(String id) {
        return rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + rows()));
    }

    /// State, and code and cause of the first issue: `UNHEALTHY AGENT_EXITED`.
    String of(String id) {
        Row row = row(id);
        latest = row.issues().isEmpty() ? "" : row.issues().getFirst().issue().sentence();
        return row.state()
                + row.issues().stream()
                        .findFirst()
                        .map(found -> " " + found.issue().code()
                                + (found.issue().cause().isEmpty()
                                        ? ""
                                        : " " + found.issue().cause()))
                        .orElse("");
    }

    /// The sentence of the issue that was asked for last.
    String sentence() {
        return latest;
    }
}
