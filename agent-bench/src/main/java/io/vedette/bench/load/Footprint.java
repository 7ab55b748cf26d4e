package io.vedette.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process and those that it started have taken up to now, by procfs.
///
/// @param cpuNs of those that run and of their ended children, in steps of 10 ms
/// @param residentBytes at this moment
/// @param anonymousBytes of these, what is no file's: the kernel can take the rest back without a loss
record Footprint(long cpuNs, long residentBytes, long anonymousBytes) {

    static final Footprint NONE = new Footprint(0, 0, 0);

    private static final long TICK_NS = 10_000_000;
    private static final long PAGE_BYTES = 4096;

    static Footprint of(long pid) throws IOException {
        Footprint all = ofOne(pid);
        for (ProcessHandle child : ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList()) {
            all = all.plus(ofChild(child.pid()));
        }
        return all;
    }

    /// None when it has ended meanwhile: then its CPU time is its parent's.
    private static Footprint ofChild(long pid) {
        try {
            return ofOne(pid);
        } catch (IOException ended) {
            return NONE;
        }
    }

    private Footprint plus(Footprint other) {
        return new Footprint(
                cpuNs + other.cpuNs, residentBytes + other.residentBytes, anonymousBytes + other.anonymousBytes);
    }

    private static Footprint ofOne(long pid) throws IOException {
        Path process = Path.of("/proc", "" + pid);
        // The name may have blanks in it; see proc_pid_stat(5): the first field after it is field 3.
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= 17; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        // See proc_pid_statm(5): size, resident, shared, that is mapped from files.
        String[] pages = Files.readString(process.resolve("statm")).split(" ", -1);
        long resident = Long.parseLong(pages[1]);
        return new Footprint(
                ticks * TICK_NS, resident * PAGE_BYTES, (resident - Long.parseLong(pages[2])) * PAGE_BYTES);
    }
}
