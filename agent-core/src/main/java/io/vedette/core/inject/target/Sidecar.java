package io.vedette.core.inject.target;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the sidecar is to be, wherever it is added.
///
/// @param name of its container
/// @param image as the platform's runtime is to pull it
/// @param endpoint URL that it delivers to
/// @param spoolQuota how large its spool may get, as the agent's option takes it
/// @param variables more of its options, by the names of their variables
/// @param nativeInJobs whether Kubernetes' jobs get it too, as an init container that goes on, which their start
///     waits for
public record Sidecar(
        String name,
        String image,
        String endpoint,
        String spoolQuota,
        Map<String, String> variables,
        boolean nativeInJobs) {

    /// Its own directory in the image, where the spool is.
    public static final String STATE = "/var/lib/vedette";

    /// Seconds from asking the agent to stop until it is killed. It takes 9 at most, unless told otherwise.
    public static final int STOP_SECONDS = 15;

    /// Of a volume for [#STATE].
    public String volume() {
        return volume(name);
    }

    /// @param name of the sidecar's container
    public static String volume(String name) {
        return name + "-spool";
    }

    /// The agent's options as variables, in order; the mark comes last.
    ///
    /// @param added what was added to the definition beside the container
    public Map<String, String> environment(Mark added) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("VEDETTE_ENDPOINT", endpoint);
        environment.put("VEDETTE_SPOOL", STATE + "/spool");
        environment.put("VEDETTE_SPOOL_QUOTA", spoolQuota);
        environment.putAll(variables);
        environment.put(Mark.VARIABLE, added.text());
        return environment;
    }
}
