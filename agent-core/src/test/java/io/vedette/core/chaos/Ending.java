package io.vedette.core.chaos;

import java.util.Set;

/// How the agent is to end.
sealed interface Ending {

    /// It runs until it is told to stop, and then ends with this code in good time.
    record Stops(int code) implements Ending {}

    /// It has ended before it is told anything, with one of these codes.
    record Gone(Set<Integer> codes) implements Ending {

        public Gone {
            codes = Set.copyOf(codes);
        }
    }

    /// It runs and can't be told anything: it has to be killed.
    record Deaf() implements Ending {}
}
