package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vedette.core.identity.ContainerName;
import java.io.IOException;

/// Whatever an endpoint, a file or a cgroup's path says: an answer or a refusal, within bounds.
final class ContextFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void anyDocumentIsReadOrRefused(FuzzedDataProvider data) {
        EcsTaskFacts task;
        try {
            task = EcsTaskFacts.of(Json.parse(data.consumeRemainingAsBytes()));
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
        String path = data.consumeRemainingAsString();
        ContainerName.of(path).ifPresent(name -> {
            assertThat(name.id()).matches("[0-9a-f]{64}|[0-9a-f]{32}-[0-9]+");
            assertThat(path).contains(name.id());
        });
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
