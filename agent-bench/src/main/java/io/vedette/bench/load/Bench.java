package io.vedette.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What every measurement is given.
///
/// @param program the load
/// @param home of the built agent
/// @param directory for whatever it writes
/// @param rounds how often each run is repeated, all kinds of runs in turn
/// @param seconds how long a run at a rate takes
/// @param peers what else is to be measured
record Bench(LoadProgram program, Path home, Path directory, int rounds, int seconds, List<Peer> peers) {

    /// One question and what answers it.
    interface Measurement {

        /// As it is asked for on the command line.
        String name();

        /// What is measured and how, in a paragraph.
        String question();

        Result run(Bench bench) throws IOException, InterruptedException;
    }

    /// @param summary what is told first
    /// @param runs every run that it was made of
    /// @param plots drawings of it
    record Result(Table summary, Table runs, List<Plot> plots) {}

    /// Says what is done at the moment.
    static void say(String line) {
        System.err.println("bench: " + line);
    }
}
