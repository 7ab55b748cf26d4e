package io.vedette.core.sensor.inotify;

import io.vedette.core.ffi.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The directories that are watched, and why: those in which a wanted path is, and those on the way there, so that what
/// is made later is watched from then on.
///
/// A directory that several containers have is one for the kernel, and has a place for each of them. Bounded: what
/// finds no room is not watched, and counted. One thread.
final class WatchedDirectories {

    private static final int MAX = 8192;
    private static final int MAX_ENTRIES = 512;
    private static final int NO_WATCH = -1;
    private static final char AFTER_SLASH = '/' + 1;

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

        String name() {
            return pattern.names().get(at);
        }

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

        /// @param count how many more names are there, which nobody looks at
        void onPassedOver(int count);
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

    /// Watches what has a name now, when it is on the way to something wanted: what had it before is not there
    /// any more, or is somewhere else. It may be something else again by the time that it is heard of, so it does
    /// not matter which of both it was.
    ///
    /// @param finder told of each wanted path that is there already
    void onNamed(Place parent, String name, Finder finder) {
        List<Want> wants = parent.wants().stream()
                .filter(want -> !want.isLast() && want.matches(name))
                .map(Want::next)
                .toList();
        if (!wants.isEmpty()) {
            watch(parent.container(), parent.child(name), wants, finder);
        }
    }

    private void watch(ContainerWatch container, String path, List<Want> wants, Finder finder) {
        int watch = add(container.files(), path, wants);
        Integer before = container.watches().get(path);
        if (before != null && before == watch) {
            return;
        }
        leave(container, path);
        if (watch < 0) {
            // What is not there may come later; all else can't be watched, nor where a link leads that is to come.
            boolean isAbsent = watch == -Errno.ENOENT || watch == -Errno.ENOTDIR;
            refused += isAbsent && container.files().target(path).isEmpty() ? 0 : 1;
            return;
        }
        Place place = new Place(container, path, wants);
        container.watches().put(path, watch);
        places.computeIfAbsent(watch, number -> new ArrayList<>()).add(place);
        Set<String> looked = new HashSet<>();
        for (Want want : wants) {
            if (looked.add(want.isLast() ? want.name() : want.name() + "/")) {
                descend(place, want, finder);
            }
        }
    }

    /// @return the number of the watch, or `-errno`
    private int add(ContainerFiles files, String path, List<Want> wants) {
        int fd = files.openDirectory(path);
        if (fd < 0) {
            return fd;
        }
        boolean hasLast = wants.stream().anyMatch(Want::isLast);
        int watch = inotify.add(fd, hasLast ? Inotify.ALL : Inotify.ON_THE_WAY);
        files.release(fd);
        if (watch >= 0 && places.size() >= MAX && !places.containsKey(watch)) {
            inotify.remove(watch);
            return -Errno.ENOSPC;
        }
        return watch;
    }

    private void descend(Place place, Want want, Finder finder) {
        String name = want.name();
        ContainerFiles files = place.container().files();
        List<String> names = List.of(name);
        if (name.equals(PathPattern.ANY)) {
            ContainerFiles.Names all = files.names(place.path(), !want.isLast(), MAX_ENTRIES);
            names = all.first();
            if (want.isLast()) {
                finder.onPassedOver(all.passedOver());
            } else {
                refused += all.passedOver();
            }
        }
        for (String one : names) {
            if (!want.isLast()) {
                onNamed(place, one, finder);
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
        return of(place.container().watches().getOrDefault(place.path(), NO_WATCH)).stream()
                .anyMatch(
                        other -> other.container().mntNs() != place.container().mntNs());
    }

    /// The kernel has forgotten a watch: the directory is gone, or what was mounted there.
    ///
    /// @param finder told of each wanted path that is there now
    void onGone(int watch, Finder finder) {
        for (Place place : List.copyOf(of(watch))) {
            leave(place.container(), place.path());
            watch(place.container(), place.path(), place.wants(), finder);
        }
    }

    /// A container is gone.
    void forget(ContainerWatch container) {
        Map.copyOf(container.watches()).forEach((path, watch) -> remove(container, path, watch));
    }

    /// Watches a path no more, nor what is below it.
    private void leave(ContainerWatch container, String path) {
        Integer watch = container.watches().get(path);
        if (watch == null) {
            return;
        }
        container.forgetIn(path);
        remove(container, path, watch);
        Map.copyOf(container.watches().subMap(path + "/", path + AFTER_SLASH))
                .forEach((below, its) -> remove(container, below, its));
    }

    private void remove(ContainerWatch container, String path, int watch) {
        container.watches().remove(path);
        List<Place> there = places.get(watch);
        if (there == null) {
            return;
        }
        there.removeIf(place ->
                place.container().mntNs() == container.mntNs() && place.path().equals(path));
        if (there.isEmpty()) {
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
