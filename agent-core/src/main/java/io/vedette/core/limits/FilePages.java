package io.vedette.core.limits;

import io.vedette.core.ffi.Libc;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Pages of the JVM's own files (its code, the archive of classes) that the start needed and nothing since.
/// They count as this process's memory until somebody is short of some. Let go, those that are used come
/// back by themselves, out of the system's cache of files.
///
/// Only what is mapped read-only and has nothing of its own is let go: not a byte can differ when it comes
/// back. One thread uses it.
public final class FilePages {

    /// Less is not worth a system call.
    private static final long LEAST_BYTES = 512 << 10;

    private final Path smaps;
    private final Libc libc;

    /// @param procRoot where procfs is mounted
    public FilePages(Path procRoot, Libc libc) {
        smaps = procRoot.resolve("self/smaps");
        this.libc = libc;
    }

    /// Lets go of all of them. Where the kernel does not say what is mapped, nothing happens.
    ///
    /// @return bytes that were resident
    public long release() {
        long released = 0;
        for (Mapping mapping : find()) {
            if (libc.madvise(mapping.address(), mapping.length(), Libc.MADV_DONTNEED) == 0) {
                released += mapping.residentBytes();
            }
        }
        return released;
    }

    /// What can be let go.
    List<Mapping> find() {
        List<Mapping> found = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(smaps)) {
            Mapping present = Mapping.NONE;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Mapping.begins(line)) {
                    add(found, present);
                    present = Mapping.parse(line);
                } else if (line.startsWith("Rss:")) {
                    present = present.resident(kilobytes(line));
                } else if (line.startsWith("Anonymous:")) {
                    present = present.own(kilobytes(line));
                }
            }
            add(found, present);
        } catch (IOException | IllegalArgumentException unreadable) {
            return List.of();
        }
        return found;
    }

    private static void add(List<Mapping> found, Mapping mapping) {
        if (mapping.isOfFile() && mapping.ownBytes() == 0 && mapping.residentBytes() >= LEAST_BYTES) {
            found.add(mapping);
        }
    }

    private static long kilobytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }

    /// @param isOfFile whether it is a file's, read-only and private
    /// @param ownBytes of the resident ones, those that are not the file's any more; -1 when not known
    record Mapping(long address, long length, boolean isOfFile, long residentBytes, long ownBytes) {

        static final Mapping NONE = new Mapping(0, 0, false, 0, -1);

        /// A mapping's first line begins with its addresses, the others with a name.
        static boolean begins(String line) {
            int dash = line.indexOf('-');
            return dash > 0 && line.indexOf(' ') > dash && line.indexOf(':') > dash;
        }

        /// `7f00-7f80 r--p 00000000 08:01 42   /file`
        static Mapping parse(String line) {
            String[] parts = line.split(" +", 6);
            int dash = parts[0].indexOf('-');
            long address = HexFormat.fromHexDigitsToLong(parts[0], 0, dash);
            long end = HexFormat.fromHexDigitsToLong(parts[0], dash + 1, parts[0].length());
            boolean isReadOnly = parts[1].equals("r--p") || parts[1].equals("r-xp");
            return new Mapping(address, end - address, isReadOnly && !parts[4].equals("0"), 0, -1);
        }

        Mapping resident(long bytes) {
            return new Mapping(address, length, isOfFile, bytes, ownBytes);
        }

        Mapping own(long bytes) {
            return new Mapping(address, length, isOfFile, residentBytes, bytes);
        }
    }
}
