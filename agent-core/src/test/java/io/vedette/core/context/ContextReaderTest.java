package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.CgroupFlyweight;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.Nested;
import io.vedette.core.pipeline.RecordBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContextReaderTest {

    private static final String ECS_ID = "e9028f8d5d8e4f258373e7b93ce9a3c3-2495160603";
    private static final String ECS_PATH = "/ecs/e9028f8d5d8e4f258373e7b93ce9a3c3/";
    private static final String UID = "0f6e1d2c-3b4a-4958-8776-655443322110";
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final long MINUTE = 60_000_000_000L;

    @TempDir
    private Path root = Path.of("");

    private final List<Throwable> faults = new ArrayList<>();
    private ContainerTable containers;
    private EcsEndpoint endpoint;
    private UserLists users;
    private ContextReader reader;

    @BeforeEach
    void make() throws IOException {
        containers = new ContainerTable(8, new CgroupPaths(Path.of("/nonexistent"), List.of()));
        endpoint = new EcsEndpoint(EcsEndpoint.FARGATE);
        users = new UserLists(Files.createDirectory(root.resolve("proc")), Nested.JOINED);
        reader = new ContextReader(
                containers,
                new EcsMetadata(endpoint.uri(), 1000),
                new RuntimeFiles(root),
                new Pods(UID, "own-pod", "shop", "node-1"),
                new LabelFilter(List.of("com.amazonaws.ecs.*")),
                users,
                faults::add);
    }

    @AfterEach
    void end() {
        endpoint.close();
        users.close();
        assertThat(faults).isEmpty();
    }

    private Container container(long cgroupId, String path, int pid) {
        containers.onCgroup(new CgroupFlyweight().wrap(RecordBytes.cgroup(cgroupId, path), 0));
        return containers.resolve(cgroupId, 5, 6, pid);
    }

    private static io.vedette.v1.Container described(Container container) throws IOException {
        return io.vedette.v1.Container.parseFrom(container.description().encoded());
    }

    @Test
    void ofAnEcsTaskNamesTheContainersAndTheTask() throws IOException {
        Container app = container(1, ECS_PATH + ECS_ID, 77);

        reader.look(0);

        io.vedette.v1.Container found = described(app);
        assertThat(found.getDescribed()).isTrue();
        assertThat(found.getName()).isEqualTo("curl");
        assertThat(found.getImageId()).startsWith("sha256:25f3695b");
        assertThat(found.getLabelsMap())
                .containsKey("com.amazonaws.ecs.container-name")
                .doesNotContainKey("secret-label");
        assertThat(found.getEcsTask().getFamily()).isEqualTo("curltest");
        assertThat(found.getEcsTask().getMemoryLimitBytes()).isEqualTo(512L << 20);
        assertThat(app.firstPid()).isEqualTo(77);
    }

    @Test
    void aContainerThatTheAnswerLacksIsOfTheTaskAllTheSame() throws IOException {
        Container late = container(1, ECS_PATH + "e9028f8d5d8e4f258373e7b93ce9a3c3-1", 0);

        reader.look(0);

        assertThat(described(late).getEcsTask().getFamily()).isEqualTo("curltest");
        assertThat(described(late).getDescribed()).isFalse();
    }

    @Test
    void ofTheOwnPodKnowsTheNameAndOfOthersTheUid() throws IOException {
        Container own = container(1, "/kubepods/burstable/pod" + UID + "/" + ID, 0);
        String otherUid = UID.replace('0', '9');
        Container other = container(2, "/kubepods/pod" + otherUid + "/" + "f".repeat(64), 0);

        reader.look(0);

        assertThat(described(own).getKubernetesPod().getName()).isEqualTo("own-pod");
        assertThat(described(own).getKubernetesPod().getNamespace()).isEqualTo("shop");
        assertThat(described(other).getKubernetesPod().getUid()).isEqualTo(otherUid);
        assertThat(described(other).getKubernetesPod().getName()).isEmpty();
        assertThat(described(other).getKubernetesPod().getNode()).isEqualTo("node-1");
    }

    @Test
    void namesFollowWhenTheyTurnUpAndUntilThenNothingIsPromised() throws IOException {
        Container app = container(1, "/docker/" + ID, 0);
        reader.look(0);
        assertThat(described(app).getDescribed()).isFalse();

        Path file = root.resolve("var/lib/docker/containers/" + ID + "/config.v2.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"Name\":\"/late\"}");
        reader.look(MINUTE);

        assertThat(described(app).getName()).isEqualTo("late");
        assertThat(described(app).getDescribed()).isTrue();
    }

    @Test
    void afterSomeTriesAContainerWithoutANameIsDescribedToo() throws IOException {
        Container app = container(1, "/docker/" + ID, 0);
        for (int i = 0; i < ContextReader.TRIES; i++) {
            assertThat(described(app).getDescribed()).isFalse();
            reader.look(i * MINUTE);
        }

        assertThat(described(app).getDescribed()).isTrue();
    }

    @Test
    void aDescriptionThatSaysNothingNewIsNotMadeAnew() {
        Container app = container(1, ECS_PATH + ECS_ID, 0);
        reader.look(0);
        Object first = app.description();

        reader.look(MINUTE);
        reader.look(2 * MINUTE);

        assertThat(app.description()).isSameAs(first);
    }

    @Test
    void knowsTheUsersThroughAnyProcessOfTheContainer() throws IOException {
        Path process = Files.createDirectories(root.resolve("proc/33"));
        Files.writeString(process.resolve("cgroup"), "0::/docker/" + ID + "\n");
        Files.createSymbolicLink(
                process.resolve("root"),
                Files.createDirectories(root.resolve("inside/etc")).getParent());
        Files.writeString(root.resolve("inside/etc/passwd"), "app:x:1000:1000::/:/bin/sh\n");
        Container app = container(1, "/docker/" + ID, 12);

        reader.look(0);

        byte[] name = app.description().userName(1000);
        assertThat(name).isNotNull().isEqualTo("app".getBytes(StandardCharsets.UTF_8));
        assertThat(app.description().userName(0)).isNull();
    }

    @Test
    void aNewContainerInThePlaceOfOneThatIsGoneIsLookedAt() throws IOException {
        Container gone = container(1, "/docker/" + ID, 0);
        reader.look(0);
        containers.remove(gone.index(), cgroupId -> {});
        Container fresh = container(2, ECS_PATH + ECS_ID, 0);
        assertThat(fresh.index()).isEqualTo(gone.index());

        reader.look(1);

        assertThat(described(fresh).getEcsTask().getFamily()).isEqualTo("curltest");
    }

    @Test
    void theHostIsInNoTaskAndNoPod() throws IOException {
        reader.look(0);

        io.vedette.v1.Container host = described(containers.host());
        assertThat(host.getDescribed()).isTrue();
        assertThat(host.hasEcsTask()).isFalse();
        assertThat(endpoint.requests).hasValue(0);
    }
}
