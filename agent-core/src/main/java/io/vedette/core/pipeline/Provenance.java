package io.vedette.core.pipeline;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.FileLayout;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordLayout;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Tells with a record of a file that is run or loaded who wrote that file last.
///
/// The sensor's own bytes are not to be changed, so the record is copied; only where a writer is known. One thread,
/// the drain; allocates nothing.
final class Provenance {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int MAX_RECORD_BYTES = 64 * 1024;

    /// In a record of MMAP_EXEC: its file, and then the writer of that.
    private static final int MAPPED_FILE = RecordLayout.HEADER_LENGTH;

    private final LastWriters writers = new LastWriters();
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[MAX_RECORD_BYTES]);

    /// Learns from a record what was written.
    void learn(DetailFlyweight record) {
        switch (record.kind()) {
            case Kinds.WRITE, Kinds.CLOSE_WRITE -> learn(record, FileLayout.WRITE_FILE);
            case Kinds.OPEN -> {
                if (record.u8(FileLayout.OPEN_CREATED) != 0) {
                    learn(record, FileLayout.OPEN_FILE);
                }
            }
            default -> {}
        }
    }

    private void learn(DetailFlyweight record, int file) {
        writers.wrote(
                record.i32(file + RecordLayout.FILE_DEVICE),
                record.i64(file + RecordLayout.FILE_INODE),
                record.tgid(),
                record.startBootTimeNs(),
                record.bootTimeNs());
    }

    /// Copies the record of an exec with the writer of the executable, when one is known.
    ///
    /// @return whether [#record] has that now
    boolean tells(ExecFlyweight exec) {
        int process = RecordLayout.EXEC_PROCESS;
        return tells(
                exec,
                process + RecordLayout.PROCESS_DEVICE,
                process + RecordLayout.PROCESS_INODE,
                RecordLayout.EXEC_WRITER);
    }

    /// As for an exec, for a file that is loaded; no other record has a writer.
    boolean tells(DetailFlyweight record) {
        return record.kind() == Kinds.MMAP_EXEC
                && tells(
                        record,
                        MAPPED_FILE + RecordLayout.FILE_DEVICE,
                        MAPPED_FILE + RecordLayout.FILE_INODE,
                        MAPPED_FILE + RecordLayout.FILE_LENGTH);
    }

    private boolean tells(RecordFlyweight record, int device, int inode, int writer) {
        DirectBuffer buffer = record.buffer();
        int offset = record.offset();
        int index = writers.find(buffer.getInt(offset + device, ORDER), buffer.getLong(offset + inode, ORDER));
        if (index == LastWriters.UNKNOWN || record.size() > MAX_RECORD_BYTES) {
            return false;
        }
        copy.putBytes(0, buffer, offset, record.size());
        copy.putLong(writer + RecordLayout.WRITER_START_BOOT_TIME_NS, writers.startBootTimeNs(index), ORDER);
        copy.putLong(writer + RecordLayout.WRITER_BOOT_TIME_NS, writers.bootTimeNs(index), ORDER);
        copy.putInt(writer + RecordLayout.WRITER_TGID, writers.tgid(index), ORDER);
        return true;
    }

    /// The copy, from its start on; until the next record.
    DirectBuffer record() {
        return copy;
    }
}
