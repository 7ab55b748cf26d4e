package io.vedette.core.pipeline;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vedette.bench.micro.SampleRecords;
import io.vedette.core.digest.DigestTable;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ProcessFlyweight;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ExecId;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.mask.MaskConfig;
import io.vedette.core.ring.Memory;
import io.vedette.core.telemetry.Books;
import io.vedette.core.time.Clock;
import io.vedette.v1.AgentInfo;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Exec;
import io.vedette.v1.Incomplete;
import io.vedette.v1.Namespaces;
import io.vedette.v1.Process;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does an exec event cost in a batch, its process's description included: written by the encoder, and
/// by the generated builders?
///
/// Both start from the same records and end with the same bytes in a buffer, which the setup makes sure of.
/// In this package because the encoder is its own.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {

    private static final int EVENTS = 200;
    private static final int BATCH_BYTES = 256 << 10;
    private static final AgentIdentity AGENT =
            new AgentIdentity(1, 2, "0.1", "host", "01234567-89ab-cdef-0123-456789abcdef", "6.1.0");

    private final ProcessTable table = new ProcessTable(1024, 1 << 20, 1, Memory.OF_THE_JVM);
    private final Container container =
            new Container(0, "0123456789abcdef", "docker", "/docker/0123456789abcdef", 4321, 5, 1, new Books());
    private final BatchBuilder batch = new BatchBuilder(
            BATCH_BYTES, 16, table.newImageView(), new DigestTable(16), AGENT, MaskConfig.DEFAULT, new Still());
    private final ExecFlyweight[] records = new ExecFlyweight[EVENTS];
    private final long[] images = new long[EVENTS];
    private final ExecId execId = new ExecId(AGENT.bootId());
    private final byte[] buffer = new byte[BATCH_BYTES];
    private long sequence;

    /// A clock that costs nothing.
    private static final class Still implements Clock {
        @Override
        public long bootTimeNs() {
            return 2_000_000_000L;
        }

        @Override
        public long epochTimeNs() {
            return 1_700_000_002_000_000_000L;
        }
    }

    @Setup(Level.Trial)
    public void fill() throws IOException {
        for (int i = 0; i < EVENTS; i++) {
            records[i] = new ExecFlyweight().wrap(SampleRecords.exec(i + 2, 0), 0);
            images[i] = table.onExec(records[i], 0);
        }
        int ours = encoder();
        byte[] bytes = new byte[ours];
        batch.buffer().getBytes(0, bytes);
        sequence = batch.sequence() - 1;
        int theirs = generatedBuilders();
        if (!parsed(bytes).equals(parsed(Arrays.copyOf(buffer, theirs)))) {
            throw new IllegalStateException("the two do not write the same");
        }
    }

    private static EventBatch parsed(byte[] bytes) throws InvalidProtocolBufferException {
        return EventBatch.parseFrom(bytes);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int encoder() {
        for (int i = 0; i < EVENTS; i++) {
            if (!batch.add(records[i], images[i], container)) {
                throw new IllegalStateException("the batch is too small");
            }
        }
        return batch.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int generatedBuilders() throws IOException {
        long base = 1_700_000_002_000_000_000L;
        long bootEpoch = 1_700_000_000_000_000_000L;
        EventBatch.Builder builder = EventBatch.newBuilder()
                .setInstanceId(ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2}))
                .setSequence(++sequence)
                .setSchemaVersion(1)
                .setFirstTimeNs(bootEpoch + records[0].bootTimeNs())
                .setLastTimeNs(bootEpoch + records[EVENTS - 1].bootTimeNs())
                .setClosedTimeNs(base)
                .setBaseTimeNs(base)
                .setBootEpochNs(bootEpoch)
                .setAgent(AgentInfo.newBuilder()
                        .setVersion(AGENT.version())
                        .setHostName(AGENT.hostName())
                        .setBootId(AGENT.bootId())
                        .setKernelRelease(AGENT.kernelRelease()))
                .addContainers(io.vedette.v1.Container.newBuilder()
                        .setId(container.id())
                        .setRuntime(container.runtime())
                        .setCgroupPath(ByteString.copyFromUtf8(container.cgroupPath()))
                        .setCgroupId(container.cgroupId())
                        .setMntNs(container.mntNs()));
        for (int i = 0; i < EVENTS; i++) {
            builder.addProcesses(process(records[i]));
            builder.addEvents(Event.newBuilder()
                    .setTimeOffsetNs(bootEpoch + records[i].bootTimeNs() - base)
                    .setProcess(i)
                    .setContainer(0)
                    .setExec(Exec.getDefaultInstance()));
        }
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        builder.build().writeTo(out);
        return out.getTotalBytesWritten();
    }

    private Process process(ExecFlyweight exec) {
        ProcessFlyweight ids = exec.process();
        Process.Builder process = Process.newBuilder()
                .setExecId(execId.text(exec.tgid(), exec.startBootTimeNs()))
                .setHostPid(exec.tgid())
                .setStartBootTimeNs(exec.startBootTimeNs())
                .setContainer(0)
                .setBinary(copy(exec.buffer(), exec.binaryOffset(), exec.binaryLength()))
                .setCwd(copy(exec.buffer(), exec.cwdOffset(), exec.cwdLength()))
                .setName(copy(ids.buffer(), ids.commOffset(), ids.commLength()))
                .setPid(ids.pid())
                .setUid(ids.uid())
                .setGid(ids.gid())
                .setEuid(ids.euid())
                .setEgid(ids.egid())
                .setSuid(ids.suid())
                .setSgid(ids.sgid())
                .setAuid(ids.auid())
                .setCapEffective(ids.capEffective())
                .setSession(ids.session())
                .setProcessGroup(ids.processGroup())
                .setInode(ids.inode())
                .setDevice(ids.device())
                .setExecCount(1)
                .setNamespaces(Namespaces.newBuilder()
                        .setMnt(exec.mntNs())
                        .setPid(exec.pidNs())
                        .setNet(ids.netNs())
                        .setIpc(ids.ipcNs())
                        .setUts(ids.utsNs())
                        .setUser(ids.userNs())
                        .setCgroup(ids.cgroupNs())
                        .setTime(ids.timeNs()));
        int start = exec.argsOffset();
        int end = start + exec.argsLength();
        for (int at = start; at < end; at++) {
            if (exec.buffer().getByte(at) == 0) {
                process.addArgs(copy(exec.buffer(), start, at - start));
                start = at + 1;
            }
        }
        if (exec.parentTgid() != 0) {
            process.setParentHostPid(exec.parentTgid()).addIncomplete(Incomplete.INCOMPLETE_PARENT_UNKNOWN);
        }
        return process.build();
    }

    private static ByteString copy(DirectBuffer source, int offset, int length) {
        byte[] bytes = new byte[length];
        source.getBytes(offset, bytes);
        return ByteString.copyFrom(bytes);
    }
}
