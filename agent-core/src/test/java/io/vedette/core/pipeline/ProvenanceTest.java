package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.FileLayout;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.event.RecordShape;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    private static final int DEVICE = 8 << 20;
    private static final long INODE = 4242;

    private final Provenance provenance = new Provenance();

    private void wrote(int tgid, long bootTimeNs) {
        UnsafeBuffer record = new UnsafeBuffer(new byte[FileLayout.WRITE_LENGTH]);
        record.putInt(RecordLayout.SIZE, FileLayout.WRITE_LENGTH);
        record.putShort(RecordLayout.KIND, (short) Kinds.CLOSE_WRITE);
        record.putLong(RecordLayout.BOOT_TIME_NS, bootTimeNs);
        record.putLong(RecordLayout.START_BOOT_TIME_NS, tgid + 1);
        record.putInt(RecordLayout.TGID, tgid);
        record.putLong(FileLayout.WRITE_FILE + RecordLayout.FILE_INODE, INODE);
        record.putInt(FileLayout.WRITE_FILE + RecordLayout.FILE_DEVICE, DEVICE);
        provenance.learn(
                new DetailFlyweight().wrap(record, 0, Objects.requireNonNull(RecordShape.of(Kinds.CLOSE_WRITE))));
    }

    private static UnsafeBuffer exec() {
        UnsafeBuffer record = SyntheticRecord.exec(7, 1, new byte[] {'/', 'x'}, new byte[0]);
        record.putLong(RecordLayout.EXEC_PROCESS + RecordLayout.PROCESS_INODE, INODE);
        record.putInt(RecordLayout.EXEC_PROCESS + RecordLayout.PROCESS_DEVICE, DEVICE);
        return record;
    }

    @Test
    void anExecTellsWhoWroteTheFileLast() {
        wrote(10, 1000);
        wrote(11, 1001);
        UnsafeBuffer record = exec();

        assertThat(provenance.tells(new ExecFlyweight().wrap(record, 0))).isTrue();

        ExecFlyweight told = new ExecFlyweight().wrap(provenance.record(), 0);
        assertThat(told.isValid(record.capacity())).isTrue();
        assertThat(told.writerTgid()).isEqualTo(11);
        assertThat(told.writerStartBootTimeNs()).isEqualTo(12);
        assertThat(told.writtenBootTimeNs()).isEqualTo(1001);
        assertThat(new ExecFlyweight().wrap(record, 0).writerStartBootTimeNs()).isZero();
    }

    @Test
    void anExecOfAFileThatNobodyWroteTellsNothing() {
        assertThat(provenance.tells(new ExecFlyweight().wrap(exec(), 0))).isFalse();
    }
}
