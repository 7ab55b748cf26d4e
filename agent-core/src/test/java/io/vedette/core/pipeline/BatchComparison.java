package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.pipeline.Facts.ExecFact;
import io.vedette.core.pipeline.Facts.ExecFailedFact;
import io.vedette.core.pipeline.Facts.ExitFact;
import io.vedette.core.pipeline.Facts.Fact;
import io.vedette.core.pipeline.Facts.ForkFact;
import io.vedette.core.pipeline.Facts.Ids;
import io.vedette.core.pipeline.ProcessModel.Image;
import io.vedette.core.pipeline.ProcessModel.Parent;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Exec;
import io.vedette.v1.Incomplete;
import io.vedette.v1.Namespaces;
import io.vedette.v1.Process;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Holds parsed batches to what the records told.
///
/// @param batchBytes how large a batch may get: an eighth of it is for the ancestors of one process
/// @param everythingIsKnown whether no image was ever given up, so that descriptions have to be exact
record BatchComparison(EventBatch batch, boolean everythingIsKnown, int batchBytes) {

    private static final int MAX_ANCESTORS = 32;
    private static final int BRIEF_BYTES = 160;
    private static final String BOOT = "0123456789ab";

    /// An event that should be in some batch.
    ///
    /// @param executedInPlace only for an exec
    record Expected(Fact fact, Image image, boolean executedInPlace, String container) {}

    /// A batch needs nothing but itself to be read.
    void standsAlone() {
        for (Process process : batch.getProcessesList()) {
            if (process.hasParent()) {
                assertThat(process.getParent()).isBetween(0, batch.getProcessesCount() - 1);
            }
            if (process.hasContainer()) {
                assertThat(process.getContainer()).isBetween(0, batch.getContainersCount() - 1);
            }
        }
        for (Event event : batch.getEventsList()) {
            assertThat(event.getProcess()).isBetween(0, batch.getProcessesCount() - 1);
            assertThat(event.getContainer()).isBetween(0, batch.getContainersCount() - 1);
            assertThat(batch.getProcesses(event.getProcess()).hasContainer())
                    .as("a process with an event is described in full")
                    .isTrue();
            chain(batch.getProcesses(event.getProcess()));
        }
        List<Long> times = batch.getEventsList().stream().map(this::timeOf).toList();
        assertThat(batch.getFirstTimeNs())
                .isEqualTo(times.stream().mapToLong(time -> time).min().orElse(0));
        assertThat(batch.getLastTimeNs())
                .isEqualTo(times.stream().mapToLong(time -> time).max().orElse(0));
    }

    long timeOf(Event event) {
        return batch.getBaseTimeNs() + event.getTimeOffsetNs();
    }

    void tells(Event event, Expected expected) {
        Fact fact = expected.fact();
        assertThat(event.getDetailCase().getNumber()).isEqualTo(fact.kind());
        assertThat(batch.getContainers(event.getContainer()).getId()).isEqualTo(expected.container());
        assertThat(event.getHostTid()).isEqualTo(fact.tid() == fact.life().tgid() ? 0 : fact.tid());
        int ofEvent = fact instanceof ExecFact ? fact.incomplete() & IncompleteBits.PATH_CUT : fact.incomplete();
        assertThat(bits(event.getIncompleteList())).isEqualTo(ofEvent);
        switch (fact) {
            case ExecFact exec -> exec(event.getExec(), exec, expected);
            case ExecFailedFact failed -> {
                assertThat(event.getExecFailed().getPath()).isEqualTo(failed.path());
                assertThat(event.getExecFailed().getArgsList()).isEqualTo(split(failed.args()));
                assertThat(event.getExecFailed().getErrno()).isEqualTo(failed.error());
                boolean cut = (failed.incomplete() & IncompleteBits.ARGS_CUT) != 0;
                assertThat(event.getExecFailed().getArgsTotalBytes()).isEqualTo(cut ? failed.argsTotal() : 0);
            }
            case ForkFact fork -> {
                assertThat(event.getFork().getChildExecId())
                        .isEqualTo(execId(fork.child().tgid(), fork.child().start()));
                assertThat(event.getFork().getChildPid())
                        .isEqualTo(fork.childIds().pid());
                assertThat(event.getFork().getChildHostPid())
                        .isEqualTo(fork.child().tgid());
                assertThat(event.getFork().getCloneFlags()).isEqualTo(fork.cloneFlags());
            }
            case ExitFact exit -> {
                assertThat(event.getExit().getCode()).isEqualTo(exit.status() >> 8 & 0xff);
                assertThat(event.getExit().getSignal()).isEqualTo(exit.status() & 0x7f);
                assertThat(event.getExit().getCoreDumped()).isEqualTo((exit.status() & 0x80) != 0);
                assertThat(event.getExit().getRunTimeNs())
                        .isEqualTo(exit.bootTimeNs() - exit.life().start());
            }
        }
        Process process = batch.getProcesses(event.getProcess());
        assertThat(process.getExecId())
                .isEqualTo(execId(fact.life().tgid(), fact.life().start()));
        assertThat(process.getHostPid()).isEqualTo(fact.life().tgid());
        assertThat(process.getStartBootTimeNs()).isEqualTo(fact.life().start());
        if (everythingIsKnown) {
            describes(process, expected.image(), batchDepth());
        }
    }

    private void exec(Exec exec, ExecFact fact, Expected expected) {
        int flags = fact.flags();
        assertThat(exec.getMemfd()).isEqualTo((flags & ExecFlyweight.MEMFD) != 0);
        assertThat(exec.getDeleted()).isEqualTo((flags & ExecFlyweight.DELETED) != 0);
        assertThat(exec.getSetuid()).isEqualTo((flags & ExecFlyweight.SETUID) != 0);
        assertThat(exec.getSetgid()).isEqualTo((flags & ExecFlyweight.SETGID) != 0);
        assertThat(exec.getOldTid()).isEqualTo(fact.oldTid() == fact.life().tgid() ? 0 : fact.oldTid());
        if (everythingIsKnown) {
            assertThat(exec.getInPlace()).isEqualTo(expected.executedInPlace());
            boolean elsewhere =
                    (flags & ExecFlyweight.SCRIPT) != 0 || fact.path().equals(fact.binary());
            assertThat(exec.getPath()).isEqualTo(elsewhere ? ByteString.EMPTY : fact.path());
        }
    }

    private void describes(Process process, Image image, int deepest) {
        assertThat(process.getBinary()).isEqualTo(image.binary);
        assertThat(process.getScript()).isEqualTo(image.script);
        assertThat(process.getArgsList()).isEqualTo(split(image.args));
        assertThat(process.getCwd()).isEqualTo(image.cwd);
        boolean cut = (image.incomplete & IncompleteBits.ARGS_CUT) != 0;
        assertThat(process.getArgsTotalBytes()).isEqualTo(cut ? image.argsTotal : 0);
        assertThat(process.getExecCount()).isEqualTo(image.execs);
        assertThat(process.getAlreadyRunning()).isEqualTo(image.alreadyRunning);
        boolean parentMissing = !process.hasParent() && process.getParentHostPid() != 0;
        int why = !parentMissing
                ? 0
                : process.getIncompleteList().contains(Incomplete.INCOMPLETE_ANCESTORS_CUT)
                        ? IncompleteBits.ANCESTORS_CUT
                        : IncompleteBits.PARENT_UNKNOWN;
        assertThat(bits(process.getIncompleteList())).isEqualTo(image.incomplete | why);
        ids(process, image);
        parents(process, image, deepest);
    }

    private static void ids(Process process, Image image) {
        Ids ids = image.ids;
        if (ids == null || (image.incomplete & IncompleteBits.IDS_UNKNOWN) != 0) {
            assertThat(process.hasUid() || process.hasPid() || process.hasNamespaces())
                    .as("ids that are not known")
                    .isFalse();
            return;
        }
        Process.Builder expected = Process.newBuilder()
                .setPid(ids.pid())
                .setUid(ids.uid())
                .setGid(ids.gid())
                .setEuid(ids.euid())
                .setEgid(ids.egid())
                .setSuid(ids.suid())
                .setSgid(ids.sgid())
                .setCapEffective(ids.capEffective())
                .setSession(ids.session())
                .setProcessGroup(ids.processGroup())
                .setInode(ids.inode())
                .setDevice(ids.device())
                .setName(name(ids.comm()))
                .setNamespaces(Namespaces.newBuilder()
                        .setMnt(image.life.mntNs())
                        .setPid(image.life.pidNs())
                        .setNet(ids.netNs())
                        .setIpc(ids.ipcNs())
                        .setUts(ids.utsNs())
                        .setUser(ids.userNs())
                        .setCgroup(ids.cgroupNs())
                        .setTime(ids.timeNs()));
        if (ids.auid() != -1) {
            expected.setAuid(ids.auid());
        }
        Process.Builder told = process.toBuilder();
        told.clearExecId().clearParentExecId().clearParent().clearContainer().clearBinary();
        told.clearScript().clearArgs().clearCwd().clearHostPid().clearStartBootTimeNs();
        told.clearExecCount().clearAlreadyRunning().clearIncomplete();
        told.clearParentHostPid().clearArgsTotalBytes();
        assertThat(told.build()).isEqualTo(expected.build());
    }

    /// One of the parents that were known at some time, and so on up.
    private void parents(Process process, Image image, int deepest) {
        Process at = process;
        List<Image> candidates = List.of(image);
        while (true) {
            List<Parent> parents =
                    candidates.stream().flatMap(each -> each.parents.stream()).toList();
            String parentId = at.getParentExecId();
            assertThat(parents.stream().map(BatchComparison::parentId)).contains(parentId);
            if (!at.hasParent()) {
                boolean cut = at.getIncompleteList().contains(Incomplete.INCOMPLETE_ANCESTORS_CUT);
                boolean known = parents.stream().noneMatch(parent -> parent.image() == null);
                int next = parents.stream()
                        .mapToInt(parent -> parent.image() == null
                                ? 0
                                : parent.image().binary.size())
                        .max()
                        .orElse(0);
                boolean mayCut = deepest > MAX_ANCESTORS || heaviest() + BRIEF_BYTES + next > batchBytes / 8;
                assertThat(known && !(cut && mayCut))
                        .as("the chain of ancestors ends early")
                        .isFalse();
                return;
            }
            Process up = batch.getProcesses(at.getParent());
            assertThat(up.getExecId()).isEqualTo(parentId);
            candidates = new ArrayList<>();
            for (Parent parent : parents) {
                if (parent.image() != null && parent.image().binary.equals(up.getBinary())) {
                    candidates.add(parent.image());
                }
            }
            assertThat(candidates).as("ancestors with the binary that is told").isNotEmpty();
            at = up;
        }
    }

    /// Of the events' processes, the most bytes that the ancestors of one may have taken.
    private int heaviest() {
        return batch.getEventsList().stream()
                .mapToInt(event -> ancestorBytes(batch.getProcesses(event.getProcess())))
                .max()
                .orElse(0);
    }

    private int ancestorBytes(Process process) {
        int bytes = 0;
        for (Process at = process; at.hasParent(); ) {
            at = batch.getProcesses(at.getParent());
            bytes += BRIEF_BYTES + at.getBinary().size();
        }
        return bytes;
    }

    private int batchDepth() {
        int deepest = 0;
        for (Event event : batch.getEventsList()) {
            deepest = Math.max(deepest, chain(batch.getProcesses(event.getProcess())));
        }
        return deepest + 1;
    }

    private int chain(Process process) {
        Set<Integer> seen = new HashSet<>();
        Process at = process;
        while (at.hasParent()) {
            assertThat(seen.add(at.getParent())).as("ancestors in a circle").isTrue();
            at = batch.getProcesses(at.getParent());
        }
        return seen.size();
    }

    private static String parentId(Parent parent) {
        return parent.tgid() == 0 ? "" : execId(parent.tgid(), parent.start());
    }

    static String execId(int tgid, long start) {
        return BOOT + "-" + Integer.toHexString(tgid) + "-" + Long.toHexString(start);
    }

    private static ByteString name(ByteString comm) {
        int end = 0;
        while (end < Math.min(15, comm.size()) && comm.byteAt(end) != 0) {
            end++;
        }
        return comm.substring(0, end);
    }

    private static List<ByteString> split(ByteString args) {
        List<ByteString> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < args.size(); at++) {
            if (args.byteAt(at) == 0) {
                parts.add(args.substring(start, at));
                start = at + 1;
            }
        }
        if (start < args.size()) {
            parts.add(args.substring(start));
        }
        return parts;
    }

    private static int bits(List<Incomplete> incomplete) {
        return incomplete.stream().mapToInt(each -> 1 << each.getNumber()).reduce(0, (a, b) -> a | b);
    }
}
