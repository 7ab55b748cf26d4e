package io.vedette.core.context;

import io.vedette.core.identity.Container;
import io.vedette.v1.EcsTask;
import io.vedette.v1.KubernetesPod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes what was found out of a container as fields of its message. Off the hot path.
final class Descriptions {

    private Descriptions() {}

    /// @param described whether nothing more is to be looked for
    static byte[] encode(
            Container container,
            ContainerFacts facts,
            LabelFilter labels,
            Optional<EcsTaskFacts> task,
            Pods pods,
            boolean described) {
        io.vedette.v1.Container.Builder message = io.vedette.v1.Container.newBuilder()
                .setName(facts.name())
                .setImage(facts.image())
                .setImageDigest(facts.digest())
                .setImageId(facts.imageId())
                .putAllLabels(labels.keep(facts.labels()))
                .setStartTimeNs(facts.startNs())
                .setDescribed(described);
        task.ifPresent(known -> message.setEcsTask(task(known)));
        KubernetesPod pod = pod(container, facts, pods);
        if (pod != null) {
            message.setKubernetesPod(pod);
        }
        return message.build().toByteArray();
    }

    private static EcsTask task(EcsTaskFacts task) {
        return EcsTask.newBuilder()
                .setTaskArn(task.arn())
                .setCluster(task.cluster())
                .setFamily(task.family())
                .setRevision(task.revision())
                .setService(task.service())
                .setLaunchType(task.launchType())
                .setAvailabilityZone(task.availabilityZone())
                .setCpuLimit(task.cpuLimit())
                .setMemoryLimitBytes(task.memoryLimitBytes())
                .build();
    }

    private static @Nullable KubernetesPod pod(Container container, ContainerFacts facts, Pods pods) {
        String uid = Texts.firstOf(Pods.uid(container.cgroupPath()), facts.podUid());
        if (container.isHost() || uid.isEmpty()) {
            return null;
        }
        boolean own = uid.equals(pods.ownUid());
        return KubernetesPod.newBuilder()
                .setUid(uid)
                .setName(Texts.firstOf(facts.podName(), own ? pods.ownName() : ""))
                .setNamespace(Texts.firstOf(facts.podNamespace(), own ? pods.ownNamespace() : ""))
                .setNode(pods.node())
                .build();
    }
}
