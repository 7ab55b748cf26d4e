package io.vedette.core.policy;

import io.vedette.core.telemetry.Plain;

/// How things are called in sentences.
final class Words {

    private static final int MOST = 80;

    private Words() {}

    /// In quotation marks, shortened when it is long, without what a terminal would act on.
    static String quoted(String text) {
        boolean isLong = text.codePointCount(0, text.length()) > MOST;
        String shown = isLong ? text.substring(0, text.offsetByCodePoints(0, MOST)) + "…" : text;
        return '"' + Plain.unstripped(shown) + '"';
    }

    static String onOff(boolean isOn) {
        return isOn ? "on" : "off";
    }
}
