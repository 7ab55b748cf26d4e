package io.vedette.core.sensor;

import io.vedette.core.ffi.Privileges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What of other processes can't be looked at here, in sentences.
public final class Blindness {

    private static final int DAC_OVERRIDE = 1;
    private static final int DAC_READ_SEARCH = 2;
    private static final int SYS_PTRACE = 19;
    private static final String OTHERS = "another user, or with rights that the agent lacks,";

    private Blindness() {}

    /// @return what keeps sockets from being given to processes; nothing when nothing does
    public static List<String> ofSockets(Path procfs) {
        List<String> issues = new ArrayList<>();
        if (lacks(SYS_PTRACE)) {
            issues.add("Which process of " + OTHERS + " has a socket is not known: CAP_SYS_PTRACE tells it.");
        }
        if (lacks(DAC_OVERRIDE) && lacks(DAC_READ_SEARCH)) {
            issues.add("Which process of another user has a socket is not known: CAP_DAC_READ_SEARCH or"
                    + " CAP_DAC_OVERRIDE tells it.");
        }
        if (lacks(SYS_PTRACE) && hidesProcesses(procfs)) {
            issues.add("Processes of " + OTHERS + " are hidden in procfs: mount it without hidepid.");
        }
        return issues;
    }

    /// @return what keeps files from being watched; nothing when nothing does
    public static List<String> ofFiles() {
        return lacks(SYS_PTRACE)
                ? List.of("Files of a container with " + OTHERS + " are not watched: CAP_SYS_PTRACE shows them.")
                : List.of();
    }

    private static boolean lacks(int capability) {
        long held = new Privileges().capabilities();
        return held >= 0 && (held & (1L << capability)) == 0;
    }

    private static boolean hidesProcesses(Path procfs) {
        try {
            return Files.readAllLines(procfs.resolve("self").resolve("mountinfo"), StandardCharsets.ISO_8859_1).stream()
                    .anyMatch(mount -> mount.contains(" " + procfs + " ") && mount.contains("hidepid="));
        } catch (IOException unreadable) {
            return false;
        }
    }
}
