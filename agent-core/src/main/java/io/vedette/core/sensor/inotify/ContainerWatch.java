package io.vedette.core.sensor.inotify;

import io.vedette.core.sensor.Owner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One container that is watched, and what its watched files were when they were looked at last. One thread.
final class ContainerWatch implements AutoCloseable {

    private static final int MAX_FACTS = 4096;

    private final Owner owner;
    private final ContainerFiles files;
    private final Map<String, FileFacts> facts = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final NavigableMap<String, Integer> watches = new TreeMap<>();

    /// @param owner one of its processes
    ContainerWatch(Owner owner, ContainerFiles files) {
        this.owner = owner;
        this.files = files;
    }

    int mntNs() {
        return owner.mntNs();
    }

    /// Nobody knows which of its processes it was.
    Owner somebody() {
        return owner.containerAlone();
    }

    ContainerFiles files() {
        return files;
    }

    /// The watches of its directories, by their paths.
    NavigableMap<String, Integer> watches() {
        return watches;
    }

    /// Looks at a file, and remembers what was seen.
    ///
    /// @return what was seen before; null when it was not looked at
    @Nullable
    FileFacts look(String path) {
        FileFacts latest = files.facts(path);
        if (latest.inode() == 0) {
            return facts.remove(path);
        }
        if (facts.size() >= MAX_FACTS && !facts.containsKey(path)) {
            return null;
        }
        return facts.put(path, latest);
    }

    /// As it was looked at last.
    FileFacts latest(String path) {
        return facts.getOrDefault(path, FileFacts.UNKNOWN);
    }

    void forget(String path) {
        facts.remove(path);
        written.remove(path);
    }

    /// What is in a directory, which is not there any more.
    void forgetIn(String path) {
        facts.keySet().removeIf(file -> file.startsWith(path + "/"));
        written.removeIf(file -> file.startsWith(path + "/"));
    }

    /// @return whether this is the first write since the file was closed
    boolean isFirstWrite(String path) {
        return written.size() < MAX_FACTS && written.add(path);
    }

    /// @return whether it was written to
    boolean isWrittenAndClosed(String path) {
        return written.remove(path);
    }

    @Override
    public void close() {
        files.close();
    }
}
