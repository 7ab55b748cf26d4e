package io.vedette.core.sensor.inotify;

import io.vedette.core.event.FileLayout;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.RecordHeader;
import io.vedette.core.sensor.RecordQueue;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/// Records of files that are put together in user space, one after the other in the same bytes. One thread.
///
/// Paths are as names were found on the way from the container's root, one char a byte. An empty one is not known.
final class FileRecord {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int NO_FD = -1;
    private static final int LEFT_AS_IT_WAS = -1;
    private static final int O_CREAT = 0x40;
    private static final int CAPACITY = 128 + 3 * RecordLayout.PATH_MAX;
    private static final int PERMISSIONS = 0xFFF;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
    private final RecordQueue queue;
    private int length;

    FileRecord(RecordQueue queue) {
        this.queue = queue;
    }

    /// A file that was made.
    void made(long timeNs, Owner owner, String path, FileFacts facts) {
        begin(Kinds.OPEN, FileLayout.OPEN_LENGTH, timeNs, owner);
        putFile(FileLayout.OPEN_FILE, facts);
        buffer.putInt(FileLayout.OPEN_FLAGS, O_CREAT, ORDER);
        buffer.putInt(FileLayout.OPEN_COUNT, 1, ORDER);
        buffer.putByte(FileLayout.OPEN_CREATED, (byte) 1);
        append(path, FileLayout.OPEN_PATH + FileLayout.NAMED_BASE_LEN);
        offer();
    }

    /// WRITE or CLOSE_WRITE; how much was written is not known.
    void written(int kind, long timeNs, Owner owner, String path, FileFacts facts) {
        begin(kind, FileLayout.WRITE_LENGTH, timeNs, owner);
        addIncomplete(IncompleteBits.BYTES_UNKNOWN);
        putFile(FileLayout.WRITE_FILE, facts);
        buffer.putInt(FileLayout.WRITE_FD, NO_FD, ORDER);
        append(path, FileLayout.WRITE_PATH_LEN);
        offer();
    }

    /// UNLINK, RMDIR, MKDIR, CHMOD, CHOWN or SYMLINK, each with what the kind has of these.
    ///
    /// @param target of SYMLINK
    void changed(int kind, long timeNs, Owner owner, String path, FileFacts facts, String target) {
        begin(kind, FileLayout.CHANGE_LENGTH, timeNs, owner);
        buffer.putInt(FileLayout.CHANGE_MODE, facts.mode() & PERMISSIONS, ORDER);
        buffer.putInt(FileLayout.CHANGE_UID, kind == Kinds.CHOWN ? facts.uid() : LEFT_AS_IT_WAS, ORDER);
        buffer.putInt(FileLayout.CHANGE_GID, kind == Kinds.CHOWN ? facts.gid() : LEFT_AS_IT_WAS, ORDER);
        append(path, FileLayout.CHANGE_PATH + FileLayout.NAMED_BASE_LEN);
        append(target, FileLayout.CHANGE_NAME_LEN);
        offer();
    }

    /// RENAME or LINK. A path that is not known is somewhere else.
    void moved(int kind, long timeNs, Owner owner, String path, String newPath) {
        begin(kind, FileLayout.MOVE_LENGTH, timeNs, owner);
        if (path.isEmpty() || newPath.isEmpty()) {
            addIncomplete(IncompleteBits.PATH_UNKNOWN);
        }
        append(path, FileLayout.MOVE_PATH + FileLayout.NAMED_BASE_LEN);
        append(newPath, FileLayout.MOVE_NEW_PATH + FileLayout.NAMED_BASE_LEN);
        offer();
    }

    private void begin(int kind, int fixed, long timeNs, Owner owner) {
        RecordHeader.write(buffer, kind, fixed, timeNs, owner);
        length = fixed;
    }

    private void putFile(int at, FileFacts facts) {
        buffer.putLong(at + RecordLayout.FILE_INODE, facts.inode(), ORDER);
        buffer.putInt(at + RecordLayout.FILE_DEVICE, facts.device(), ORDER);
        buffer.putShort(at + RecordLayout.FILE_MODE, (short) facts.mode(), ORDER);
    }

    private void append(String path, int lengthField) {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        int kept = Math.min(bytes.length, RecordLayout.PATH_MAX);
        if (kept < bytes.length) {
            addIncomplete(IncompleteBits.PATH_CUT);
        }
        buffer.putBytes(length, bytes, bytes.length - kept, kept);
        buffer.putShort(lengthField, (short) kept, ORDER);
        length += kept;
    }

    private void addIncomplete(int bits) {
        buffer.putInt(RecordLayout.INCOMPLETE, buffer.getInt(RecordLayout.INCOMPLETE, ORDER) | bits, ORDER);
    }

    private void offer() {
        buffer.putInt(RecordLayout.SIZE, length, ORDER);
        queue.offer(buffer, 0, length);
    }
}
