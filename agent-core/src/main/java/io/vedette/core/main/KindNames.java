package io.vedette.core.main;

import io.vedette.v1.EventKind;
import java.util.Locale;

/// Names of event kinds as they stand in JSON and on the command line.
final class KindNames {

    private KindNames() {}

    static String of(int kind) {
        EventKind known = EventKind.forNumber(kind);
        return known == null ? "kind_" + kind : known.name().toLowerCase(Locale.ROOT);
    }
}
