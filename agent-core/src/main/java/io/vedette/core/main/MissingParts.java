package io.vedette.core.main;

import io.vedette.core.config.HealthConfig;
import io.vedette.core.http.HttpServer;
import io.vedette.core.telemetry.Issue;
import io.vedette.core.telemetry.IssueCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Parts that no event needs and that could not be had. Any thread.
final class MissingParts {

    private final List<Issue> issues = new CopyOnWriteArrayList<>();
    private final OperatorLog log;

    MissingParts(OperatorLog log) {
        this.log = log;
    }

    /// As they are now.
    List<Issue> issues() {
        return List.copyOf(issues);
    }

    /// @param bootNs the boot clock
    /// @return null when it can't be written
    @Nullable
    StatusFile statusFile(HealthConfig config, long bootNs) {
        List<Path> places = config.statusFile() == null ? StatusFile.USUAL : List.of(config.statusFile());
        try {
            return StatusFile.open(places, bootNs);
        } catch (IOException unusable) {
            add("vedette status can't be answered, the status file can't be written: " + unusable.getMessage()
                    + "; give another one with --status-file");
            return null;
        }
    }

    /// @param trouble one sentence; empty when there is none any more
    void http(String trouble) {
        issues.removeIf(issue -> issue.sentence().startsWith(HttpServer.TROUBLE));
        if (!trouble.isEmpty()) {
            add(trouble);
        }
    }

    private void add(String sentence) {
        log.say(sentence);
        issues.add(new Issue(IssueCode.PART_MISSING, sentence));
    }
}
