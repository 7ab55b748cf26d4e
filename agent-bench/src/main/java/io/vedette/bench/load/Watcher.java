package io.vedette.bench.load;

import java.io.IOException;
import java.util.List;

/// Who watches a load: the agent, a peer, or nobody.
interface Watcher {

    String name();

    /// False when it can't watch this one, or there is nothing to compare.
    boolean watches(Load load);

    /// How many operations of the load it is measured with.
    default long operations(Load load) {
        return load.count();
    }

    /// Starts it and comes back when it watches.
    Watching start(Load load) throws IOException, InterruptedException;

    /// A started watcher.
    interface Watching extends AutoCloseable {

        /// What goes before the load's command: of tracers that start what they trace.
        default List<String> wrapper() {
            return List.of();
        }

        /// What it takes itself.
        ///
        /// @return null when there is nothing of its own to measure
        Footprint footprint() throws IOException;

        /// Waits until it has told all that it will tell.
        ///
        /// @return how many of the load's events it told since it was started
        long captured() throws IOException, InterruptedException;

        /// How many it says that it lost.
        default long saidLost() throws IOException {
            return 0;
        }

        @Override
        void close() throws IOException;
    }
}
