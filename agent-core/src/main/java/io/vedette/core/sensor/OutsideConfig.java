package io.vedette.core.sensor;

import java.util.List;

/// What the sensors that watch from outside have to know.
///
/// @param watchPaths whose changes are watched beside sensitive files, absolute
public record OutsideConfig(List<String> watchPaths) {

    public OutsideConfig {
        watchPaths = List.copyOf(watchPaths);
    }
}
