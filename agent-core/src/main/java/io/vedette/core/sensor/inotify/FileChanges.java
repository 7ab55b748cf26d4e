package io.vedette.core.sensor.inotify;

import io.vedette.core.event.Kinds;
import io.vedette.core.sensor.Owner;
import io.vedette.core.sensor.inotify.WatchedDirectories.Place;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Makes events of what inotify says of watched paths.
///
/// It says little, so the rest is looked up: what was made, and what changed in a file's owner and mode since it was
/// looked at last. A file is written to from its first change until somebody who had it open for writing closes it.
/// The two halves of a rename come one after the other. What happened in a directory that several containers have is
/// told once, of an unknown one. What can't be looked up is counted. One thread.
final class FileChanges implements Inotify.Handler, WatchedDirectories.Finder {

    private static final int NAMES = Inotify.MOVED_FROM | Inotify.MOVED_TO | Inotify.CREATE | Inotify.DELETE;

    private final WatchedDirectories directories;
    private final FileRecord record;
    private final Runnable onOverflow;
    private final IntConsumer onUnknown;
    private long timeNs;

    /// What a name was moved away from, until the next event tells where to.
    private @Nullable Place fromPlace;

    private String fromName = "";
    private int fromCookie;

    /// @param onOverflow called when the kernel's queue had no room
    /// @param onUnknown called with how many changes there may have been that can't be told
    FileChanges(WatchedDirectories directories, FileRecord record, Runnable onOverflow, IntConsumer onUnknown) {
        this.directories = directories;
        this.record = record;
        this.onOverflow = onOverflow;
        this.onUnknown = onUnknown;
    }

    /// @param bootTimeNs when what follows is read: inotify has no times
    void begin(long bootTimeNs) {
        timeNs = bootTimeNs;
    }

    /// There is nothing more: what was moved away has gone somewhere else.
    void end() {
        Place place = fromPlace;
        fromPlace = null;
        if (place != null && place.wants(fromName)) {
            record.moved(Kinds.RENAME, timeNs, ownerOf(place), place.child(fromName), "");
        }
    }

    @Override
    public void onEvent(int watch, int mask, int cookie, String name) {
        if ((mask & Inotify.OVERFLOW) != 0) {
            onOverflow.run();
            return;
        }
        if ((mask & Inotify.MOVED_TO) == 0 || cookie != fromCookie) {
            end();
        }
        List<Place> places = directories.of(watch);
        if ((mask & Inotify.IGNORED) != 0) {
            directories.onGone(watch, this);
        } else if (!name.isEmpty() && !places.isEmpty()) {
            // A copy: directories that come and go change the places.
            for (Place place : List.copyOf(places)) {
                follow(place, mask, name);
            }
            tell(directories.of(watch), mask, cookie, name);
        }
    }

    /// Keeps the watches where the paths are. A link may lead to a directory.
    private void follow(Place place, int mask, String name) {
        if ((mask & NAMES) != 0) {
            directories.onNamed(place, name, this);
        }
    }

    private void tell(List<Place> places, int mask, int cookie, String name) {
        if (places.isEmpty()) {
            return;
        }
        // A directory may have several paths, and a name be wanted in one of them alone.
        Place place = places.stream().filter(one -> one.wants(name)).findFirst().orElse(places.getFirst());
        if ((mask & Inotify.MOVED_FROM) != 0) {
            fromPlace = place;
            fromName = name;
            fromCookie = cookie;
            place.container().forget(place.child(name));
        } else if ((mask & Inotify.MOVED_TO) != 0) {
            tellMovedTo(place, name);
        } else if (place.wants(name)) {
            tellChange(place, mask, name);
        }
    }

    private void tellMovedTo(Place place, String name) {
        Place from = fromPlace;
        fromPlace = null;
        boolean isWanted = place.wants(name) || (from != null && from.wants(fromName));
        if (isWanted) {
            place.container().look(place.child(name));
            String before = from == null ? "" : from.child(fromName);
            record.moved(Kinds.RENAME, timeNs, ownerOf(place), before, place.child(name));
        }
    }

    private void tellChange(Place place, int mask, String name) {
        ContainerWatch container = place.container();
        String path = place.child(name);
        boolean isDirectory = (mask & Inotify.IS_DIRECTORY) != 0;
        if ((mask & Inotify.CREATE) != 0) {
            tellMade(place, name);
        } else if ((mask & Inotify.DELETE) != 0) {
            container.forget(path);
            record.changed(
                    isDirectory ? Kinds.RMDIR : Kinds.UNLINK, timeNs, ownerOf(place), path, FileFacts.UNKNOWN, "");
        } else if ((mask & Inotify.ATTRIB) != 0) {
            tellAttributes(place, path);
        } else if ((mask & Inotify.MODIFY) != 0 && container.isFirstWrite(path)) {
            record.written(
                    Kinds.WRITE, timeNs, ownerOf(place), path, container.files().facts(path));
        } else if ((mask & Inotify.CLOSE_WRITE) != 0) {
            tellClosed(place, path);
        }
    }

    /// Of what is written to memory that a file is mapped to, inotify says nothing, but the file's time does.
    private void tellClosed(Place place, String path) {
        ContainerWatch container = place.container();
        FileFacts before = container.look(path);
        FileFacts now = container.latest(path);
        boolean isChanged = before != null && before.inode() == now.inode() && before.modifiedNs() != now.modifiedNs();
        boolean isWritten = container.isWrittenAndClosed(path);
        if (isWritten || isChanged) {
            record.written(
                    Kinds.CLOSE_WRITE,
                    timeNs,
                    ownerOf(place),
                    path,
                    container.files().facts(path));
        }
    }

    @Override
    public void onFound(Place place, String name) {
        tellMade(place, name);
    }

    @Override
    public void onPassedOver(int count) {
        onUnknown.accept(count);
    }

    private void tellMade(Place place, String name) {
        ContainerWatch container = place.container();
        String path = place.child(name);
        FileFacts before = container.look(path);
        FileFacts facts = container.latest(path);
        if (before != null && before.inode() == facts.inode()) {
            // It was found in a directory that had just come to be, and is told.
            return;
        }
        Owner owner = ownerOf(place);
        if (facts.isDirectory()) {
            record.changed(Kinds.MKDIR, timeNs, owner, path, facts, "");
        } else if (facts.isSymbolicLink()) {
            record.changed(
                    Kinds.SYMLINK,
                    timeNs,
                    owner,
                    path,
                    FileFacts.UNKNOWN,
                    container.files().target(path));
        } else if (facts.links() > 1) {
            record.moved(Kinds.LINK, timeNs, owner, "", path);
        } else {
            record.made(timeNs, owner, path, facts);
        }
    }

    private void tellAttributes(Place place, String path) {
        FileFacts before = place.container().look(path);
        FileFacts now = place.container().latest(path);
        if (before == null || before.inode() != now.inode()) {
            // It has another name by now, or was not looked at before: what changed is not known.
            onUnknown.accept(1);
            return;
        }
        if (before.mode() != now.mode()) {
            record.changed(Kinds.CHMOD, timeNs, ownerOf(place), path, now, "");
        }
        if (before.uid() != now.uid() || before.gid() != now.gid()) {
            record.changed(Kinds.CHOWN, timeNs, ownerOf(place), path, now, "");
        }
    }

    private Owner ownerOf(Place place) {
        return directories.isShared(place) ? Owner.UNKNOWN : place.container().somebody();
    }
}
