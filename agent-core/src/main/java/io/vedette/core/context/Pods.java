package io.vedette.core.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kubernetes pods: a container's pod by its cgroup's path, and the agent's own pod by the downward API.
///
/// @param ownUid of the pod that the agent is in; empty when it is in none, or that can't be told
/// @param node the agent's, and so that of every pod that it sees
record Pods(String ownUid, String ownName, String ownNamespace, String node) {

    /// cgroupfs: `kubepods/burstable/pod<uid>`; systemd: `kubepods-burstable-pod<uid, _ for ->.slice`. The
    /// uid of a static pod is a hash without dashes.
    private static final Pattern POD = Pattern.compile("/(?:kubepods[a-z-]*-)?pod"
            + "([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\\.slice)?(?=/|$)");

    /// The kubelet's directory that a pod's volumes and `/etc/hosts` are mounted from.
    private static final Pattern VOLUME = Pattern.compile("/pods/([0-9a-f-]{32,36})/");

    /// @param environment of the agent; `VEDETTE_POD_NAME` and so on go before `POD_NAME`
    /// @param procRoot usually `/proc`
    static Pods of(Map<String, String> environment, Path procRoot) {
        return new Pods(
                Texts.firstOf(
                        variable(environment, "POD_UID"),
                        uid(text(procRoot.resolve("self/cgroup"))),
                        volumeUid(text(procRoot.resolve("self/mountinfo")))),
                variable(environment, "POD_NAME"),
                variable(environment, "POD_NAMESPACE"),
                variable(environment, "NODE_NAME"));
    }

    private static String variable(Map<String, String> environment, String name) {
        return Texts.cut(
                Texts.firstOf(environment.getOrDefault("VEDETTE_" + name, ""), environment.getOrDefault(name, "")),
                253);
    }

    /// @return with dashes; empty when the path is not of a pod
    static String uid(String cgroupPath) {
        String found = "";
        Matcher matcher = POD.matcher(cgroupPath);
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return found.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static String volumeUid(String mountinfo) {
        Matcher matcher = VOLUME.matcher(mountinfo);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String text(Path file) {
        try (java.io.InputStream in = Files.newInputStream(file)) {
            // Lines with the path at their end: each as if it were the whole text.
            return new String(in.readNBytes(1 << 18), StandardCharsets.ISO_8859_1).replace('\n', '/');
        } catch (IOException unreadable) {
            return "";
        }
    }
}
