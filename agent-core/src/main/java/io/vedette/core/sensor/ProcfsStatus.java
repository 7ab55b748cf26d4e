package io.vedette.core.sensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `/proc/PID/status` says of the ids of a process.
///
/// @param pid in the innermost pid namespace that the process is in
record ProcfsStatus(int pid, Ids uids, Ids gids, long capEffective) {

    private static final int IDS = 3;

    record Ids(int real, int effective, int saved) {}

    /// Reads it.
    ///
    /// @param directory of the process
    /// @return empty when there is no such process (any more)
    static Optional<ProcfsStatus> read(Path directory) {
        try {
            return parse(Files.readAllLines(directory.resolve("status"), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static Optional<ProcfsStatus> parse(List<String> lines) {
        Map<String, String[]> fields = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon),
                        line.substring(colon + 1).strip().split("\\s+", -1));
            }
        }
        String[] pids = fields.get("NSpid");
        String[] uids = fields.get("Uid");
        String[] gids = fields.get("Gid");
        String[] capabilities = fields.get("CapEff");
        if (pids == null || uids == null || gids == null || capabilities == null) {
            return Optional.empty();
        }
        if (uids.length < IDS || gids.length < IDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcfsStatus(
                    Integer.parseInt(pids[pids.length - 1]),
                    ids(uids),
                    ids(gids),
                    Long.parseUnsignedLong(capabilities[0], 16)));
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    private static Ids ids(String[] fields) {
        return new Ids(
                Integer.parseUnsignedInt(fields[0]),
                Integer.parseUnsignedInt(fields[1]),
                Integer.parseUnsignedInt(fields[2]));
    }
}
