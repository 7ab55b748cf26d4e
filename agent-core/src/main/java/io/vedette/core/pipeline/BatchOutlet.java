package io.vedette.core.pipeline;

import io.vedette.transport.spool.Spool;

/// Where closed batches go: into the spool, and the sender is told. What the spool can't take is counted. The
/// ship's.
final class BatchOutlet {

    private final Spool spool;
    private final DiscardedBatches discarded;
    private final Runnable wakeSender;

    BatchOutlet(Spool spool, DiscardedBatches discarded, Runnable wakeSender) {
        this.spool = spool;
        this.discarded = discarded;
        this.wakeSender = wakeSender;
    }

    /// Closes the batch if there is anything in it.
    ///
    /// @return whether it is in the spool now, and stays there if this process ends; true for an empty one
    boolean put(BatchBuilder batch) {
        if (batch.isEmpty()) {
            return true;
        }
        int length = batch.close();
        if (!append(batch, length)) {
            discarded.notTaken(batch.buffer(), 0, length);
            return false;
        }
        wakeSender.run();
        return spool.isDurable();
    }

    private boolean append(BatchBuilder batch, int length) {
        try {
            int noteLength = batch.closeNote();
            return spool.append(batch.buffer(), 0, length, batch.contents().note(), 0, noteLength) >= 0;
        } catch (RuntimeException | InternalError fault) {
            discarded.onFault(fault);
            return false;
        }
    }
}
