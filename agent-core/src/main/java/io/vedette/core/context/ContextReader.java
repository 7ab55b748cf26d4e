package io.vedette.core.context;

import io.vedette.core.identity.Container;
import io.vedette.core.identity.ContainerDescription;
import io.vedette.core.identity.ContainerTable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/// Finds out what each container in the table is, and gives it its description.
///
/// No event waits for it: what it finds is told from the next batch on. A container that no source knows yet
/// is asked for again a few times, more and more rarely; then it counts as described all the same. What is
/// known is looked at again each minute, as users may change. One thread.
final class ContextReader {

    static final int TRIES = 7;

    private static final int TRIES_FOR_USERS = 3;
    private static final long FIRST_WAIT_NS = 250_000_000L;
    private static final long NEXT_LOOK_NS = 60_000_000_000L;
    private static final long INIT = 1;

    private final ContainerTable containers;
    private final EcsMetadata ecs;
    private final RuntimeFiles files;
    private final Pods pods;
    private final LabelFilter labels;
    private final UserLists users;
    private final ErrorHandler errors;
    private final @Nullable Looked[] looked;
    private @Nullable Map<String, Long> processes;

    /// What is known of the container in one place of the table.
    private static final class Looked {
        private final Container container;
        private int tries;
        private long nextNs;
        private byte[] encoded = {};
        private UserNames users = UserNames.NONE;

        Looked(Container container, long nowNs) {
            this.container = container;
            nextNs = nowNs;
        }
    }

    ContextReader(
            ContainerTable containers,
            EcsMetadata ecs,
            RuntimeFiles files,
            Pods pods,
            LabelFilter labels,
            UserLists users,
            ErrorHandler errors) {
        this.containers = containers;
        this.ecs = ecs;
        this.files = files;
        this.pods = pods;
        this.labels = labels;
        this.users = users;
        this.errors = errors;
        looked = new Looked[containers.capacity()];
    }

    /// Looks at every container whose time has come.
    void look(long nowNs) {
        processes = null;
        for (int index = 0; index < looked.length; index++) {
            Container container = index == ContainerTable.UNKNOWN ? null : containers.at(index);
            if (container == null) {
                looked[index] = null;
                continue;
            }
            Looked known = looked[index];
            if (known == null || !known.container.described().equals(container.described())) {
                known = new Looked(container, nowNs);
                looked[index] = known;
            }
            if (nowNs - known.nextNs >= 0) {
                try {
                    look(known, nowNs);
                } catch (RuntimeException fault) {
                    known.nextNs = nowNs + NEXT_LOOK_NS;
                    errors.onError(fault);
                }
            }
        }
    }

    private void look(Looked known, long nowNs) {
        Container container = known.container;
        Optional<EcsTaskFacts> task = ecs.taskOf(container, nowNs);
        ContainerFacts facts = task.map(found -> found.containers().get(container.id()))
                .orElse(ContainerFacts.NONE)
                .or(files.find(container.id()));
        UserNames names = users(known);
        known.tries = Math.min(known.tries + 1, TRIES);
        boolean done = facts.isNamed() || container.isHost() || known.tries == TRIES;
        known.nextNs = nowNs + (done ? NEXT_LOOK_NS : FIRST_WAIT_NS << known.tries);
        byte[] encoded = Descriptions.encode(container, facts, labels, task, pods, done);
        if (!Arrays.equals(encoded, known.encoded) || !names.equals(known.users)) {
            known.encoded = encoded;
            known.users = names;
            container
                    .described()
                    .setRelease(new ContainerDescription(encoded, names.byUid(), facts.name(), facts.image()));
        }
    }

    /// Through the first process that was seen, if it is there still; else through any of the container's.
    private UserNames users(Looked known) {
        Container container = known.container;
        UserNames names = users.read(container, container.isHost() ? INIT : container.firstPid());
        if (names == null && known.tries < TRIES_FOR_USERS && !container.isHost()) {
            Map<String, Long> all = processes == null ? users.findProcesses() : processes;
            processes = all;
            Long pid = all.get(container.id());
            names = pid == null ? null : users.read(container, pid);
        }
        return names == null ? known.users : names;
    }
}
