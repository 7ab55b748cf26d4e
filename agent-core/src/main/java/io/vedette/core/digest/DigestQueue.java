package io.vedette.core.digest;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.event.SecurityLayout;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.DirectBuffer;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;

/// Which files' checksums are wanted: each state of a file is asked for once.
///
/// **Threads.** The drain asks and never waits; the digest worker takes. When it is full the file is asked for
/// again the next time that it is run. A file that was asked for before costs no garbage.
public final class DigestQueue {

    private static final int ASKED = 4096;

    private final SpscArrayQueue<DigestRequest> queue;
    private final AtomicLongArray asked = new AtomicLongArray(ASKED);
    private volatile Runnable wakeWorker = () -> {};

    public DigestQueue(int capacity) {
        queue = new SpscArrayQueue<>(capacity);
    }

    /// Called by the drain for each exec.
    public void onExec(ExecFlyweight exec, int container) {
        var process = exec.process();
        if (isNew(process.device(), process.inode(), process.size(), process.changeTimeNs())) {
            put(new DigestRequest(
                    process.device(),
                    process.inode(),
                    process.size(),
                    process.changeTimeNs(),
                    bytes(exec.buffer(), exec.binaryOffset(), exec.binaryLength()),
                    container,
                    exec.tgid(),
                    process.pid(),
                    exec.parentTgid(),
                    true));
        }
    }

    /// Called by the drain for each other event: files that are mapped as executable or loaded as a module.
    public void onDetail(DetailFlyweight record, int container) {
        switch (record.kind()) {
            case Kinds.MMAP_EXEC -> onFile(record, SecurityLayout.MMAP_EXEC_FILE, 0, container);
            case Kinds.MODULE_LOAD -> onFile(record, SecurityLayout.MODULE_LOAD_FILE, 0, container);
            default -> {
                // Nothing is executed or loaded.
            }
        }
    }

    /// @param file where the record's `vedette_file` is
    /// @param pathPart part of the record's tail with the path
    private void onFile(DetailFlyweight record, int file, int pathPart, int container) {
        int device = record.i32(file + RecordLayout.FILE_DEVICE);
        long inode = record.i64(file + RecordLayout.FILE_INODE);
        long size = record.i64(file + RecordLayout.FILE_SIZE);
        long changeTimeNs = record.i64(file + RecordLayout.FILE_CHANGE_TIME_NS);
        if (isNew(device, inode, size, changeTimeNs)) {
            put(new DigestRequest(
                    device,
                    inode,
                    size,
                    changeTimeNs,
                    bytes(record.buffer(), record.partOffset(pathPart), record.partLength(pathPart)),
                    container,
                    record.tgid(),
                    0,
                    record.parentTgid(),
                    false));
        }
    }

    private boolean isNew(int device, long inode, long size, long changeTimeNs) {
        if (inode == 0) {
            return false;
        }
        long key = DigestTable.key(device, inode, size, changeTimeNs);
        int slot = slot(key);
        if (asked.getPlain(slot) == key) {
            return false;
        }
        asked.setRelease(slot, key);
        return true;
    }

    private void put(DigestRequest request) {
        if (queue.offer(request)) {
            wakeWorker.run();
        } else {
            askAgain(request);
        }
    }

    private static byte[] bytes(DirectBuffer buffer, int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static int slot(long key) {
        return (int) (key >>> 17) & (ASKED - 1);
    }

    @Nullable
    DigestRequest take() {
        return queue.poll();
    }

    /// The checksum could not be had this time: the next one who runs the file may have more luck.
    void askAgain(DigestRequest request) {
        long key = DigestTable.key(request.device(), request.inode(), request.size(), request.changeTimeNs());
        asked.compareAndSet(slot(key), key, 0);
    }

    void setWorker(Runnable wakeUp) {
        wakeWorker = wakeUp;
    }
}
