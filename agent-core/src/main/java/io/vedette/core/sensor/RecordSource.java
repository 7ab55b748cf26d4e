package io.vedette.core.sensor;

/// What a [ThreadedSensor] watches with: it finds things out on a thread of its own, and writes records.
public interface RecordSource {

    /// Takes from the kernel what it needs. Called by the thread that attaches, which has all the rights there are.
    ///
    /// @param queue for the records; written to by [#turn] only
    SensorReport open(RecordQueue queue);

    /// Waits for something to happen, 50 ms at most, and writes what it was. Called again and again by the sensor's
    /// thread, which has the rights to read what other processes have.
    void turn();

    /// Writes what has happened up to now, and what it keeps to tell later: the last call by the sensor's thread.
    void end();

    /// Gives everything back. No turn comes any more; [#open] may.
    void close();
}
