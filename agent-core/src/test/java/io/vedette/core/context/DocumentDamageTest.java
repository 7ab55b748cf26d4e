package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.fuzz.Mutator;
import io.vedette.core.fuzz.Rounds;
import io.vedette.core.identity.CgroupPaths;
import io.vedette.core.identity.ContainerName;
import io.vedette.core.identity.Nested;
import io.vedette.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged documents and lines of those who tell of containers: read or refused, and within bounds.
final class DocumentDamageTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String POD = "0f6e1d2c-3b4a-4958-8776-655443322110";

    private static final String DOCKER = """
            {"State":{"StartedAt":"2024-05-01T10:00:00.5+02:00"},"ID":"x","Image":"sha256:aa","Name":"/web-1",
             "Config":{"Image":"nginx:1.27@sha256:bb","Labels":{"a":"\\u00e9\\ud83d\\ude00","b":""}}}""";
    private static final String CONTAINERD = """
            {"ociVersion":"1.1.0","annotations":{"io.kubernetes.cri.container-name":"app",
             "io.kubernetes.cri.image-name":"registry/app:2","io.kubernetes.cri.sandbox-name":"app-7c9",
             "io.kubernetes.cri.sandbox-namespace":"shop","io.kubernetes.cri.sandbox-uid":"u-1"}}""";
    private static final String CRIO = """
            {"annotations":{"io.kubernetes.container.name":"app","io.kubernetes.pod.name":"app-1",
             "io.kubernetes.cri-o.ImageName":"quay.io/app:2","io.kubernetes.cri-o.Created":"2024-05-01T10:00:00Z",
             "io.kubernetes.cri-o.ImageRef":"quay.io/app@sha256:ee",
             "io.kubernetes.cri-o.Labels":"{\\"app.kubernetes.io/name\\":\\"app\\"}"}}""";
    private static final String PODMAN = """
            [{"id":"ff"},{"id":"%s","names":["quirky"],"image":"cc",
              "metadata":"{\\"image-name\\":\\"busybox:1\\",\\"image-id\\":\\"cc\\",\\"name\\":\\"quirky\\"}"}]""".formatted(ID);
    private static final String DEEP = "[{\"a\":".repeat(30) + "1e999" + "}]".repeat(30);

    private static final Map<String, String> FILES = Map.of(
            "var/lib/docker/containers/" + ID + "/config.v2.json",
            DOCKER,
            "run/containerd/io.containerd.runtime.v2.task/k8s.io/" + ID + "/config.json",
            CONTAINERD,
            "run/containers/storage/overlay-containers/" + ID + "/userdata/config.json",
            CRIO,
            "var/lib/containers/storage/overlay-containers/containers.json",
            PODMAN);

    private static final List<byte[]> DOCUMENTS = bytes(
            EcsEndpoint.FARGATE, EcsEndpoint.EC2, DOCKER, CONTAINERD, CRIO, PODMAN, DEEP, "{\"a\":-1.5e-7,\"b\":null}");
    private static final List<byte[]> CGROUPS = bytes(
            "0::/kubepods.slice/kubepods-burstable-pod" + POD.replace('-', '_') + ".slice/cri-containerd-" + ID
                    + ".scope\n",
            "12:memory:/ecs/task/" + ID + "\n0::/../libpod-" + ID + "/x\n1:name=systemd:/docker/" + ID + "\n",
            "0::/ecs/e9028f8d5d8e4f258373e7b93ce9a3c3/e9028f8d5d8e4f258373e7b93ce9a3c3-2495160603\n",
            "0::/kubepods/besteffort/pod" + POD + "/crio-" + ID + "\n4:cpu,cpuacct:/a:b/c\n");
    private static final List<byte[]> MOUNTS = bytes("7 1 0:5 /var/lib/kubelet/pods/" + POD
            + "/etc-hosts /etc/hosts rw - ext4 /dev/sda rw\n36 35 98:0 / / rw,noatime shared:1 - overlay o ro\n");
    private static final List<byte[]> PASSWD =
            bytes("root:x:0:0:root:/root:/bin/sh\n#c\napp:x:4294967295:1::/:\n\u00e9:x:7:7:::\nnobody:x:65534:1:a:b:c");

    @TempDir
    private Path root = Path.of("");

    private static List<byte[]> bytes(String... texts) {
        return java.util.Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void aDamagedAnswerOfEcsIsReadOrRefused() throws Exception {
        Rounds.of(300, random -> {
            Mutator mutator = new Mutator(random, DOCUMENTS);
            for (int i = 0; i < 50; i++) {
                answer(mutator.damage(any(DOCUMENTS, random)));
            }
        });
    }

    private static void answer(byte[] document) {
        EcsTaskFacts task;
        try {
            task = EcsTaskFacts.of(Json.parse(document));
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
            return;
        }
        assertThat(task.memoryLimitBytes()).isNotNegative();
        assertThat(task.arn().length()).isLessThanOrEqualTo(Texts.MAX);
        assertThat(task.containers().size()).isLessThanOrEqualTo(256);
        task.containers().values().forEach(DocumentDamageTest::check);
    }

    @Test
    void aDamagedFileOfARuntimeIsReadOrIsNothing() throws Exception {
        Rounds.of(150, random -> {
            Mutator mutator = new Mutator(random, DOCUMENTS);
            for (Map.Entry<String, String> file : FILES.entrySet()) {
                Path path = root.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                byte[] good = file.getValue().getBytes(StandardCharsets.UTF_8);
                Files.write(path, random.nextInt(4) == 0 ? good : mutator.damage(good));
            }
            RuntimeFiles files = new RuntimeFiles(root);

            check(files.find(ID));

            assertThat(files.issue()).isEmpty();
        });
    }

    private static void check(ContainerFacts facts) {
        assertThat(facts.name().length()).isLessThanOrEqualTo(Texts.MAX);
        assertThat(facts.image().length()).isLessThanOrEqualTo(Texts.MAX);
        assertThat(facts.podUid().length()).isLessThanOrEqualTo(Texts.MAX);
        assertThat(facts.startNs()).isNotNegative();
    }

    @Test
    void damagedCgroupLinesHaveAContainerAndAPodOrNone() throws Exception {
        Path lines = Files.createDirectories(root.resolve("7")).resolve("cgroup");
        CgroupPaths paths = new CgroupPaths(root, List.of());
        Rounds.of(150, random -> {
            Mutator mutator = new Mutator(random, CGROUPS);
            Files.write(lines, mutator.damage(any(CGROUPS, random)));
            for (String path : paths.ofProcess(7)) {
                for (Nested nested : Nested.values()) {
                    nested.idOf(path).ifPresent(id -> {
                        assertThat(id).matches("[0-9a-f]{64}|[0-9a-f]{32}-[0-9]+");
                        assertThat(path).contains(id);
                    });
                }
                ContainerName.ofUnknownScheme(path)
                        .ifPresent(name -> assertThat(path).endsWith(name.id()));
                assertThat(Pods.uid(path)).matches("|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            }
            try (UserLists users = new UserLists(root, Nested.JOINED)) {
                assertThat(users.findProcesses().values()).allMatch(pid -> pid == 7);
            }
        });
    }

    @Test
    void ownPodIsFoundInDamagedFilesOrNot() throws Exception {
        Path self = Files.createDirectories(root.resolve("self"));
        Rounds.of(150, random -> {
            Files.write(self.resolve("cgroup"), new Mutator(random, CGROUPS).damage(any(CGROUPS, random)));
            Files.write(self.resolve("mountinfo"), new Mutator(random, CGROUPS).damage(any(MOUNTS, random)));

            assertThat(Pods.of(Map.of(), root).ownUid()).matches("[0-9a-f-]{0,36}");
        });
    }

    @Test
    void aDamagedUserListHasBoundedNames() throws Exception {
        Rounds.of(300, random -> {
            Mutator mutator = new Mutator(random, CGROUPS);
            for (int i = 0; i < 30; i++) {
                UserNames names = UserNames.parse(mutator.damage(any(PASSWD, random)));
                assertThat(names.byUid().size()).isLessThanOrEqualTo(256);
                assertThat(names.byUid().values())
                        .allSatisfy(name -> assertThat(name.length).isBetween(1, 4 * 64));
            }
        });
    }

    private static byte[] any(List<byte[]> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
