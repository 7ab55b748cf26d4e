package io.vedette.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerNameTest {

    private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String TASK = "c23e5f76c09d438aa1824ca4058bdcab";

    @ParameterizedTest
    @CsvSource({
        "/docker/ID, docker",
        "/system.slice/docker-ID.scope, docker",
        "/user.slice/user-1000.slice/user@1000.service/user.slice/docker-ID.scope, docker",
        "/machine.slice/libpod-ID.scope, podman",
        "/machine.slice/libpod-ID.scope/container, podman",
        "/machine.slice/machine-libpod_pod_ID.slice/libpod-ID.scope/container, podman",
        "/libpod_parent/libpod-ID, podman",
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice/cri-containerd-ID.scope, containerd",
        "/system.slice:cri-containerd:ID, containerd",
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1_2.slice/crio-ID.scope, crio",
        "/kubepods/burstable/pod0f6e1d2c/ID, ''",
        "/kubepods/pod0f6e1d2c-3b4a-4958-8776-655443322110/ID, ''",
        "/kubepods.slice/kubepods-pod0f6e1d2c_3b4a.slice/docker-ID.scope, docker",
        "/system.slice/containerd.service/kubepods-burstable-pod1_2.slice:cri-containerd:ID, containerd",
        "/kubelet.slice/kubelet-kubepods.slice/kubepods-besteffort-pod1.slice/crio-ID.scope/container, crio",
        "/docker/ID/kubepods/besteffort/pod1/ID, docker",
        "/k8s.io/ID, ''",
        "/default/ID, ''",
        "/ecs/TASK/ID, ecs",
        "/ecstasks.slice/ecstasks-TASK.slice/docker-ID.scope, docker",
        "/../../docker/ID, docker",
        "/../docker-ID.scope/init, docker",
        "/docker/ID/docker/ID/system.slice/cron.service, docker",
    })
    void findsIdAndRuntimeInWhatRuntimesWrite(String path, String runtime) {
        String cgroup = path.replace("ID", ID).replace("TASK", TASK);

        assertThat(ContainerName.outermost(cgroup)).hasValue(new ContainerName(ID, runtime));
        assertThat(ContainerName.innermost(cgroup)).hasValue(new ContainerName(ID, runtime));
    }

    @Test
    void onFargateTheIdIsTheTasksAndANumber() {
        String id = TASK + "-2531612879";

        assertThat(ContainerName.outermost("/ecs/" + TASK + "/" + id)).hasValue(new ContainerName(id, "ecs"));
    }

    @Test
    void ofContainersWithinEachOtherTheOuterOneCountsUnlessTheInnerOnesAreToldApart() {
        String inner = "f".repeat(64);
        String path = "/docker/" + ID + "/docker/" + inner;

        assertThat(Nested.JOINED.nameOf(path)).hasValue(new ContainerName(ID, "docker"));
        assertThat(Nested.APART.nameOf(path)).hasValue(new ContainerName(inner, "docker"));
    }

    @Test
    void aPodOfPodmansIsNoContainer() {
        String pod = "f".repeat(64);

        assertThat(ContainerName.outermost("/libpod_parent/" + pod + "/libpod-" + ID))
                .hasValue(new ContainerName(ID, "podman"));
    }

    @Test
    void aContainerCanNotHideBehindWhatLooksLikeAPod() {
        String inner = "f".repeat(64);

        assertThat(ContainerName.outermost("/docker/" + ID + "/libpod_parent/" + inner + "/libpod-" + inner))
                .hasValue(new ContainerName(ID, "docker"));
        assertThat(ContainerName.outermost("/libpod_parent/libpod-" + ID + "/libpod-" + inner))
                .hasValue(new ContainerName(ID, "podman"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/..",
                "//",
                "/init.scope",
                "/system.slice/docker.service",
                "/system.slice/containerd.service",
                "/machine.slice/libpod-conmon-ID.scope",
                "/machine.slice/libpod-conmon-ID.scope/supervisor",
                "/kubepods.slice/kubepods-pod1.slice/crio-conmon-ID.scope",
                "/kubepods.slice/kubepods-burstable-pod0f6e1d2c_1111.slice",
                "/machine.slice/machine-libpod_pod_ID.slice",
                "/docker/0123456789ab",
                "/docker/IDf",
                "/user.slice/user-1000.slice/session-2.scope",
                "/kubepods/burstable/pod0f6e1d2c-3b4a-4958-8776-655443322110",
                "/x-ID",
                "/docker-ID.scope.x",
                "/docker-ID.service",
                "/libpod-docker-ID.scope",
                "/\u0000ID",
                "/ID ",
                "ID\n",
            })
    void theRestIsTheHosts(String path) {
        assertThat(ContainerName.outermost(path.replace("ID", ID))).isEmpty();
        assertThat(ContainerName.innermost(path.replace("ID", ID))).isEmpty();
    }

    @Test
    void ofAnUnknownSchemeTheLastComponentIsTheName() {
        assertThat(ContainerName.ofUnknownScheme("/my-box")).hasValue(new ContainerName("my-box", "oci"));
        assertThat(ContainerName.ofUnknownScheme("/a/b")).hasValue(new ContainerName("b", "oci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/..", "/a/..", "/a.slice", "/a.service", "/session-2.scope"})
    void whatNamesNoContainerIsNoName(String path) {
        assertThat(ContainerName.ofUnknownScheme(path)).isEmpty();
    }
}
