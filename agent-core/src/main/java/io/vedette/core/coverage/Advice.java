package io.vedette.core.coverage;

/// What a person does about the end of an agent.
final class Advice {

    private static final int KILLED = 137;

    private Advice() {}

    static String onExit(Part sidecar) {
        String reason = sidecar.reason();
        if (reason.contains("CannotPull") || reason.contains("ImagePull") || reason.contains("ErrImage")) {
            return "Let the execution role pull the image, and the subnet reach its registry";
        }
        if (reason.contains("OutOfMemory") || reason.contains("OOMKilled")) {
            return "Give its container more memory";
        }
        if (sidecar.exitCode().isEmpty()) {
            return "See the task's events";
        }
        return switch (sidecar.exitCode().getAsInt()) {
            case 0 -> "It was told to stop, or its log says why; a restart policy brings it back";
            case KILLED -> "It was killed: by the memory limit, or at the end of the stop timeout";
            default -> "Its log says why; docs/operations.md has the codes";
        };
    }
}
