package io.vedette.core.chaos;

/// When the agent watches: then, all that was done is received, waits or is counted. At other times nothing may
/// be told that was not done.
enum Watched {
    /// From when it is ready until it is told to stop.
    ALWAYS,
    /// It dies of the fault.
    UNTIL_FAULT,
    /// It dies of the fault, and another one takes over.
    BUT_FOR_FAULT,
    /// It never can.
    NEVER;

    /// While the containers start, the agent is not ready yet.
    boolean in(Phase phase) {
        return switch (this) {
            case ALWAYS -> phase != Phase.START;
            case UNTIL_FAULT -> phase == Phase.BEFORE;
            case BUT_FOR_FAULT -> phase == Phase.BEFORE || phase == Phase.AFTER;
            case NEVER -> false;
        };
    }
}
