package io.vedette.core.inject.ecs;

import java.util.Locale;

/// How names of fields are written.
enum Spelling {
    /// As in ECS's own API.
    API,
    /// As in CloudFormation.
    TEMPLATE;

    /// @param name as in the API
    String of(String name) {
        return this == API ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
