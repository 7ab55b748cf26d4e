package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vedette.core.identity.Nested;
import io.vedette.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever an endpoint, a file or a cgroup's path says: an answer or a refusal, within bounds.
final class ContextFuzzTest {

    private static final int ROUNDS = 50_000;

    /// What differs from a good one in a few places gets farther than what is made of nothing.
    @Test
    void aDamagedDocumentIsReadOrRefused() {
        Random random = new Random(1);
        byte[] good = EcsEndpoint.FARGATE.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            checkDocument(damaged(good, random));
        }
    }

    @Test
    void aDamagedCgroupPathHasAContainerAndAPodOrNone() {
        Random random = new Random(1);
        String good = "/kubepods.slice/kubepods-burstable-pod0f6e1d2c_3b4a_4958_8776_655443322110.slice/cri-containerd-"
                + "0123456789abcdef".repeat(4) + ".scope/docker/" + "f".repeat(64);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] path = damaged(good.getBytes(StandardCharsets.UTF_8), random);
            checkPath(new String(path, StandardCharsets.ISO_8859_1));
        }
    }

    /// A few bytes changed, and a piece left out or doubled.
    private static byte[] damaged(byte[] good, Random random) {
        int from = random.nextInt(good.length);
        int to = Math.min(good.length, from + random.nextInt(40));
        byte[] tail = Arrays.copyOfRange(good, random.nextBoolean() ? from : to, good.length);
        byte[] bytes = Arrays.copyOf(good, random.nextBoolean() ? from : to);
        int head = bytes.length;
        bytes = Arrays.copyOf(bytes, head + tail.length);
        System.arraycopy(tail, 0, bytes, head, tail.length);
        for (int change = random.nextInt(4); change > 0; change--) {
            bytes[random.nextInt(bytes.length)] = good[random.nextInt(good.length)];
        }
        return bytes;
    }

    @FuzzTest(maxDuration = "30s")
    void anyDocumentIsReadOrRefused(FuzzedDataProvider data) {
        checkDocument(data.consumeRemainingAsBytes());
    }

    private static void checkDocument(byte[] document) {
        EcsTaskFacts task;
        try {
            task = EcsTaskFacts.of(Json.parse(document));
        } catch (IOException refused) {
            return;
        }
        assertThat(task.memoryLimitBytes()).isNotNegative();
        assertThat(task.arn().length()).isLessThanOrEqualTo(Texts.MAX);
        assertThat(task.containers().values()).allSatisfy(container -> {
            assertThat(container.name().length()).isLessThanOrEqualTo(Texts.MAX);
            assertThat(container.startNs()).isNotNegative();
        });
    }

    @FuzzTest(maxDuration = "30s")
    void anyCgroupPathHasAContainerAndAPodOrNone(FuzzedDataProvider data) {
        checkPath(data.consumeRemainingAsString());
    }

    private static void checkPath(String path) {
        for (Nested nested : Nested.values()) {
            nested.idOf(path).ifPresent(id -> {
                assertThat(id).matches("[0-9a-f]{64}|[0-9a-f]{32}-[0-9]+");
                assertThat(path).contains(id);
            });
        }
        assertThat(Pods.uid(path)).matches("|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @FuzzTest(maxDuration = "30s")
    void anyUserListHasBoundedNames(FuzzedDataProvider data) {
        UserNames names = UserNames.parse(data.consumeRemainingAsBytes());

        assertThat(names.byUid().size()).isLessThanOrEqualTo(256);
        assertThat(names.byUid().values())
                .allSatisfy(name -> assertThat(name.length).isBetween(1, 4 * 64));
    }
}
