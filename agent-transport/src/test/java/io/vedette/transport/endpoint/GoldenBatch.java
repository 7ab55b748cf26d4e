package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.vedette.transport.TestBatches;
import io.vedette.v1.Account;
import io.vedette.v1.Address;
import io.vedette.v1.AgentInfo;
import io.vedette.v1.Connection;
import io.vedette.v1.Container;
import io.vedette.v1.Digest;
import io.vedette.v1.Dns;
import io.vedette.v1.DnsQuestion;
import io.vedette.v1.EcsTask;
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
import io.vedette.v1.KubernetesPod;
import io.vedette.v1.Layer;
import io.vedette.v1.Loss;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import io.vedette.v1.MemoryRegion;
import io.vedette.v1.Mprotect;
import io.vedette.v1.Process;
import io.vedette.v1.Ptrace;
import io.vedette.v1.SensorState;
import io.vedette.v1.SetUid;
import io.vedette.v1.Setns;
import io.vedette.v1.Target;
import io.vedette.v1.Unshare;
import io.vedette.v1.Userfaultfd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One of everything, hostile names included.
final class GoldenBatch {

    private static final int CLONE_FLAGS = 0x3d0f00;

    private static final Path EVENTS = Path.of("src/test/resources/golden/events.textproto");

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
                                .addIssues("file events are off: no BTF"))
                        .setKernelRelease("6.12.0"))
                .addContainers(Container.getDefaultInstance())
                .addContainers(Container.newBuilder()
                        .setId("0123456789ab")
                        .setName("web")
                        .setImage("docker.io/library/nginx:1"))
                .addContainers(Container.newBuilder()
                        .setId("task-0001")
                        .setName("app")
                        .setImage("registry.example/app:2")
                        .setImageDigest("sha256:00ff10")
                        .setImageId("sha256:0a0b0c")
                        .setRuntime("ecs")
                        .setStartTimeNs(1_799_999_980_000_000_000L)
                        .putLabels("team", "payments")
                        .setEcsTask(EcsTask.newBuilder()
                                .setTaskArn("arn:aws:ecs:eu-west-1:123456789012:task/main/0001")
                                .setCluster("main")
                                .setFamily("app")
                                .setRevision("7")
                                .setService("shop")
                                .setLaunchType("FARGATE")
                                .setAvailabilityZone("eu-west-1a")
                                .setCpuLimit(0.25)
                                .setMemoryLimitBytes(512L << 20))
                        .setKubernetesPod(KubernetesPod.newBuilder()
                                .setUid("0f0e0d0c-0000-4000-8000-000000000001")
                                .setName("app-1")
                                .setNamespace("shop")
                                .setNode("node-1")))
                .addDigests(Digest.newBuilder()
                        .setSha256(ByteString.fromHex("00ff10"))
                        .setPath(text("/usr/bin/env"))
                        .setDevice(8 << 20 | 1)
                        .setInode(81)
                        .setSize(44_000)
                        .setChangeTimeNs(1_799_999_000_000_000_000L)
                        .setContainer(2))
                .addDigests(Digest.newBuilder()
                        .setPath(text("/tmp/gone"))
                        .setContainer(1)
                        .setFailure("gone"));
        processes(batch);
        special(batch);
        ofEveryKind().forEach(event -> batch.addEvents(at(batch, 4).mergeFrom(event)));
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

    /// Filled to the last field, with nothing but their detail.
    static List<Event> ofEveryKind() {
        try {
            EventBatch.Builder batch = EventBatch.newBuilder();
            TextFormat.merge(Files.readString(EVENTS), batch);
            return batch.getEventsList();
        } catch (IOException e) {
            throw new UncheckedIOException(EVENTS + ": " + e.getMessage(), e);
        }
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
        batch.addProcesses(Process.newBuilder()
                .setExecId("boot:31:9")
                .setParentExecId("boot:20:5")
                .setParent(1)
                .setParentHostPid(20)
                .setContainer(2)
                .setBinary(text("/usr/bin/env"))
                .addArgs(text("env"))
                .addArgs(text("it's"))
                .addArgs(text("$HOME"))
                .setCwd(text("/"))
                .setName(text("env"))
                .setPid(9)
                .setHostPid(31)
                .setUid(0)
                .setGid(0)
                .setEuid(0)
                .setEgid(0)
                .setAuid(1000)
                .setSession(20)
                .setStartTimeNs(1_799_999_990_123_456_789L)
                .setUserName("root")
                .addEnvironment(text("LD_PRELOAD=/tmp/libx.so"))
                .setSha256(ByteString.fromHex("00ff10"))
                .setSize(44_000)
                .setLayer(Layer.LAYER_LOWER));
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
        batch.addEvents(at(batch, 2).setUserfaultfd(Userfaultfd.newBuilder().setFlags(-1)));
        batch.addEvents(at(batch, 2)
                .setConnect(Connection.newBuilder()
                        .setFamily(1)
                        .setType(-1)
                        .setProtocol(-1)
                        .setRemote(Address.newBuilder().setPath(ByteString.fromHex("00ff61")))));
        batch.addEvents(at(batch, 2)
                .setDns(Dns.newBuilder()
                        .setDirectionValue(9)
                        .setProtocol(300)
                        .setRemote(Address.newBuilder().setIp(ByteString.fromHex("0a")))
                        .setRcode(4000)
                        .addQuestions(DnsQuestion.newBuilder().setType(-1).setName(ByteString.fromHex("ff2e61")))));
    }

    private static Event.Builder at(EventBatch.Builder batch, int process) {
        return Event.newBuilder()
                .setProcess(process)
                .setContainer(process == 4 ? 2 : 1)
                .setTimeOffsetNs(batch.getEventsCount());
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
