package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the endpoint watches which tasks have an agent, as it stands on the command line.
final class CoverageOptions {

    private static final Duration LEAST = Duration.ofSeconds(1);

    @Option(
            names = "--coverage",
            paramLabel = "HOST:PORT",
            description = "watch which tasks have an agent that works, and answer GET /coverage and POST /tasks over "
                    + "HTTP there; a loopback address unless others may read and write it (default: nowhere)")
    @Nullable
    String listen;

    @Option(
            names = "--tasks",
            paramLabel = "FILE|DIRECTORY",
            description = "tasks that are to have an agent, in JSON: answers and events of ECS, pods of Kubernetes, "
                    + "hosts; read again when it changes; may be given several times")
    List<Path> tasks = new ArrayList<>();

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = "a file that says which of them are to have one (see vedette policy)")
    @Nullable
    Path policy;

    @Option(
            names = "--agent-name",
            paramLabel = "NAME",
            defaultValue = "vedette",
            description = "of the agent's container in tasks (default: ${DEFAULT-VALUE})")
    String agentName = "";

    @Option(
            names = "--cluster",
            paramLabel = "CLUSTER",
            defaultValue = "",
            description = "that pods and hosts are in, where their documents don't tell it")
    String cluster = "";

    @Option(
            names = "--account",
            paramLabel = "ID",
            defaultValue = "",
            description = "that they are in, where their documents don't tell it")
    String account = "";

    @Option(
            names = "--injected-since",
            paramLabel = "TIME",
            description =
                    "when tasks began to be injected, as 2026-11-29T12:00:00Z: older ones without an agent have to "
                            + "be launched again")
    @Nullable
    String injectedSince;

    @Option(
            names = "--coverage-grace",
            paramLabel = "TIME",
            defaultValue = "2m",
            converter = AgentOptions.Time.class,
            description = "how long after the start of a task, or of this endpoint, no agent is missed "
                    + "(default: ${DEFAULT-VALUE})")
    Duration grace = Duration.ZERO;

    @Option(
            names = "--coverage-silence",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = AgentOptions.Time.class,
            description = "how long an agent may say nothing; ten of its heartbeats at least (default: "
                    + "${DEFAULT-VALUE})")
    Duration silence = Duration.ZERO;

    @Option(
            names = "--coverage-keep",
            paramLabel = "TIME",
            defaultValue = "60m",
            converter = AgentOptions.Time.class,
            description = "how long tasks that ended are told of (default: ${DEFAULT-VALUE})")
    Duration keep = Duration.ZERO;

    @Option(
            names = "--coverage-events",
            paramLabel = "FILE",
            description = "append changes of state, a line of JSON each; - is standard output")
    @Nullable
    String events;

    @Option(
            names = "--coverage-webhook",
            paramLabel = "URL",
            description = "post changes of state there, as EventBridge has events")
    @Nullable
    String webhook;

    @Option(
            names = "--coverage-state",
            paramLabel = "FILE",
            description = "where to keep tasks and their states, for the next start")
    @Nullable
    Path state;

    /// Whether it is wanted at all.
    ///
    /// @throws ConfigException when an option of it is there and `--coverage` is not, or one can't
    ///     be used
    boolean isWanted() {
        if (listen != null) {
            check("--coverage-grace", grace);
            check("--coverage-silence", silence);
            check("--coverage-keep", keep);
            return true;
        }
        boolean isAsked = !tasks.isEmpty() || events != null || webhook != null || state != null;
        if (isAsked) {
            throw new ConfigException(
                    "--tasks, --coverage-events, --coverage-webhook and --coverage-state take --coverage HOST:PORT too");
        }
        return false;
    }

    private static void check(String option, Duration time) {
        if (time.compareTo(LEAST) < 0) {
            throw new ConfigException(option + " must be 1s at least");
        }
    }

    Optional<Instant> injectedSince() {
        try {
            return Optional.ofNullable(injectedSince)
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException wrong) {
            throw new ConfigException(
                    "--injected-since must be a time as 2026-11-29T12:00:00Z, not \"" + injectedSince + "\"");
        }
    }

    Optional<URI> webhook() {
        return Optional.ofNullable(webhook).map(text -> address("--coverage-webhook", text));
    }

    /// @throws ConfigException when it is no address of http or https; it does not repeat what may
    ///     hold a password
    static URI address(String option, String text) {
        try {
            URI address = new URI(text.strip());
            String scheme = String.valueOf(address.getScheme());
            if (scheme.matches("https?") && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // Said below.
            throw notAnAddress(option);
        }
        throw notAnAddress(option);
    }

    private static ConfigException notAnAddress(String option) {
        return new ConfigException(option + " must be http://host[:port][/path] or https://…, without a password");
    }
}
