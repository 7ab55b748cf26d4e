package io.vedette.core.sensor;

import io.vedette.core.sensor.sockets.OwnConnects;
import java.util.List;

/// What the sensors that watch from outside have to know.
///
/// @param watchPaths whose changes are watched beside sensitive files, absolute
/// @param own connections of the agent
public record OutsideConfig(List<String> watchPaths, OwnConnects own) {

    public OutsideConfig {
        watchPaths = List.copyOf(watchPaths);
    }
}
