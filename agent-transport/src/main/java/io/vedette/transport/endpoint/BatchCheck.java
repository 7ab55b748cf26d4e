package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import io.vedette.v1.Account;
import io.vedette.v1.Digest;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Loss;
import io.vedette.v1.Process;
import java.nio.ByteBuffer;

/// Checks what a reader of a batch relies on: who sent it, and that every position in it leads somewhere.
final class BatchCheck {

    private static final int ID_BYTES = 16;

    private BatchCheck() {}

    static Inbound check(EventBatch batch) {
        ByteString id = batch.getInstanceId();
        if (id.size() != ID_BYTES) {
            return new Inbound.Malformed("instance_id has " + id.size() + " bytes, not " + ID_BYTES);
        }
        if (batch.getSequence() <= 0) {
            return new Inbound.Malformed("sequence is missing");
        }
        String problem = problemOf(batch);
        if (!problem.isEmpty()) {
            return new Inbound.Malformed(problem);
        }
        ByteBuffer both = id.asReadOnlyByteBuffer();
        return new Inbound.Valid(batch, new AgentInstance(both.getLong(), both.getLong()));
    }

    private static String problemOf(EventBatch batch) {
        int processes = batch.getProcessesCount();
        int containers = batch.getContainersCount();
        for (int i = 0; i < processes; i++) {
            Process process = batch.getProcesses(i);
            if (process.hasParent() && isOutside(process.getParent(), processes)) {
                return outside("processes", i, "parent", process.getParent(), processes);
            }
            if (process.hasContainer() && isOutside(process.getContainer(), containers)) {
                return outside("processes", i, "container", process.getContainer(), containers);
            }
        }
        for (int i = 0; i < batch.getEventsCount(); i++) {
            Event event = batch.getEvents(i);
            if (isOutside(event.getProcess(), processes)) {
                return outside("events", i, "process", event.getProcess(), processes);
            }
            if (isOutside(event.getContainer(), containers)) {
                return outside("events", i, "container", event.getContainer(), containers);
            }
        }
        for (int i = 0; i < batch.getLossesCount(); i++) {
            Loss loss = batch.getLosses(i);
            if (isOutside(loss.getContainer(), containers)) {
                return outside("losses", i, "container", loss.getContainer(), containers);
            }
        }
        for (int i = 0; i < batch.getAccountsCount(); i++) {
            Account account = batch.getAccounts(i);
            if (isOutside(account.getContainer(), containers)) {
                return outside("accounts", i, "container", account.getContainer(), containers);
            }
        }
        for (int i = 0; i < batch.getDigestsCount(); i++) {
            Digest digest = batch.getDigests(i);
            if (isOutside(digest.getContainer(), containers)) {
                return outside("digests", i, "container", digest.getContainer(), containers);
            }
        }
        return cycleIn(batch);
    }

    /// Follows each process to its first ancestor; a process that was followed before is not followed again.
    private static String cycleIn(EventBatch batch) {
        int[] followedFrom = new int[batch.getProcessesCount()];
        for (int start = 0; start < followedFrom.length; start++) {
            int at = start;
            while (followedFrom[at] == 0 && batch.getProcesses(at).hasParent()) {
                followedFrom[at] = start + 1;
                at = batch.getProcesses(at).getParent();
            }
            if (followedFrom[at] == start + 1) {
                return "processes[" + at + "] is its own ancestor";
            }
        }
        return "";
    }

    private static boolean isOutside(int position, int count) {
        return Integer.compareUnsigned(position, count) >= 0;
    }

    private static String outside(String list, int index, String field, int position, int count) {
        return list + "[" + index + "]." + field + " is " + Integer.toUnsignedString(position) + ", of " + count;
    }
}
