package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeFilesTest {

    private static final String ID = "0123456789abcdef".repeat(4);

    @TempDir
    private Path root = Path.of("");

    private RuntimeFiles files() {
        return new RuntimeFiles(root);
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path.replace("ID", ID));
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.replace("ID", ID));
    }

    @Test
    void readsDocker() throws IOException {
        write("var/lib/docker/containers/ID/config.v2.json", """
                {"State":{"Running":true,"StartedAt":"2024-05-01T10:00:00.5Z"},"ID":"ID","Image":"sha256:aa",
                 "Config":{"Image":"nginx:1.27@sha256:bb","Env":["SECRET=x"],
                   "Labels":{"com.docker.compose.project":"web"}},"Name":"/web-nginx-1"}""");

        ContainerFacts found = files().find(ID);

        assertThat(found.name()).isEqualTo("web-nginx-1");
        assertThat(found.image()).isEqualTo("nginx:1.27@sha256:bb");
        assertThat(found.digest()).isEqualTo("sha256:bb");
        assertThat(found.imageId()).isEqualTo("sha256:aa");
        assertThat(found.labels()).containsEntry("com.docker.compose.project", "web");
        assertThat(found.startNs()).isEqualTo(1_714_557_600_500_000_000L);
    }

    @Test
    void readsPodman() throws IOException {
        write("var/lib/containers/storage/overlay-containers/containers.json", """
                [{"id":"ff"},{"id":"ID","names":["quirky"],"image":"cc","layer":"dd",
                  "metadata":"{\\"image-name\\":\\"docker.io/library/busybox:1\\",\\"image-id\\":\\"cc\\",\\"name\\":\\"quirky\\"}"}]""");

        ContainerFacts found = files().find(ID);

        assertThat(found.name()).isEqualTo("quirky");
        assertThat(found.image()).isEqualTo("docker.io/library/busybox:1");
        assertThat(found.imageId()).isEqualTo("cc");
    }

    @Test
    void readsContainerdUnderKubernetes() throws IOException {
        write("run/containerd/io.containerd.runtime.v2.task/moby/other", "");
        write("run/containerd/io.containerd.runtime.v2.task/k8s.io/ID/config.json", """
                {"ociVersion":"1.1.0","process":{"env":["SECRET=x"]},"annotations":{
                 "io.kubernetes.cri.container-name":"app","io.kubernetes.cri.container-type":"container",
                 "io.kubernetes.cri.image-name":"registry/app:2","io.kubernetes.cri.sandbox-name":"app-7c9",
                 "io.kubernetes.cri.sandbox-namespace":"shop","io.kubernetes.cri.sandbox-uid":"u-1"}}""");

        ContainerFacts found = files().find(ID);

        assertThat(found.name()).isEqualTo("app");
        assertThat(found.image()).isEqualTo("registry/app:2");
        assertThat(found.podName()).isEqualTo("app-7c9");
        assertThat(found.podNamespace()).isEqualTo("shop");
        assertThat(found.podUid()).isEqualTo("u-1");
    }

    @Test
    void readsCrio() throws IOException {
        write("run/containers/storage/overlay-containers/ID/userdata/config.json", """
                {"annotations":{"io.kubernetes.container.name":"app","io.kubernetes.pod.name":"app-1",
                 "io.kubernetes.pod.namespace":"shop","io.kubernetes.cri-o.ImageName":"quay.io/app:2",
                 "io.kubernetes.cri-o.ImageRef":"quay.io/app@sha256:ee",
                 "io.kubernetes.cri-o.Labels":"{\\"app.kubernetes.io/name\\":\\"app\\"}"}}""");

        ContainerFacts found = files().find(ID);

        assertThat(found.name()).isEqualTo("app");
        assertThat(found.image()).isEqualTo("quay.io/app:2");
        assertThat(found.digest()).isEqualTo("sha256:ee");
        assertThat(found.podName()).isEqualTo("app-1");
        assertThat(found.labels()).containsEntry("app.kubernetes.io/name", "app");
    }

    @Test
    void whatIsNotThereOrNotJsonIsNothing() throws IOException {
        assertThat(files().find(ID)).isEqualTo(ContainerFacts.NONE);

        write("var/lib/docker/containers/ID/config.v2.json", "{\"Name\":");
        write("var/lib/containers/storage/overlay-containers/containers.json", "{}");

        assertThat(files().find(ID)).isEqualTo(ContainerFacts.NONE);
        assertThat(files().issue()).isEmpty();
    }

    @Test
    void aLinkInPlaceOfAFileIsNotFollowed() throws IOException {
        Path real = write("elsewhere", "{\"Name\":\"/x\"}");
        Path link = root.resolve("var/lib/docker/containers/" + ID + "/config.v2.json");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, real);

        assertThat(files().find(ID)).isEqualTo(ContainerFacts.NONE);
    }

    @Test
    void anIdThatIsNoneReachesNoFile() throws IOException {
        write("var/lib/docker/containers/x/config.v2.json", "{\"Name\":\"/x\"}");

        assertThat(files().find("x")).isEqualTo(ContainerFacts.NONE);
        assertThat(files().find("../containers/x")).isEqualTo(ContainerFacts.NONE);
        assertThat(files().find("")).isEqualTo(ContainerFacts.NONE);
    }
}
