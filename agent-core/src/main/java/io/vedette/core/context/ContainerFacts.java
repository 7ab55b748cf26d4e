package io.vedette.core.context;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/// What a source knows of a container; what it doesn't know is empty or 0.
///
/// @param digest of the image, as its registry knows it
/// @param imageId of the image, as the runtime knows it
/// @param startNs Unix epoch
/// @param podName and [#podNamespace], [#podUid]: of its Kubernetes pod
record ContainerFacts(
        String name,
        String image,
        String digest,
        String imageId,
        Map<String, String> labels,
        long startNs,
        String podName,
        String podNamespace,
        String podUid) {

    static final ContainerFacts NONE = new ContainerFacts("", "", "", "", Map.of(), 0, "", "", "");

    /// Of a container that is in no pod.
    static ContainerFacts of(
            String name, String image, String digest, String imageId, Map<String, String> labels, long startNs) {
        String known = digest.isEmpty() ? digestOf(image) : digest;
        return new ContainerFacts(name, image, known, imageId, labels, startNs, "", "", "");
    }

    ContainerFacts inPod(String pod, String namespace, String uid) {
        return new ContainerFacts(name, image, digest, imageId, labels, startNs, pod, namespace, uid);
    }

    boolean isNamed() {
        return !name.isEmpty() || !image.isEmpty();
    }

    /// This, and where it knows nothing, the other.
    ContainerFacts or(ContainerFacts other) {
        return new ContainerFacts(
                Texts.firstOf(name, other.name),
                Texts.firstOf(image, other.image),
                Texts.firstOf(digest, other.digest),
                Texts.firstOf(imageId, other.imageId),
                labels.isEmpty() ? other.labels : labels,
                startNs == 0 ? other.startNs : startNs,
                Texts.firstOf(podName, other.podName),
                Texts.firstOf(podNamespace, other.podNamespace),
                Texts.firstOf(podUid, other.podUid));
    }

    /// The digest that a reference to an image ends in.
    static String digestOf(String reference) {
        int at = reference.indexOf("@sha256:");
        return at < 0 ? "" : reference.substring(at + 1);
    }

    /// @param rfc3339 as `2020-10-02T00:15:07.620912337Z`
    /// @return 0 when it is no time, or the one that means none
    static long epochNs(String rfc3339) {
        try {
            Instant instant = java.time.OffsetDateTime.parse(rfc3339).toInstant();
            return instant.getEpochSecond() <= 0
                    ? 0
                    : Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (DateTimeException | ArithmeticException none) {
            return 0;
        }
    }
}
