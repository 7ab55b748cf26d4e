package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Libc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcfsTest {

    private static final String STAT =
            "77 (a) b ( c) S 5 6 7 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 4242 1000 10 18446744073709551615\n";
    private static final String STATUS = """
            Name:\tx
            Uid:\t1\t2\t3\t4
            Gid:\t5\t6\t7\t4294967295
            NSpid:\t77\t9
            CapEff:\t000001ffffffffff
            """;

    @TempDir
    private Path procfs;

    private Path process(int pid, String stat) throws Exception {
        Path directory = Files.createDirectories(procfs.resolve(Integer.toString(pid)));
        Files.writeString(directory.resolve("stat"), stat);
        Files.writeString(directory.resolve("status"), STATUS);
        Files.writeString(directory.resolve("cmdline"), "prog\0\0last\0");
        Files.createSymbolicLink(directory.resolve("exe"), Path.of("/bin/prog (deleted)"));
        return directory;
    }

    private List<CapturedRecord> snapshot() {
        List<CapturedRecord> records = new ArrayList<>();
        new ProcfsSnapshot(new Libc(), procfs)
                .read((buffer, offset, length) -> records.add(new CapturedRecord(buffer, offset, length)));
        return records;
    }

    @Test
    void takesNamesWithParenthesesAndSpaces() {
        ProcfsStat stat =
                ProcfsStat.parse(STAT.getBytes(StandardCharsets.US_ASCII)).orElseThrow();

        assertThat(stat.comm()).isEqualTo("a) b ( c");
        assertThat(stat.parent()).isEqualTo(5);
        assertThat(stat.processGroup()).isEqualTo(6);
        assertThat(stat.session()).isEqualTo(7);
        assertThat(stat.startTicks()).isEqualTo(4242);
        assertThat(stat.isKernelThread()).isFalse();
    }

    @Test
    void answersNothingWhenStatIsMalformed() {
        for (String text : List.of("", "77", "77 (a", "77 (a) S", "77 (a) " + "x ".repeat(30))) {
            assertThat(ProcfsStat.parse(text.getBytes(StandardCharsets.US_ASCII)))
                    .as(text)
                    .isEmpty();
        }
    }

    @Test
    void answersNothingWhenStatusIsMalformed() {
        assertThat(ProcfsStatus.parse(List.of())).isEmpty();
        assertThat(ProcfsStatus.parse(List.of("Uid:\t1", "Gid:\t1", "NSpid:\t1", "CapEff:\t1")))
                .isEmpty();
        assertThat(ProcfsStatus.parse(List.of("Uid:\tx\tx\tx", "Gid:\t1\t1\t1", "NSpid:\t1", "CapEff:\t1")))
                .isEmpty();
    }

    @Test
    void buildsARecordOfWhatProcfsTells() throws Exception {
        process(77, STAT);

        CapturedRecord record = snapshot().getFirst();

        assertThat(record.kind()).isEqualTo(Kinds.RUNNING);
        assertThat(record.header().tgid()).isEqualTo(77);
        assertThat(record.header().startBootTimeNs()).isEqualTo(42_420_000_000L);
        assertThat(record.header().parentTgid()).isEqualTo(5);
        assertThat(record.exec().process().pid()).isEqualTo(9);
        assertThat(record.exec().process().uid()).isEqualTo(1);
        assertThat(record.exec().process().sgid()).isEqualTo(7);
        assertThat(record.exec().process().auid()).isEqualTo(-1);
        assertThat(record.exec().process().capEffective()).isEqualTo(0x1ffffffffffL);
        assertThat(record.binary()).isEqualTo("/bin/prog");
        assertThat(record.comm()).isEqualTo("a) b ( c");
        assertThat(record.args()).containsExactly("prog", "", "last");
        assertThat(record.header().incomplete())
                .isEqualTo(IncompleteBits.FROM_PROCFS | IncompleteBits.CWD_UNKNOWN | IncompleteBits.IDS_UNKNOWN);
    }

    @Test
    void leavesOutKernelThreadsZombiesAndWhatIsGone() throws Exception {
        process(78, STAT.replace("4194304", "2129984"));
        process(79, STAT.replace(") S ", ") Z "));
        Files.createDirectories(procfs.resolve("80"));

        assertThat(snapshot()).isEmpty();
    }

    @Test
    void aDirectoryThatIsNoProcfsHasNoProcesses() {
        List<CapturedRecord> records = new ArrayList<>();

        int count = new ProcfsSnapshot(new Libc(), procfs.resolve("missing"))
                .read((buffer, offset, length) -> records.add(new CapturedRecord(buffer, offset, length)));

        assertThat(count).isZero();
        assertThat(records).isEmpty();
    }

    @Test
    void addsNoArgsOfAnotherProcessWithTheSameId() throws Exception {
        process(77, STAT);
        CapturedRecord first = snapshot().getFirst();
        RunningRecord record = new RunningRecord();
        record.clear();
        record.putInt(RecordLayout.TGID, 77);
        record.putLong(
                RecordLayout.START_BOOT_TIME_NS, first.header().startBootTimeNs() + ProcfsStat.NANOSECONDS_PER_TICK);

        new ProcfsArgs(procfs).addTo(record, new ExecFlyweight().wrap(record.buffer(), 0));

        assertThat(new CapturedRecord(record.buffer(), 0, record.length()).rawArgs())
                .isEmpty();
    }

    @Test
    void aProcessThatIsEndingHasNoArgsAnyMoreThatCouldBeTold() throws Exception {
        Files.writeString(process(77, STAT).resolve("cmdline"), "");
        CapturedRecord first = snapshot().getFirst();
        RunningRecord record = new RunningRecord();
        record.clear();
        record.putInt(RecordLayout.TGID, 77);
        record.putLong(RecordLayout.START_BOOT_TIME_NS, first.header().startBootTimeNs());
        record.addIncomplete(IncompleteBits.ARGS_UNKNOWN);

        new ProcfsArgs(procfs).addTo(record, new ExecFlyweight().wrap(record.buffer(), 0));

        assertThat(new ExecFlyweight().wrap(record.buffer(), 0).incomplete()).isEqualTo(IncompleteBits.ARGS_UNKNOWN);
    }
}
