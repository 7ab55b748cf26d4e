package io.vedette.core.context;

import io.vedette.core.json.Json;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What container runtimes on this machine leave in files, so that no daemon has to be asked.
///
/// The files are the runtimes' own, in directories that only they write to; of a container's, only the id is
/// used, and only when it is 64 hex digits. Nothing is followed that a file names, and no symbolic link in
/// place of a file. One thread.
final class RuntimeFiles {

    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_NAMESPACES = 64;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final String OVERLAY = "storage/overlay-containers";

    private final Path root;
    private String issue = "";

    /// @param root where the host's file system is seen
    RuntimeFiles(Path root) {
        this.root = root;
    }

    /// What can't be read; empty when everything can.
    String issue() {
        return issue;
    }

    /// @return what is known, [ContainerFacts#NONE] when there is no file of this container
    ContainerFacts find(String containerId) {
        if (!ID.matcher(containerId).matches()) {
            return ContainerFacts.NONE;
        }
        return containerd(containerId)
                .or(docker(containerId))
                .or(annotated(read("run/containers/" + OVERLAY + "/" + containerId + "/userdata/config.json")))
                .or(annotated(read("var/lib/containers/" + OVERLAY + "/" + containerId + "/userdata/config.json")))
                .or(podman(containerId));
    }

    private ContainerFacts docker(String id) {
        Json file = read("var/lib/docker/containers/" + id + "/config.v2.json");
        Json config = file.at("Config");
        return ContainerFacts.of(
                file.text("Name").replaceFirst("^/", ""),
                config.text("Image"),
                "",
                file.text("Image"),
                config.at("Labels").texts(),
                ContainerFacts.epochNs(file.at("State").text("StartedAt")));
    }

    private ContainerFacts podman(String id) {
        for (Json container :
                read("var/lib/containers/" + OVERLAY + "/containers.json").items()) {
            if (container.text("id").equals(id)) {
                return podman(container);
            }
        }
        return ContainerFacts.NONE;
    }

    private static ContainerFacts podman(Json container) {
        Json metadata = inner(container.at("metadata").wholeText());
        List<Json> names = container.at("names").items();
        String name = names.isEmpty() ? "" : names.getFirst().text();
        return ContainerFacts.of(
                Texts.firstOf(metadata.text("name"), name),
                metadata.text("image-name"),
                "",
                Texts.firstOf(metadata.text("image-id"), container.text("image")),
                Map.of(),
                0);
    }

    private ContainerFacts containerd(String id) {
        Path tasks = root.resolve("run/containerd/io.containerd.runtime.v2.task");
        try (Stream<Path> namespaces = Files.list(tasks)) {
            for (Path namespace : namespaces.limit(MAX_NAMESPACES).toList()) {
                ContainerFacts found =
                        annotated(read(root.relativize(namespace.resolve(id).resolve("config.json"))
                                .toString()));
                if (found.isNamed()) {
                    return found;
                }
            }
        } catch (AccessDeniedException denied) {
            issue = unreadable(tasks);
        } catch (IOException | java.io.UncheckedIOException absent) {
            return ContainerFacts.NONE;
        }
        return ContainerFacts.NONE;
    }

    /// An OCI specification with what containerd, CRI-O, nerdctl or podman note in it.
    private static ContainerFacts annotated(Json specification) {
        Json notes = specification.at("annotations");
        String image = Texts.firstOf(
                notes.text("io.kubernetes.cri.image-name"),
                notes.text("io.kubernetes.cri-o.UserRequestedImage"),
                notes.text("io.kubernetes.cri-o.ImageName"));
        Map<String, String> labels = new HashMap<>(
                inner(notes.at("io.kubernetes.cri-o.Labels").wholeText()).texts());
        labels.putAll(notes.texts());
        String reference =
                Texts.firstOf(notes.text("io.kubernetes.cri-o.ImageRef"), notes.text("io.kubernetes.cri-o.Image"));
        return ContainerFacts.of(
                        Texts.firstOf(
                                notes.text("io.kubernetes.cri.container-name"),
                                notes.text("io.kubernetes.container.name"),
                                notes.text("nerdctl/name")),
                        image,
                        ContainerFacts.digestOf(reference),
                        reference,
                        labels,
                        ContainerFacts.epochNs(notes.text("io.kubernetes.cri-o.Created")))
                .inPod(
                        Texts.firstOf(
                                notes.text("io.kubernetes.cri.sandbox-name"), notes.text("io.kubernetes.pod.name")),
                        Texts.firstOf(
                                notes.text("io.kubernetes.cri.sandbox-namespace"),
                                notes.text("io.kubernetes.pod.namespace")),
                        Texts.firstOf(
                                notes.text("io.kubernetes.cri.sandbox-uid"), notes.text("io.kubernetes.pod.uid")));
    }

    private static Json inner(String document) {
        try {
            return document.isEmpty() ? new Json(null) : Json.parse(document);
        } catch (IOException malformed) {
            return new Json(null);
        }
    }

    /// A file that isn't there, isn't one, or isn't JSON is an empty document.
    private Json read(String path) {
        Path file = root.resolve(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Json(null);
        }
        try (java.io.InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? new Json(null) : Json.parse(bytes);
        } catch (AccessDeniedException denied) {
            issue = unreadable(file);
            return new Json(null);
        } catch (IOException gone) {
            return new Json(null);
        }
    }

    private static String unreadable(Path file) {
        return "names of containers can't be read from " + file + ": permission denied";
    }
}
