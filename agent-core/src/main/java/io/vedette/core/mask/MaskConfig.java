package io.vedette.core.mask;

import java.util.List;

/// What is masked.
///
/// @param enabled whether anything is
/// @param names of options and variables whose values are secret, beside those that are known
public record MaskConfig(boolean enabled, List<String> names) {

    /// Only what is known.
    public static final MaskConfig DEFAULT = new MaskConfig(true, List.of());

    public MaskConfig {
        names = List.copyOf(names);
    }
}
