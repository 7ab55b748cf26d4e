package io.vedette.core.injector;

import io.vedette.core.telemetry.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What came of a definition, beside it.
final class OutcomeHeaders {

    private static final int MOST = 20;

    private OutcomeHeaders() {}

    static List<Map.Entry<String, String>> of(Injected injected) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Vedette-Outcome", injected.state().name().toLowerCase(Locale.ROOT)));
        injected.sentences().stream()
                .limit(MOST)
                .forEach(sentence -> headers.add(Map.entry("Vedette-Note", ascii(Plain.text(sentence)))));
        return headers;
    }

    /// Headers take nothing else for sure.
    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
