package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.transport.TestBatches;
import io.vedette.v1.Account;
import io.vedette.v1.AgentInfo;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.EventKind;
import io.vedette.v1.Exec;
import io.vedette.v1.ExecFailed;
import io.vedette.v1.Exit;
import io.vedette.v1.Fork;
import io.vedette.v1.Gap;
import io.vedette.v1.Health;
import io.vedette.v1.Incomplete;
import io.vedette.v1.Loss;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import io.vedette.v1.MemoryRegion;
import io.vedette.v1.ModuleLoad;
import io.vedette.v1.Mprotect;
import io.vedette.v1.Process;
import io.vedette.v1.Ptrace;
import io.vedette.v1.SensorState;
import io.vedette.v1.SetUid;
import io.vedette.v1.Setns;
import io.vedette.v1.Target;
import io.vedette.v1.Unshare;

/// One of everything, hostile names included.
final class GoldenBatch {

    private static final int CLONE_FLAGS = 0x3d0f00;

    private GoldenBatch() {}

    static EventBatch everything() {
        EventBatch.Builder batch = EventBatch.newBuilder()
                .setInstanceId(TestBatches.instance(0xfeed))
                .setSequence(9)
                .setSchemaVersion(1)
                .setBaseTimeNs(1_800_000_000_000_000_000L)
                .setClosedTimeNs(1_800_000_001_000_000_001L)
                .setAgent(AgentInfo.newBuilder()
                        .setVersion("0.1.0")
                        .setHostName("host-1")
                        .addSensors(SensorState.newBuilder()
                                .setTier("ebpf")
                                .addKinds(EventKind.EXEC)
                                .addKinds(EventKind.EXEC_FAILED)
                                .addIssues("file events are off: no BTF")))
                .addContainers(Container.getDefaultInstance())
                .addContainers(Container.newBuilder()
                        .setId("0123456789ab")
                        .setName("web")
                        .setImage("docker.io/library/nginx:1"));
        processes(batch);
        special(batch);
        for (FieldDescriptor field :
                Event.getDescriptor().getOneofs().getFirst().getFields()) {
            Message empty = Event.getDefaultInstance()
                    .newBuilderForType()
                    .newBuilderForField(field)
                    .build();
            batch.addEvents(at(batch, 2).setField(field, empty));
        }
        batch.addEvents(at(batch, 2));
        batch.addLosses(Loss.newBuilder()
                .setContainer(1)
                .setKind(EventKind.EXEC)
                .setStage(LossStage.LOSS_STAGE_KERNEL)
                .setReason(LossReason.LOSS_REASON_RING_FULL)
                .setCount(3)
                .setTotal(-1));
        batch.addGaps(Gap.newBuilder()
                .setFromTimeNs(1_799_999_999_000_000_000L)
                .setToTimeNs(1_800_000_000_000_000_000L)
                .addKinds(EventKind.EXEC)
                .addKinds(EventKind.MEMFD_CREATE)
                .addKindsValue(177)
                .setCause("restart"));
        batch.addAccounts(Account.newBuilder()
                .setContainer(1)
                .setKind(EventKind.FORK)
                .setSeen(10)
                .setSent(7)
                .setDropped(2)
                .setWaiting(1));
        return batch.setHealth(Health.newBuilder()
                        .addIssues("not acknowledged for 31 s")
                        .setUpTimeNs(5)
                        .setResidentBytes(77 << 20))
                .build();
    }

    private static void processes(EventBatch.Builder batch) {
        batch.addProcesses(Process.newBuilder().setExecId("boot:1:1").setBinary(text("/sbin/init")));
        batch.addProcesses(Process.newBuilder()
                .setExecId("boot:20:5")
                .setParentExecId("boot:1:1")
                .setParent(0)
                .setBinary(text("/bin/sh")));
        batch.addProcesses(Process.newBuilder()
                .setExecId("boot:21:6")
                .setParentExecId("boot:20:5")
                .setParent(1)
                .setContainer(1)
                .setBinary(text("/usr/bin/python3"))
                .setScript(text("/opt/a b.py"))
                .addArgs(text("python3"))
                .addArgs(ByteString.fromHex("fffe41"))
                .addArgs(text("\\x41 \\x5c \\xzz \\\\x00 tab\t nul\0 \"quoted\" \u001b[31m é€😀"))
                .addArgs(ByteString.EMPTY)
                .setCwd(ByteString.fromHex("2f746d702fc3"))
                .setName(text("python3"))
                .setPid(0)
                .setHostPid(-1)
                .setUid(1000)
                .addIncomplete(Incomplete.INCOMPLETE_ARGS_CUT)
                .addIncomplete(Incomplete.INCOMPLETE_CWD_CUT));
        batch.addProcesses(Process.newBuilder().setExecId("boot:30:9").setContainer(0));
    }

    private static void special(EventBatch.Builder batch) {
        batch.addEvents(at(batch, 2)
                .addIncomplete(Incomplete.INCOMPLETE_PATH_CUT)
                .addIncomplete(Incomplete.INCOMPLETE_ARGS_CUT)
                .setExec(Exec.newBuilder().setMemfd(true).setPath(text("./a"))));
        batch.addEvents(at(batch, 2)
                .setExecFailed(ExecFailed.newBuilder()
                        .setPath(text("/no/such"))
                        .addArgs(text("such"))
                        .setErrno(2)));
        batch.addEvents(at(batch, 2)
                .setFork(Fork.newBuilder()
                        .setChildExecId("boot:22:7")
                        .setChildPid(8)
                        .setChildHostPid(22)
                        .setCloneFlags(CLONE_FLAGS)));
        batch.addEvents(at(batch, 2)
                .setExit(Exit.newBuilder().setSignal(9).setCoreDumped(true).setRunTimeNs(-2)));
        batch.addEvents(Event.newBuilder()
                .setProcess(3)
                .setTimeOffsetNs(-1)
                .setSetUid(SetUid.newBuilder()
                        .setOld(SetUid.getDefaultInstance().getOld())
                        .setNew(SetUid.getDefaultInstance().getNew().toBuilder().setEffective(1000))));
        batch.addEvents(at(batch, 2)
                .setPtrace(Ptrace.newBuilder()
                        .setRequest(16)
                        .setErrno(1)
                        .setTarget(Target.newBuilder().setPid(3).setBinary(text("/bin/cat")))));
        batch.addEvents(at(batch, 2)
                .setMprotect(Mprotect.newBuilder()
                        .setAddress(0xffff_ffff_ffff_f000L)
                        .setRegion(MemoryRegion.MEMORY_REGION_STACK)));
        batch.addEvents(at(batch, 2).setUnshare(Unshare.newBuilder().setFlags(0x1000_0000L | 1L << 40)));
        batch.addEvents(at(batch, 2).setSetns(Setns.newBuilder().setNamespaceType(0x4000_0000)));
        batch.addEvents(at(batch, 2).setModuleLoad(ModuleLoad.newBuilder().setName(ByteString.copyFromUtf8("m"))));
    }

    private static Event.Builder at(EventBatch.Builder batch, int process) {
        return Event.newBuilder().setProcess(process).setContainer(1).setTimeOffsetNs(batch.getEventsCount());
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
