package io.vedette.core.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodsTest {

    private static final String UID = "0f6e1d2c-3b4a-4958-8776-655443322110";
    private static final String ID = "0123456789abcdef".repeat(4);

    @TempDir
    private Path proc = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/kubepods/burstable/podUID/ID",
                "/kubepods/podUID/ID",
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID_.slice/cri-containerd-ID.scope",
                "/kubepods.slice/kubepods-podUID_.slice/crio-ID.scope",
                "/kubelet.slice/kubelet-kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID_.slice/x",
                "/../podUID/ID",
                "/docker/ID/kubepods/besteffort/podUID/ID",
            })
    void findsThePodInWhatDriversWrite(String path) {
        String written =
                path.replace("UID_", UID.replace('-', '_')).replace("UID", UID).replace("ID", ID);

        assertThat(Pods.uid(written)).isEqualTo(UID);
    }

    @Test
    void aStaticPodsUidIsAHash() {
        assertThat(Pods.uid("/kubepods/pod0123456789abcdef0123456789abcdef/x"))
                .isEqualTo("0123456789abcdef0123456789abcdef");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/docker/ID",
                "/kubepods/burstable/pod/ID",
                "/kubepods/pod123/ID",
                "/x-podUID",
                "/kubepods/podUIDff/ID",
                "/libpod_parent/libpod-ID",
                "/machine.slice/machine-libpod_pod_ID.slice/x",
            })
    void otherPathsAreOfNoPod(String path) {
        assertThat(Pods.uid(path.replace("UID", UID).replace("ID", ID))).isEmpty();
    }

    @Test
    void theDownwardApiTellsOfTheOwnPodOnly() {
        Pods pods = Pods.of(Map.of("POD_UID", UID, "POD_NAME", "a", "VEDETTE_POD_NAME", "b", "NODE_NAME", "n"), proc);

        assertThat(pods).isEqualTo(new Pods(UID, "b", "", "n"));
    }

    @Test
    void theOwnUidIsFoundWithoutTheDownwardApiToo() throws IOException {
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/cgroup"), "0::/kubepods/burstable/pod" + UID + "\n");
        assertThat(Pods.of(Map.of(), proc).ownUid()).isEqualTo(UID);

        Files.writeString(proc.resolve("self/cgroup"), "0::/\n");
        Files.writeString(
                proc.resolve("self/mountinfo"),
                "1 2 8:1 /var/lib/kubelet/pods/" + UID + "/etc-hosts /etc/hosts rw - ext4 /dev/sda1 rw\n");
        assertThat(Pods.of(Map.of(), proc).ownUid()).isEqualTo(UID);
    }
}
