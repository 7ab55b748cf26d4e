package io.vedette.transport.spool;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/// Keeps what a spool reports.
final class RecordingListener implements SpoolListener {

    final List<String> dropped = new ArrayList<>();
    long corrupt;

    @Override
    public void onDropped(DirectBuffer batch, int offset, int length, DropReason reason) {
        dropped.add(Batches.text(batch, offset, length));
    }

    @Override
    public void onCorrupt(long count) {
        corrupt += count;
    }
}
