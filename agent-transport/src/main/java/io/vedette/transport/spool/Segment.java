package io.vedette.transport.spool;

import org.agrona.collections.IntArrayList;

/// What is known of one file: where each batch lies in it, how long it is, and how many of them are released.
///
/// Guarded by the spool's lock. A length of [#GONE] stands for a document that is damaged.
final class Segment {

    /// In place of a length: the document's bytes were wrong.
    static final int GONE = 0;

    private final int number;
    private final Ledger ledger;
    private final IntArrayList lengths = new IntArrayList();
    private final IntArrayList offsets = new IntArrayList();
    private int released;
    private int waiting;
    private long waitingBytes;
    private long dataBytes;
    private long ledgerBytes;
    private boolean finished;
    private boolean damaged;

    Segment(int number, Ledger ledger) {
        this.number = number;
        this.ledger = ledger;
    }

    int number() {
        return number;
    }

    Ledger ledger() {
        return ledger;
    }

    /// Documents in the file.
    int count() {
        return lengths.size();
    }

    /// The first document that is not released.
    int released() {
        return released;
    }

    int waiting() {
        return waiting;
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /// Bytes that its files take of the disk.
    long fileBytes() {
        return dataBytes + ledgerBytes;
    }

    void dataBytes(long bytes) {
        dataBytes = bytes;
    }

    void addLedgerBytes(long bytes) {
        ledgerBytes += bytes;
    }

    /// Whether its file has the name of one that is not written to any more.
    boolean isFinished() {
        return finished;
    }

    void finish() {
        finished = true;
    }

    /// Whether something in it could not be read.
    boolean isDamaged() {
        return damaged;
    }

    void damage() {
        damaged = true;
    }

    boolean isReleased() {
        return released == lengths.size();
    }

    boolean isGone(int sequence) {
        return lengths.getInt(sequence) == GONE;
    }

    /// Where the document lies in the file.
    int offset(int sequence) {
        return offsets.getInt(sequence);
    }

    int length(int sequence) {
        return lengths.getInt(sequence);
    }

    void add(int offset, int length) {
        offsets.addInt(offset);
        lengths.addInt(length);
        if (length != GONE) {
            waiting++;
            waitingBytes += length;
        }
    }

    /// Takes a damaged document out of the books.
    void lose(int sequence) {
        forget(sequence);
        lengths.setInt(sequence, GONE);
        damaged = true;
    }

    /// Releases all documents before this one.
    void releaseBefore(int sequence) {
        while (released < Math.min(sequence, lengths.size())) {
            forget(released);
            released++;
        }
    }

    private void forget(int sequence) {
        int length = lengths.getInt(sequence);
        if (length != GONE) {
            waiting--;
            waitingBytes -= length;
        }
    }
}
