package io.vedette.core.sensor.inotify;

import java.util.ArrayList;
import java.util.List;

/// A path that is watched, name by name; `*` stands for any one name.
///
/// @param names from the root on, at least one
record PathPattern(List<String> names) {

    static final String ANY = "*";

    PathPattern {
        names = List.copyOf(names);
    }

    /// @param path absolute, below the root, without `.` and `..`, one char a byte
    static PathPattern of(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new PathPattern(names);
    }

    /// Whether a name may stand at this place.
    boolean matches(int at, String name) {
        return names.get(at).equals(ANY) || names.get(at).equals(name);
    }

    boolean isLast(int at) {
        return at == names.size() - 1;
    }
}
