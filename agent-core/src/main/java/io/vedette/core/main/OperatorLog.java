package io.vedette.core.main;

import io.vedette.core.telemetry.Plain;
import java.io.PrintStream;

/// Where sentences for the operator go: one a line, with nothing in it that a terminal would obey, whatever names they
/// quote. Any thread.
record OperatorLog(PrintStream out) {

    void say(String sentence) {
        out.println("vedette: " + Plain.text(sentence));
    }
}
