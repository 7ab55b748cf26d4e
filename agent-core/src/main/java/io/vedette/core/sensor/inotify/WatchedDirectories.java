package io.vedette.core.sensor.inotify;

import io.vedette.core.ffi.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The directories that are watched, and why: those in which a wanted path is, and those on the way there, so that what
/// is made later is watched from then on.
///
/// A directory that several containers have is one for the kernel, and has a place for each of them. Bounded: what
/// finds no room is not watched, and counted. One thread.
final class WatchedDirectories {

    private static final int MAX = 8192;
    private static final int MAX_ENTRIES = 512;

    private final Inotify inotify;
    private final List<PathPattern> patterns;
    private final Map<Integer, List<Place>> places = new HashMap<>();
    private long refused;

    /// Where a watched directory is.
    ///
    /// @param path from the container's root; `/` for that itself
    /// @param wants which patterns go on in it
    record Place(ContainerWatch container, String path, List<Want> wants) {

        String child(String name) {
            return path.equals("/") ? path + name : path + "/" + name;
        }

        /// Whether a wanted path ends with this name here.
        boolean wants(String name) {
            return wants.stream().anyMatch(want -> want.isLast() && want.matches(name));
        }
    }

    /// @param at the place of the name that comes next
    record Want(PathPattern pattern, int at) {

        boolean isLast() {
            return pattern.isLast(at);
        }

        boolean matches(String name) {
            return pattern.matches(at, name);
        }

        Want next() {
            return new Want(pattern, at + 1);
        }
    }

    /// Takes what is found in a directory that was not watched as it was made.
    interface Finder {
        void onFound(Place place, String name);
    }

    WatchedDirectories(Inotify inotify, List<PathPattern> patterns) {
        this.inotify = inotify;
        this.patterns = List.copyOf(patterns);
    }

    /// Watches a container from its root on.
    ///
    /// @param finder told of each wanted path that is there
    void watch(ContainerWatch container, Finder finder) {
        List<Want> wants =
                patterns.stream().map(pattern -> new Want(pattern, 0)).toList();
        watch(container, "/", wants, finder);
    }

    /// Watches a directory that has come to be.
    ///
    /// @param finder told of each wanted path that is there already
    void onMade(Place parent, String name, Finder finder) {
        List<Want> wants = parent.wants().stream()
                .filter(want -> !want.isLast() && want.matches(name))
                .map(Want::next)
                .toList();
        if (!wants.isEmpty()) {
            watch(parent.container(), parent.child(name), wants, finder);
        }
    }

    private void watch(ContainerWatch container, String path, List<Want> wants, Finder finder) {
        ContainerFiles files = container.files();
        int fd = files.openDirectory(path);
        if (fd < 0) {
            // What is not there may come later; all else can't be watched.
            refused += fd == -Errno.ENOENT || fd == -Errno.ENOTDIR ? 0 : 1;
            return;
        }
        boolean hasLast = wants.stream().anyMatch(Want::isLast);
        int watch = places.size() >= MAX ? -Errno.ENOSPC : inotify.add(fd, hasLast ? Inotify.ALL : Inotify.ON_THE_WAY);
        files.release(fd);
        if (watch < 0) {
            refused++;
            return;
        }
        Place place = put(watch, new Place(container, path, wants));
        if (place == null) {
            return;
        }
        for (Want want : wants) {
            descend(place, want, finder);
        }
    }

    /// @return null when it is there already, by another way
    private @Nullable Place put(int watch, Place place) {
        List<Place> there = places.computeIfAbsent(watch, number -> new ArrayList<>());
        for (Place other : there) {
            if (other.container().mntNs() == place.container().mntNs()
                    && other.path().equals(place.path())) {
                return null;
            }
        }
        there.add(place);
        return place;
    }

    private void descend(Place place, Want want, Finder finder) {
        String name = want.pattern().names().get(want.at());
        boolean any = name.equals(PathPattern.ANY);
        ContainerFiles files = place.container().files();
        List<String> names = any ? files.names(place.path(), !want.isLast(), MAX_ENTRIES) : List.of(name);
        for (String one : names) {
            if (!want.isLast()) {
                onMade(place, one, finder);
            } else if (files.facts(place.child(one)).inode() != 0) {
                finder.onFound(place, one);
            }
        }
    }

    /// Where a watch is; nowhere when it is gone.
    List<Place> of(int watch) {
        return places.getOrDefault(watch, List.of());
    }

    /// Whether several containers have the directory.
    boolean isShared(Place place) {
        return places.values().stream().anyMatch(there -> there.contains(place) && hasOther(there, place));
    }

    private static boolean hasOther(List<Place> there, Place place) {
        return there.stream()
                .anyMatch(
                        other -> other.container().mntNs() != place.container().mntNs());
    }

    /// The kernel has forgotten a watch.
    void onGone(int watch) {
        places.remove(watch);
    }

    /// What was below a name is there no more.
    void onMoved(Place parent, String name) {
        String gone = parent.child(name);
        forget(place -> place.container().mntNs() == parent.container().mntNs()
                && (place.path().equals(gone) || place.path().startsWith(gone + "/")));
    }

    /// A container is gone.
    void forget(int mntNs) {
        forget(place -> place.container().mntNs() == mntNs);
    }

    private void forget(Predicate<Place> isGone) {
        List<Integer> empty = new ArrayList<>();
        places.forEach((watch, there) -> {
            there.removeIf(isGone);
            if (there.isEmpty()) {
                empty.add(watch);
            }
        });
        for (int watch : empty) {
            places.remove(watch);
            inotify.remove(watch);
        }
    }

    /// How often a directory could not be watched, since this was asked last.
    long refused() {
        long before = refused;
        refused = 0;
        return before;
    }
}
