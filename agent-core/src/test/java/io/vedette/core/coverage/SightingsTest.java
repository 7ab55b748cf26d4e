package io.vedette.core.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.vedette.transport.endpoint.BatchSink;
import io.vedette.v1.AgentInfo;
import io.vedette.v1.Container;
import io.vedette.v1.EcsTask;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Health;
import io.vedette.v1.HealthIssue;
import io.vedette.v1.KubernetesPod;
import io.vedette.v1.Loss;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import io.vedette.v1.SensorState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SightingsTest {

    private static final String ARN = "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef";
    private static final long NOW = 1_800_000_000_000_000_000L;

    private static EventBatch.Builder batch() {
        return EventBatch.newBuilder()
                .setInstanceId(ByteString.copyFrom(new byte[] {1, 2, 3}))
                .setClosedTimeNs(NOW - 5)
                .setAgent(AgentInfo.newBuilder().setVersion("1.2").setHostName("h"));
    }

    @Test
    void tellsWhoseTheAgentIs() {
        Sighting seen = Sightings.of(
                batch().addContainers(Container.getDefaultInstance())
                        .addContainers(Container.newBuilder()
                                .setId("a")
                                .setEcsTask(EcsTask.newBuilder()
                                        .setTaskArn(ARN)
                                        .setCluster("arn:aws:ecs:eu-west-1:111122223333:cluster/prod")
                                        .setService("web")
                                        .setFamily("web")
                                        .setRevision("7")))
                        .addContainers(Container.newBuilder()
                                .setId("b")
                                .setKubernetesPod(KubernetesPod.newBuilder()
                                        .setUid("u")
                                        .setName("p")
                                        .setNamespace("n")))
                        .addContainers(Container.newBuilder()
                                .setId("c")
                                .setCgroupPath(ByteString.copyFromUtf8("/ecs/" + "ab".repeat(16) + "/x")))
                        .build(),
                NOW);

        assertThat(seen.instance()).isEqualTo("010203");
        assertThat(seen.received()).isEqualTo(Instant.ofEpochSecond(1_800_000_000));
        assertThat(seen.closed()).isEqualTo(seen.received().minusNanos(5));
        assertThat(seen.mentions())
                .containsExactly(
                        new Mention(
                                ARN,
                                true,
                                Platform.ECS,
                                new Place("111122223333", "eu-west-1", "prod", "web"),
                                "0123456789abcdef0123456789abcdef",
                                "web:7"),
                        new Mention("u", true, Platform.KUBERNETES, new Place("", "", "", "n/"), "p", ""),
                        new Mention("ecs:" + "ab".repeat(16), false, Platform.ECS, Place.UNKNOWN, "ab".repeat(16), ""));
        assertThat(seen.beat()).isEmpty();
    }

    @Test
    void tellsHowTheAgentIsAndWhatWasLost() {
        Sighting seen = Sightings.of(
                batch().setHealth(Health.newBuilder()
                                .addCodes(HealthIssue.HEALTH_ISSUE_DROPPING)
                                .addIssues("much")
                                .addCodesValue(99)
                                .addIssues("of later"))
                        .setAgent(AgentInfo.newBuilder()
                                .addSensors(
                                        SensorState.newBuilder().setTier("ebpf").addKinds(EventKind.EXEC))
                                .addSensors(SensorState.newBuilder().setTier("ptrace")))
                        .addLosses(loss(LossStage.LOSS_STAGE_RING, LossReason.LOSS_REASON_RING_FULL, 3))
                        .addLosses(loss(LossStage.LOSS_STAGE_KERNEL, LossReason.LOSS_REASON_SAMPLED, 100))
                        .addLosses(loss(LossStage.LOSS_STAGE_SPOOL, LossReason.LOSS_REASON_SPOOL_FULL, 5))
                        .build(),
                NOW);

        assertThat(seen.beat().orElseThrow())
                .isEqualTo(new Sighting.Beat(
                        List.of(new Sighting.Complaint("DROPPING", "much"), new Sighting.Complaint("", "of later")),
                        List.of("ebpf")));
        assertThat(seen.dropped()).isEqualTo(3);
        assertThat(seen.discarded()).isEqualTo(5);
    }

    private static Loss loss(LossStage stage, LossReason reason, long count) {
        return Loss.newBuilder()
                .setStage(stage)
                .setReason(reason)
                .setCount(count)
                .build();
    }

    @Test
    void whatFindsNoRoomIsCountedAndSlowsNothing() throws IOException {
        int[] accepted = {0};
        CoverageSink sink = new CoverageSink(sink(() -> accepted[0]++));
        for (int i = 0; i < 5000; i++) {
            sink.accept(batch().build(), NOW);
        }

        assertThat(accepted[0]).isEqualTo(5000);
        assertThat(sink.seen()).hasSize(4096);
        assertThat(sink.lost()).isEqualTo(904);
    }

    @Test
    void whatIsNotKeptWasNotSeen() {
        CoverageSink sink = new CoverageSink(sink(() -> {
            throw new IOException("full");
        }));

        assertThatThrownBy(() -> sink.accept(batch().build(), NOW)).hasMessage("full");
        assertThat(sink.seen()).isEmpty();
    }

    private interface Acceptance {
        void run() throws IOException;
    }

    private static BatchSink sink(Acceptance acceptance) {
        return new BatchSink() {
            @Override
            public void accept(EventBatch batch, long receivedEpochNs) throws IOException {
                acceptance.run();
            }

            @Override
            public void close() {}
        };
    }
}
