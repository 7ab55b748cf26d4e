package io.vedette.core.sensor;

import io.vedette.core.event.CountHandler;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.filter.Filters;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/// A sensor without a source: records are what a test puts into it, told by their first byte.
final class FakeSensor implements Sensor {

    final List<Byte> records = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    private final String tier;
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[1]);
    List<Integer> kinds;
    String trouble = "";

    @Nullable
    Outage outage;

    FakeSensor(String tier, Integer... kinds) {
        this.tier = tier;
        this.kinds = List.of(kinds);
    }

    @Override
    public SensorReport attach() {
        calls.add("attach");
        return new SensorReport(tier, kinds, List.of(tier + " lacks something"));
    }

    @Override
    public void apply(Filters filters) {
        calls.add("apply");
    }

    @Override
    public int snapshot(RecordHandler handler) {
        return 0;
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        int count = Math.min(limit, records.size());
        for (int i = 0; i < count; i++) {
            record.putByte(0, records.removeFirst());
            handler.onRecord(record, 0, 1);
        }
        return count;
    }

    @Override
    public void await(int timeoutMs) {
        calls.add("await");
    }

    @Override
    public void readCounts(CountHandler handler) {
        calls.add("counts");
    }

    @Override
    public void forget(long cgroupId) {
        calls.add("forget");
    }

    @Override
    public long waitingBytes() {
        return records.size();
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public @Nullable Outage outage() {
        return outage;
    }

    @Override
    public void detach() {
        calls.add("detach");
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
