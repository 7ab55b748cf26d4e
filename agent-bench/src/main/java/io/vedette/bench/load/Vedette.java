package io.vedette.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The agent, the whole way to the acknowledgement, in plain text.
///
/// @param home of the built agent
/// @param directory for its spools and logs
/// @param options besides endpoint and spool
record Vedette(String name, Path home, Path directory, List<String> options) implements Watcher {

    @Override
    public boolean watches(Load load) {
        return true;
    }

    @Override
    public Watching start(Load load) throws IOException, InterruptedException {
        SinkProcess sink = new SinkProcess(List.of());
        List<String> all = new ArrayList<>(options);
        all.add("--endpoint=http://127.0.0.1:" + sink.port());
        return Agent.start(home, Files.createTempDirectory(directory, "agent"), sink, load.event(), all);
    }
}
