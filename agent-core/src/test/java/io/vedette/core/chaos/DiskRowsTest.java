package io.vedette.core.chaos;

import io.vedette.core.container.ContainerSpec;
import io.vedette.core.delivery.Delivered;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The disk under the spool fails, or what is on it.
///
/// Until the disk has failed the endpoint is away, so that nothing goes past the spool; some rows end like that. It
/// is away from the start: what it took without the agent's hearing of it would be both received and counted.
@Tag("chaos")
class DiskRowsTest {

    private static final String MEMORY_ONLY = "\"memory_only\"";
    private static final String SPOOL_FULL = "\"spool_full\"";
    private static final String REMOVED = "\"spool_corrupt\"";
    private static final String CORRUPT = "\"earlier_spool_corrupt\"";
    private static final String IN_MEMORY = "(?s)batches are kept in memory only.*";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> diskFails() throws Exception {
        return Chaos.tests(
                "4 Disk",
                directory,
                on -> List.of(
                        row(on, "disk full before the start")
                                .prepare(away(scene ->
                                        SpoolDisk.inMemory(scene, "size=24m").fill()))
                                .says(IN_MEMORY + on.ready())
                                .heal(DiskRowsTest::endpointComes),
                        lost(on, "disk full, and the endpoint never there again")
                                .prepare(away(scene ->
                                        SpoolDisk.inMemory(scene, "size=24m").fill()))
                                .says(IN_MEMORY + on.ready()),
                        row(on, "disk becomes full, has room again")
                                .prepare(away(scene -> SpoolDisk.inMemory(scene, "size=24m")))
                                .inject(scene -> SpoolDisk.of(scene).fill())
                                .heal(scene -> {
                                    Noise.make(scene);
                                    SpoolDisk.of(scene).free();
                                    endpointComes(scene);
                                    awaitTold(scene, SPOOL_FULL + "|" + MEMORY_ONLY);
                                }),
                        row(on, "inodes exhausted, there again", "--spool-quota=4MiB")
                                .prepare(away(scene -> SpoolDisk.inMemory(scene, "size=24m,nr_inodes=50")))
                                .inject(scene -> SpoolDisk.of(scene).fillInodes())
                                .heal(scene -> {
                                    Noise.make(scene);
                                    SpoolDisk.of(scene).free();
                                    endpointComes(scene);
                                    awaitTold(scene, MEMORY_ONLY);
                                }),
                        row(on, "no inodes from the start")
                                .prepare(away(scene -> SpoolDisk.inMemory(scene, "size=24m,nr_inodes=50")
                                        .fillInodes()))
                                .says(IN_MEMORY + on.ready())
                                .heal(DiskRowsTest::endpointComes),
                        row(on, "directory removed")
                                .sidecar(spec -> withOptions(patient()).apply(below(spec)))
                                .prepare(away(scene -> SpoolDisk.inMemory(scene, "size=24m")))
                                .heal(scene -> {
                                    SpoolDisk.of(scene).removeSpool();
                                    endpointComes(scene);
                                    awaitTold(scene, REMOVED);
                                }),
                        row(on, "directory removed, and the endpoint never there again")
                                .sidecar(
                                        spec -> withOptions("--stop-timeout=1s").apply(below(spec)))
                                .prepare(away(scene -> SpoolDisk.inMemory(scene, "size=24m")))
                                .heal(scene -> SpoolDisk.of(scene).removeSpool()),
                        row(on, "read-only from the start")
                                .prepare(away(scene -> SpoolDisk.ext4(scene, 24).readOnly()))
                                .says(IN_MEMORY + on.ready())
                                .heal(DiskRowsTest::endpointComes),
                        row(on, "becomes read-only (ext4 finds a fault)")
                                .prepare(away(scene -> SpoolDisk.ext4(scene, 24)))
                                .inject(scene -> SpoolDisk.of(scene).fail())
                                .heal(scene -> {
                                    Noise.make(scene);
                                    endpointComes(scene);
                                    awaitTold(scene, MEMORY_ONLY);
                                }),
                        inherited(on, "corrupt spool files")
                                .prepare(away(Step.NOTHING))
                                .heal(scene -> nextAgent(scene, SpoolDamage::spoil)),
                        inherited(on, "truncated spool files")
                                .prepare(away(Step.NOTHING))
                                .heal(scene -> nextAgent(scene, SpoolDamage::cut)),
                        row(on, "quota hit", "--spool-quota=4MiB")
                                .prepare(away(scene -> SpoolDisk.inMemory(scene, "size=24m")))
                                .heal(scene -> {
                                    Noise.make(scene);
                                    endpointComes(scene);
                                    awaitTold(scene, SPOOL_FULL);
                                })));
    }

    /// Where the endpoint is there again, what waits is delivered at the end, however slow the machine is.
    private static Row row(Watching on, String fault, String... options) {
        return on.row(fault).sidecar(withOptions(patient(options)));
    }

    /// Nothing that waits is worth waiting for: the endpoint never comes.
    private static Row lost(Watching on, String fault) {
        return on.row(fault).sidecar(withOptions("--stop-timeout=1s"));
    }

    /// Two agents, the first of which can't deliver.
    private static Row inherited(Watching on, String fault) {
        return on.row(fault).sidecar(withOptions("--stop-timeout=2s"));
    }

    private static String[] patient(String... options) {
        return Stream.concat(Stream.of("--stop-timeout=30s"), Stream.of(options))
                .toArray(String[]::new);
    }

    private static UnaryOperator<ContainerSpec> withOptions(String... more) {
        Stream<String> all = Stream.concat(Stream.of("--spool-reserve=1MiB"), Stream.of(more));
        String[] options = all.toArray(String[]::new);
        return spec -> spec.args(
                Stream.concat(spec.args().stream(), Stream.of(options)).toArray(String[]::new));
    }

    /// With a spool that is a directory of a mount, and not the mount itself.
    private static ContainerSpec below(ContainerSpec spec) {
        Path host = spec.binds().entrySet().stream()
                .filter(bind -> bind.getValue().equals(Sidecar.SPOOL))
                .findFirst()
                .orElseThrow()
                .getKey();
        return spec.bind(host.getParent(), "/disk")
                .args(spec.args().stream()
                        .map(arg -> arg.equals(Sidecar.SPOOL) ? "/disk/" + host.getFileName() : arg)
                        .toArray(String[]::new));
    }

    private static Step away(Step disk) {
        return scene -> {
            scene.endpoint().stop();
            disk.act(scene);
        };
    }

    private static void endpointComes(Scene scene) throws Exception {
        scene.endpoint().start();
    }

    /// The agent leaves batches behind; those of the second one have to be there before it is told to stop.
    private static void nextAgent(Scene scene, Step damage) throws Exception {
        scene.signalAgent("TERM");
        scene.awaitAgentEnd();
        damage.act(scene);
        endpointComes(scene);
        scene.beginAgent();
        scene.awaitAgentSays(scene.row().says());
        awaitTold(scene, CORRUPT);
    }

    /// Waits until the endpoint was told something: else the fault did not do what the row says.
    private static void awaitTold(Scene scene, String regex) throws Exception {
        Pattern pattern = Pattern.compile(regex);
        for (int i = 0; i < 300; i++) {
            Delivered sofar = scene.endpoint().taken().delivered();
            if (Stream.of("health", "loss")
                    .flatMap(kind -> sofar.of(kind).stream())
                    .anyMatch(line -> pattern.matcher(line.toString()).find())) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("nobody was told " + regex + ": " + scene.agentLogs());
    }
}
