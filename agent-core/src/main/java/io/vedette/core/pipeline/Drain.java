package io.vedette.core.pipeline;

import io.vedette.core.digest.DigestQueue;
import io.vedette.core.event.CgroupFlyweight;
import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFailedFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ExitFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.event.RecordShape;
import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerTable;
import io.vedette.core.identity.ProcessImage;
import io.vedette.core.identity.ProcessTable;
import io.vedette.core.ring.ContainerRing;
import io.vedette.core.ring.RingPool;
import io.vedette.core.telemetry.Books;
import io.vedette.core.telemetry.Tally;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;

/// What the drain does with one record: finds out whose it is and hands it to the ring of its container.
///
/// It owns the process table and the container table. A record that has not the form it should have, and one
/// that its ring has no room for, are counted and go. One thread; allocates nothing for the records of known
/// containers.
final class Drain implements RecordHandler {

    private final ProcessTable processes;
    private final ContainerTable containers;
    private final RingPool rings;
    private final HookCounts counts;
    private final LongConsumer onCgroupPath;
    private final DigestQueue digests;
    private final Provenance provenance = new Provenance();

    private final RecordFlyweight header = new RecordFlyweight();
    private final ExecFlyweight exec = new ExecFlyweight();
    private final ExecFailedFlyweight failed = new ExecFailedFlyweight();
    private final ForkFlyweight fork = new ForkFlyweight();
    private final ExitFlyweight exit = new ExitFlyweight();
    private final DetailFlyweight detail = new DetailFlyweight();
    private final CgroupFlyweight cgroup = new CgroupFlyweight();

    /// @param onCgroupPath is told the id of each cgroup whose path is learnt
    Drain(
            ProcessTable processes,
            ContainerTable containers,
            RingPool rings,
            HookCounts counts,
            LongConsumer onCgroupPath,
            DigestQueue digests) {
        this.counts = counts;
        this.onCgroupPath = onCgroupPath;
        this.digests = digests;
        this.processes = processes;
        this.containers = containers;
        this.rings = rings;
    }

    @Override
    public void onRecord(DirectBuffer buffer, int offset, int length) {
        if (length < RecordLayout.HEADER_LENGTH || !header.wrap(buffer, offset).isValid(length)) {
            malformed(length < RecordLayout.HEADER_LENGTH ? 0 : header.kind());
            return;
        }
        switch (header.kind()) {
            case Kinds.CGROUP -> onCgroup(buffer, offset, length);
            case Kinds.RUNNING -> onRunning(buffer, offset, length);
            case Kinds.EXEC -> onExec(buffer, offset, length);
            case Kinds.EXEC_FAILED -> onExecFailed(buffer, offset, length);
            case Kinds.FORK -> onFork(buffer, offset, length);
            case Kinds.EXIT -> onExit(buffer, offset, length);
            default -> onDetail(buffer, offset, length);
        }
    }

    private void onDetail(DirectBuffer buffer, int offset, int length) {
        RecordShape shape = RecordShape.of(header.kind());
        if (shape == null
                || length < shape.fixedLength()
                || !detail.wrap(buffer, offset, shape).isValid(length)) {
            malformed(header.kind());
            return;
        }
        if ((detail.incomplete() & IncompleteBits.PROCESS_UNKNOWN) != 0) {
            handOver(placeOf(detail), ProcessImage.NONE, detail);
            return;
        }
        provenance.learn(detail);
        if (provenance.tells(detail)) {
            detail.wrap(provenance.record(), 0, shape);
        }
        Container container = containers.resolve(detail);
        long image = processes.findOrAdopt(detail, container.index());
        handOver(container, image, detail);
        digests.onDetail(detail, container.index());
        if (Kinds.isCredentials(detail.kind())) {
            processes.onCredentials(image, detail, container.index());
        }
    }

    /// Where something happened that nobody is known to have done.
    private Container placeOf(DetailFlyweight detail) {
        boolean isKnown = detail.mntNs() != 0 || detail.cgroupId() != 0;
        return isKnown ? containers.resolve(detail) : containers.get(ContainerTable.UNKNOWN);
    }

    private void onCgroup(DirectBuffer buffer, int offset, int length) {
        if (cgroup.wrap(buffer, offset).isValid(length)) {
            containers.onCgroup(cgroup);
            onCgroupPath.accept(cgroup.cgroupId());
        }
    }

    private void onRunning(DirectBuffer buffer, int offset, int length) {
        if (exec.wrap(buffer, offset).isValid(length)) {
            if (exec.tgid() == 1) {
                containers.onInit(exec.mntNs(), exec.pidNs());
            }
            processes.onRunning(exec, containers.resolve(exec).index());
        }
    }

    private void onExec(DirectBuffer buffer, int offset, int length) {
        if (!exec.wrap(buffer, offset).isValid(length)) {
            malformed(Kinds.EXEC);
            return;
        }
        if (provenance.tells(exec)) {
            exec.wrap(provenance.record(), 0);
        }
        Container container = containers.resolve(exec);
        handOver(container, processes.onExec(exec, container.index()), exec);
        digests.onExec(exec, container.index());
    }

    private void onExecFailed(DirectBuffer buffer, int offset, int length) {
        if (!failed.wrap(buffer, offset).isValid(length)) {
            malformed(Kinds.EXEC_FAILED);
            return;
        }
        Container container = containers.resolve(failed);
        handOver(container, processes.findOrAdopt(failed, container.index()), failed);
    }

    private void onFork(DirectBuffer buffer, int offset, int length) {
        if (!fork.wrap(buffer, offset).isValid(length)) {
            malformed(Kinds.FORK);
            return;
        }
        Container container = containers.resolve(fork);
        long creator = processes.findOrAdopt(fork, container.index());
        Container childContainer =
                containers.resolve(fork.childCgroupId(), fork.childMntNs(), fork.childPidNs(), fork.childTgid());
        processes.onFork(fork, creator, childContainer.index());
        handOver(container, creator, fork);
    }

    private void onExit(DirectBuffer buffer, int offset, int length) {
        if (!exit.wrap(buffer, offset).isValid(length)) {
            malformed(Kinds.EXIT);
            return;
        }
        Container container = containers.resolve(exit);
        long image = processes.findOrAdopt(exit, container.index());
        handOver(container, image, exit);
        if (image != ProcessImage.NONE) {
            processes.onExit(image, exit.bootTimeNs());
        }
    }

    private void handOver(Container container, long image, RecordFlyweight record) {
        Books books = container.books();
        int kind = record.kind();
        books.add(kind, Tally.DRAINED, record.count());
        counts.drained(record.cgroupId(), kind, record.count());
        ContainerRing ring = rings.of(container.index());
        // Pinned first: once the record is in the ring the ship may be done with it at any moment.
        long pinned = processes.pin(image);
        if (!ring.offer(kind, pinned, container.index(), record.buffer(), record.offset(), record.size())) {
            processes.unpin(pinned);
            books.add(kind, Tally.RING_FULL, record.count());
        }
    }

    private void malformed(int kind) {
        // Not to be trusted in anything, its container least of all.
        Books books = containers.get(ContainerTable.UNKNOWN).books();
        int known = kind < Books.KINDS ? kind : 0;
        books.add(known, Tally.DRAINED, 1);
        books.add(known, Tally.DRAIN_MALFORMED, 1);
    }
}
