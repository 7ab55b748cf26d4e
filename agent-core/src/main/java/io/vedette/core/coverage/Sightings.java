package io.vedette.core.coverage;

import com.google.protobuf.ByteString;
import io.vedette.v1.Container;
import io.vedette.v1.EcsTask;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Health;
import io.vedette.v1.HealthIssue;
import io.vedette.v1.KubernetesPod;
import io.vedette.v1.Loss;
import io.vedette.v1.LossReason;
import io.vedette.v1.LossStage;
import io.vedette.v1.SensorState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes out of batches what coverage is about. Looks at descriptions of containers, never at
/// events.
final class Sightings {

    private static final int MOST_MENTIONS = 256;
    private static final int MOST_COMPLAINTS = 16;
    private static final int MOST_TEXT = 300;
    private static final String PREFIX = "HEALTH_ISSUE_";

    private Sightings() {}

    /// @param receivedNs of the Unix epoch
    static Sighting of(EventBatch batch, long receivedNs) {
        long dropped = 0;
        long discarded = 0;
        for (Loss loss : batch.getLossesList()) {
            if (loss.getStage() == LossStage.LOSS_STAGE_SPOOL) {
                discarded += loss.getCount();
            } else if (loss.getReason() != LossReason.LOSS_REASON_SAMPLED) {
                dropped += loss.getCount();
            }
        }
        return new Sighting(
                hex(batch.getInstanceId()),
                instant(receivedNs),
                instant(batch.getClosedTimeNs() == 0 ? receivedNs : batch.getClosedTimeNs()),
                cut(batch.getAgent().getVersion()),
                cut(batch.getAgent().getHostName()),
                mentions(batch),
                batch.hasHealth() ? Optional.of(beat(batch)) : Optional.empty(),
                dropped,
                discarded);
    }

    private static List<Mention> mentions(EventBatch batch) {
        Map<String, Mention> mentions = new LinkedHashMap<>();
        for (Container container : batch.getContainersList()) {
            if (mentions.size() < MOST_MENTIONS) {
                mention(container)
                        .ifPresent(mention -> mentions.merge(
                                mention.key(), mention, (first, second) -> first.isDirect() ? first : second));
            }
        }
        return List.copyOf(mentions.values());
    }

    private static Optional<Mention> mention(Container container) {
        EcsTask task = container.getEcsTask();
        KubernetesPod pod = container.getKubernetesPod();
        if (!task.getTaskArn().isEmpty()) {
            return Optional.of(new Mention(
                    task.getTaskArn(),
                    true,
                    Platform.ECS,
                    Place.ofArn(task.getTaskArn(), task.getCluster(), task.getService()),
                    Place.shortName(task.getTaskArn()),
                    task.getFamily() + ":" + task.getRevision()));
        }
        if (!pod.getUid().isEmpty()) {
            return Optional.of(new Mention(
                    pod.getUid(),
                    !container.getName().isEmpty() || !pod.getName().isEmpty(),
                    Platform.KUBERNETES,
                    new Place("", "", "", pod.getNamespace().isEmpty() ? "" : pod.getNamespace() + "/"),
                    pod.getName(),
                    ""));
        }
        return Names.ofCgroup(container.getCgroupPath().toStringUtf8())
                .map(key -> new Mention(key, false, Platform.ECS, Place.UNKNOWN, key.substring(4), ""));
    }

    private static Sighting.Beat beat(EventBatch batch) {
        Health health = batch.getHealth();
        List<Sighting.Complaint> complaints = new ArrayList<>();
        for (int i = 0; i < Math.min(health.getCodesCount(), MOST_COMPLAINTS); i++) {
            HealthIssue code = health.getCodes(i);
            String sentence = i < health.getIssuesCount() ? health.getIssues(i) : "";
            complaints.add(new Sighting.Complaint(
                    code.name().startsWith(PREFIX) ? code.name().substring(PREFIX.length()) : "", cut(sentence)));
        }
        List<String> tiers = batch.getAgent().getSensorsList().stream()
                .filter(sensor -> sensor.getKindsCount() > 0)
                .map(SensorState::getTier)
                .distinct()
                .limit(MOST_COMPLAINTS)
                .map(Sightings::cut)
                .toList();
        return new Sighting.Beat(List.copyOf(complaints), tiers);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MOST_TEXT));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Instant instant(long epochNs) {
        return Instant.EPOCH.plusNanos(epochNs);
    }
}
