package io.vedette.core.main;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `vedette coverage`: what an endpoint says of the tasks that are to have an agent.
@Command(
        name = "coverage",
        description = "Tell which tasks have an agent that works, and what is wrong with the others, worst first.",
        footer = "%nAsks an endpoint that runs with --coverage. Ends with 0 when it got an answer, 1 when not; with "
                + "--strict 9 when a task of the answer is unhealthy.")
final class CoverageCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:4318",
            description = "of the endpoint's --coverage (default: ${DEFAULT-VALUE})")
    String url = "";

    @Option(
            names = "--json",
            description = "print what the endpoint answers, rolled up by account, cluster and service")
    boolean json;

    @Option(names = "--strict", description = "end with 9 when a task is unhealthy")
    boolean strict;

    @Option(names = "--account", paramLabel = "ID", defaultValue = "", description = "only tasks of this account")
    String account = "";

    @Option(names = "--cluster", paramLabel = "NAME", defaultValue = "", description = "only tasks of this cluster")
    String cluster = "";

    @Option(names = "--service", paramLabel = "NAME", defaultValue = "", description = "only tasks of this service")
    String service = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "",
            description = "only tasks that are unhealthy, starting, healthy, excluded or unexpected")
    String state = "";

    @Override
    public Integer call() throws IOException {
        return CoverageQuery.of(this).run().number();
    }
}
