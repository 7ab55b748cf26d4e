package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerDescription;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.Life;
import io.vedette.v1.EventBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.junit.jupiter.api.Test;

/// What is found out of a container, and what arguments hide, in the bytes of a batch.
final class DescriptionTest {

    private static final int PLAIN_UID = 1000;

    private final KeptBatches kept = new KeptBatches();
    private final Harness harness = new Harness(Harness.Sizes.ROOMY, discarded -> kept);

    private EventBatch exec(int tgid, String args) throws Exception {
        Life life = new Life(tgid, 1, 1, 1, 1, 1, 0xEFFF_FFFC);
        harness.drain(ExecFact.plain(life, 10, "/bin/tool", args));
        harness.shipAll();
        harness.flush();
        return kept.batches().getLast();
    }

    private Container container() {
        Container container = harness.containers.ofCgroup(1);
        assertThat(container).isNotNull();
        return java.util.Objects.requireNonNull(container);
    }

    @Test
    void theDescriptionFollowsWhenItIsKnown() throws Exception {
        harness.tellContainers(1);
        io.vedette.v1.Container before = exec(100, "tool\0").getContainers(0);
        assertThat(before.getName()).isEmpty();
        assertThat(before.getDescribed()).isFalse();
        assertThat(before.getFirstHostPid()).isEqualTo(100);

        Int2ObjectHashMap<byte[]> users = new Int2ObjectHashMap<>();
        users.put(PLAIN_UID, "app".getBytes(StandardCharsets.UTF_8));
        byte[] found = io.vedette.v1.Container.newBuilder()
                .setName("web")
                .setDescribed(true)
                .build()
                .toByteArray();
        container().described().setRelease(new ContainerDescription(found, users));
        EventBatch after = exec(101, "tool\0");

        assertThat(after.getContainers(0))
                .isEqualTo(before.toBuilder().setName("web").setDescribed(true).build());
        assertThat(after.getProcesses(after.getEvents(0).getProcess()).getUserName())
                .isEqualTo("app");
    }

    @Test
    void secretsInArgumentsDoNotReachTheBatch() throws Exception {
        harness.tellContainers(1);

        EventBatch batch = exec(100, "tool\0--password\0hunter2\0\0--port=80\0token=abc");

        assertThat(batch.getProcesses(batch.getEvents(0).getProcess()).getArgsList())
                .isEqualTo(List.of("tool", "--password", "***", "", "--port=80", "token=***").stream()
                        .map(ByteString::copyFromUtf8)
                        .toList());
    }
}
