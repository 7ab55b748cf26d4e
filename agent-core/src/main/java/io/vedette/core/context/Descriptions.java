package io.vedette.core.context;

import io.vedette.transport.codec.Messages;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.Container;
import io.vedette.v1.EcsTask;
import io.vedette.v1.KubernetesPod;
import java.util.Optional;

/// Writes what was found out of a container as fields of its message. Off the hot path.
final class Descriptions {

    // A map is a list of entries of these two.
    private static final int MAP_KEY = 1;
    private static final int MAP_VALUE = 2;

    private Descriptions() {}

    /// @param described whether nothing more is to be looked for
    static byte[] encode(
            io.vedette.core.identity.Container container,
            ContainerFacts facts,
            LabelFilter labels,
            Optional<EcsTaskFacts> task,
            Pods pods,
            boolean described) {
        return Messages.write(message -> {
            message.text(Container.NAME_FIELD_NUMBER, facts.name());
            message.text(Container.IMAGE_FIELD_NUMBER, facts.image());
            message.text(Container.IMAGE_DIGEST_FIELD_NUMBER, facts.digest());
            message.text(Container.IMAGE_ID_FIELD_NUMBER, facts.imageId());
            labels.keep(facts.labels()).forEach((key, value) -> label(message, key, value));
            message.fixed64(Container.START_TIME_NS_FIELD_NUMBER, facts.startNs());
            message.bool(Container.DESCRIBED_FIELD_NUMBER, described);
            task.ifPresent(known -> task(message, known));
            pod(message, container, facts, pods);
        });
    }

    private static void label(WireWriter message, String key, String value) {
        int entry = message.beginMessage(Container.LABELS_FIELD_NUMBER);
        message.text(MAP_KEY, key);
        message.text(MAP_VALUE, value);
        message.endMessage(entry);
    }

    private static void task(WireWriter message, EcsTaskFacts task) {
        int mark = message.beginMessage(Container.ECS_TASK_FIELD_NUMBER);
        message.text(EcsTask.TASK_ARN_FIELD_NUMBER, task.arn());
        message.text(EcsTask.CLUSTER_FIELD_NUMBER, task.cluster());
        message.text(EcsTask.FAMILY_FIELD_NUMBER, task.family());
        message.text(EcsTask.REVISION_FIELD_NUMBER, task.revision());
        message.text(EcsTask.SERVICE_FIELD_NUMBER, task.service());
        message.text(EcsTask.LAUNCH_TYPE_FIELD_NUMBER, task.launchType());
        message.text(EcsTask.AVAILABILITY_ZONE_FIELD_NUMBER, task.availabilityZone());
        message.fixed64(EcsTask.CPU_LIMIT_FIELD_NUMBER, Double.doubleToLongBits(task.cpuLimit()));
        message.uint64(EcsTask.MEMORY_LIMIT_BYTES_FIELD_NUMBER, task.memoryLimitBytes());
        message.endMessage(mark);
    }

    private static void pod(
            WireWriter message, io.vedette.core.identity.Container container, ContainerFacts facts, Pods pods) {
        String uid = Texts.firstOf(Pods.uid(container.cgroupPath()), facts.podUid());
        if (container.isHost() || uid.isEmpty()) {
            return;
        }
        boolean own = uid.equals(pods.ownUid());
        int mark = message.beginMessage(Container.KUBERNETES_POD_FIELD_NUMBER);
        message.text(KubernetesPod.UID_FIELD_NUMBER, uid);
        message.text(KubernetesPod.NAME_FIELD_NUMBER, Texts.firstOf(facts.podName(), own ? pods.ownName() : ""));
        message.text(
                KubernetesPod.NAMESPACE_FIELD_NUMBER,
                Texts.firstOf(facts.podNamespace(), own ? pods.ownNamespace() : ""));
        message.text(KubernetesPod.NODE_FIELD_NUMBER, pods.node());
        message.endMessage(mark);
    }
}
