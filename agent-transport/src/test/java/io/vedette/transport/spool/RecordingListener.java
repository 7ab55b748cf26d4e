package io.vedette.transport.spool;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/// Keeps what a spool reports.
final class RecordingListener implements SpoolListener {

    final List<String> dropped = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    final List<String> unreadable = new ArrayList<>();
    long corrupt;

    @Override
    public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
        (reason == DropReason.ENDED ? ended : dropped).add(Batches.text(batch, offset, length));
    }

    @Override
    public void onCorrupt(long count) {
        corrupt += count;
    }

    @Override
    public void onUnreadable(DirectBuffer note, int offset, int length) {
        unreadable.add(note.getStringWithoutLengthAscii(offset, length));
    }
}
