package io.vedette.core.container;

import static io.vedette.core.container.SharedNamespace.IPC;
import static io.vedette.core.container.SharedNamespace.NETWORK;
import static io.vedette.core.container.SharedNamespace.PID;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("container")
class CrunTaskTest {

    @TempDir
    private Path directory;

    @Test
    void placesContainersInCgroupsAsFargateDoes() throws Exception {
        try (CrunTask task = CrunTask.builder(directory)
                .container("app1", "/bin/sleep", "1000")
                .container("app2", "/bin/sleep", "1000")
                .start()) {

            for (String name : List.of(CrunTask.PAUSE, "app1", "app2")) {
                assertThat(cgroupOf(task.pid(name))).isEqualTo("/ecs/" + task.taskId() + "/" + task.containerId(name));
                assertThat(task.containerId(name)).matches("[0-9a-f]{32}-[0-9]{10}");
                assertThat(task.cgroupId(name)).isPositive();
            }
            assertThat(task.containerId("app1")).isNotEqualTo(task.containerId("app2"));
        }
    }

    @Test
    void givesExitCodesBack() throws Exception {
        try (CrunTask task = CrunTask.builder(directory)
                .container("app1", "/bin/sh", "-c", "exit 7")
                .container("app2", "/bin/sleep", "1000")
                .start()) {
            task.signal("app2", "KILL");

            assertThat(task.await("app1")).isEqualTo(7);
            assertThat(task.await("app2")).isEqualTo(128 + 9);
            assertThat(task.run("job", "/bin/sh", "-c", "echo \"quoted \\\"text\\\"\"; exit 3"))
                    .isEqualTo(3);
            assertThat(task.log("job")).isEqualTo("quoted \"text\"\n");
        }
    }

    @Test
    void sharesTheNamespacesThatAreAskedFor() throws Exception {
        try (CrunTask task = CrunTask.builder(directory)
                .container(ContainerSpec.of("together", "/bin/sleep", "1000").sharing(PID, NETWORK, IPC))
                .container(ContainerSpec.of("apart", "/bin/sleep", "1000").sharing())
                .start()) {

            for (String namespace : List.of("pid", "net", "ipc")) {
                String ofPause = namespaceOf(task.pid(CrunTask.PAUSE), namespace);
                assertThat(namespaceOf(task.pid("together"), namespace)).isEqualTo(ofPause);
                assertThat(namespaceOf(task.pid("apart"), namespace)).isNotEqualTo(ofPause);
            }
            assertThat(namespaceOf(task.pid("together"), "mnt"))
                    .isNotEqualTo(namespaceOf(task.pid(CrunTask.PAUSE), "mnt"));
        }
    }

    @Test
    void givesContainersTheirUserRightsFilesAndEnvironment() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        ContainerSpec spec = ContainerSpec.of(
                        "job", "/bin/sh", "-c", "grep CapBnd /proc/self/status; echo $COLOUR; echo hello >/out/file")
                .capabilities("CAP_KILL")
                .env("COLOUR", "blue \"green\"")
                .bind(shared, "/out");
        try (CrunTask task = CrunTask.builder(directory)
                .container(ContainerSpec.of("user", "/bin/sleep", "1000").uid(1234))
                .start()) {

            assertThat(task.run(spec)).as(task.log("job")).isZero();
            assertThat(task.log("job")).isEqualTo("CapBnd:\t0000000000000020\nblue \"green\"\n");
            assertThat(shared.resolve("file")).hasContent("hello\n");
            assertThat(Files.getAttribute(Path.of("/proc/" + task.pid("user")), "unix:uid"))
                    .isEqualTo(1234);
            assertThat(task.exec("user", "/bin/id", "-u")).isEqualTo(new CrunTask.Output(0, "0\n"));
        }
    }

    @Test
    void spawnWritesDownWhatItDid() throws Exception {
        Path out = Files.createDirectory(directory.resolve("out"));
        ContainerSpec spawn = ContainerSpec.of(
                        "app", "/bin/spawn", "10", "job", "/out/facts", "--exit-codes", "--signal-every", "5")
                .bind(out, "/out");
        try (CrunTask task = CrunTask.builder(directory)
                .file("/bin/spawn", CProgram.compile("spawn", directory))
                .start()) {

            assertThat(task.run(spawn)).as(task.log("app")).isZero();
        }
        List<String[]> facts = Files.readAllLines(out.resolve("facts")).stream()
                .map(line -> line.split("\t", -1))
                .toList();
        assertThat(facts).hasSize(10);
        assertThat(facts.get(3)).startsWith("3").contains("768", "/bin/spawn", "--end=exit:3", "job-3");
        assertThat(facts.get(4)).contains("9", "--end=signal:9", "job-4");
    }

    private static String cgroupOf(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow()
                .substring(3);
    }

    private static String namespaceOf(long pid, String namespace) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + namespace))
                .toString();
    }
}
