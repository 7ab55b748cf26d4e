package io.vedette.core.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Files that tell which tasks there are, read again whenever they change. What a file says is all
/// it says: a task that is in it no longer is gone. One that can't be read is said once, and what
/// it said before holds. One thread.
final class TaskFiles {

    private static final int MOST_FILES = 1000;

    private final List<Path> paths;
    private final Place place;
    private final Consumer<String> log;
    private final Map<Path, String> read = new HashMap<>();
    private final Set<String> said = new HashSet<>();

    /// @param paths of files, and of directories whose `.json` files are meant
    /// @param place see [Documents#read]
    /// @param log takes a sentence
    TaskFiles(List<Path> paths, Place place, Consumer<String> log) {
        this.paths = List.copyOf(paths);
        this.place = place;
        this.log = log;
    }

    /// Reads what is new.
    void look(Coverage coverage, Instant now) {
        Set<Path> found = new HashSet<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                found.add(file);
                look(file, coverage, now);
            }
        }
        for (Path gone : Set.copyOf(read.keySet())) {
            if (!found.contains(gone)) {
                read.remove(gone);
                coverage.state(new Statement.Builder().build(), gone.toString(), true, now);
            }
        }
    }

    private List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            say("the tasks in " + path + " can't be listed: " + reason(unreadable));
            return read.keySet().stream()
                    .filter(file -> Objects.equals(file.getParent(), path))
                    .toList();
        }
    }

    private void look(Path file, Coverage coverage, Instant now) {
        String stamp = "";
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamp = attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
            if (stamp.equals(read.get(file))) {
                return;
            }
            if (attributes.size() > Documents.MOST_BYTES) {
                throw new IOException("it has more than " + Documents.MOST_BYTES + " bytes");
            }
            Statement statement = Documents.read(Files.readAllBytes(file), place);
            coverage.state(statement, file.toString(), true, now);
            said.removeIf(sentence -> sentence.contains(" " + file + " "));
        } catch (IOException unreadable) {
            say("the tasks in " + file + " can't be read: " + reason(unreadable));
        }
        // A file that is wrong is not read again before it is another one.
        read.put(file, stamp);
    }

    private static String reason(Exception unreadable) {
        return unreadable instanceof NoSuchFileException ? "there is no such file" : "" + unreadable.getMessage();
    }

    private void say(String sentence) {
        if (said.add(sentence)) {
            log.accept(sentence);
        }
    }
}
