package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Libc;
import io.vedette.core.fuzz.Mutator;
import io.vedette.core.fuzz.Rounds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A procfs with damaged files, as other kernels and bugs may show it: each process is a valid record, or none.
final class ProcfsDamageTest {

    private static final Map<String, byte[]> FILES = Map.of(
            "stat",
            bytes("77 (a) b ( c) S 5 6 7 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 4242 1000 10 18446744073709551615\n"),
            "status",
            bytes("Name:\tx\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t4294967295\nNSpid:\t77\t9\nCapEff:\t000001ffffffffff\n"),
            "cmdline",
            bytes("prog\0\0--password=x\0last\0"),
            "loginuid",
            bytes("4294967295"));

    @TempDir
    private Path procfs = Path.of("");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachProcessIsAValidRecordOrNone() throws Exception {
        Libc libc = new Libc();
        Rounds.of(150, random -> {
            writeProcess(Files.createDirectories(procfs.resolve("77")), random);
            writeProcess(Files.createDirectories(procfs.resolve("5")), random);
            List<Integer> tgids = new ArrayList<>();

            int count = new ProcfsSnapshot(libc, procfs).read((buffer, offset, length) -> {
                ExecFlyweight record = new ExecFlyweight().wrap(buffer, offset);
                assertThat(record.isValid(length)).isTrue();
                assertThat(record.binaryLength()).isLessThanOrEqualTo(RecordLayout.PATH_MAX);
                assertThat(record.argsLength()).isBetween(0, RecordLayout.ARGS_MAX);
                assertThat(record.argsTotal()).isGreaterThanOrEqualTo(record.argsLength());
                tgids.add(record.tgid());
            });

            assertThat(tgids).hasSize(count).doesNotHaveDuplicates().isSubsetOf(5, 77);
        });
    }

    private static void writeProcess(Path directory, Random random) throws Exception {
        Mutator mutator = new Mutator(random, List.copyOf(FILES.values()));
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            boolean isGood = random.nextInt(3) == 0;
            Files.write(directory.resolve(file.getKey()), isGood ? file.getValue() : mutator.damage(file.getValue()));
        }
        if (random.nextInt(4) == 0) {
            Files.write(directory.resolve("cmdline"), new byte[RecordLayout.ARGS_MAX + random.nextInt(3) - 1]);
        }
        link(directory.resolve("exe"), random.nextBoolean() ? "/memfd:x (deleted)" : " (deleted)");
        link(directory.resolve("cwd"), "/" + "d".repeat(random.nextInt(200)));
        Path namespaces = Files.createDirectories(directory.resolve("ns"));
        link(
                namespaces.resolve("mnt"),
                List.of("mnt:[4026531841]", "[", "]", "mnt:[]", "mnt:[99999999999]", "x")
                        .get(random.nextInt(6)));
    }

    private static void link(Path link, String target) throws Exception {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
    }
}
