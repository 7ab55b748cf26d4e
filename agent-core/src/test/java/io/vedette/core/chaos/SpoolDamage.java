package io.vedette.core.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Damages what an agent that has ended left in its spool.
final class SpoolDamage {

    /// How often a file is hit, in what is used of it: some batches are hit, others are not.
    private static final int HITS = 4;

    private SpoolDamage() {}

    /// Turns over a byte here and there.
    static void spoil(Scene scene) throws IOException {
        for (Path segment : segments(scene.spool())) {
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                long used = lastByte(file);
                for (int hit = 1; hit <= HITS; hit++) {
                    long at = hit * used / (HITS + 1);
                    file.seek(at);
                    int before = file.read();
                    file.seek(at);
                    file.write(before ^ 0xff);
                }
            }
        }
    }

    /// Leaves the first third of what is in the files.
    static void cut(Scene scene) throws IOException {
        for (Path segment : segments(scene.spool())) {
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.setLength(lastByte(file) / 3);
            }
        }
    }

    private static long lastByte(RandomAccessFile file) throws IOException {
        byte[] all = new byte[(int) Math.min(file.length(), 16 << 20)];
        file.readFully(all);
        int end = all.length;
        while (end > 0 && all[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static List<Path> segments(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.filter(file -> file.toString().matches(".*\\.(cq4|segment)"))
                    .toList();
        }
    }
}
