package io.vedette.core.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What a program of the tests did once, and between which times, in ns since the boot.
record Timed(int number, long fromBootNs, long toBootNs) {

    /// @param file a line for each: number, from, to
    static List<Timed> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Timed::parse).toList();
    }

    private static Timed parse(String line) {
        long[] numbers =
                Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
        return new Timed((int) numbers[0], numbers[1], numbers[2]);
    }
}
