package io.vedette.core.demo;

import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Gap;
import io.vedette.v1.Loss;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;

/// Shows events in a terminal as they arrive, above a line with rates, losses and latency.
///
/// One lock: the endpoint's thread adds events, the demo's thread refreshes the line. Without a terminal
/// there are no colours and no such line.
public final class LiveView {

    private static final String CLEAR_REST = "\033[K";
    private static final String CLEAR_LINE = "\r" + CLEAR_REST;

    /// A long line is cut at the edge: one that went on in the next row could not be cleared. What does not
    /// fit ends up in the last column, where `CLEAR_REST` takes it away.
    private static final String WRAP_OFF = "\033[?7l";

    private static final String WRAP_ON = "\033[?7h";

    private final PrintStream out;
    private final boolean terminal;
    private final Palette palette;
    private final Supplier<String> status;

    /// @param status what stands in the last line, asked for whenever it is drawn
    public LiveView(PrintStream out, boolean terminal, Supplier<String> status) {
        this.out = out;
        this.terminal = terminal;
        this.status = status;
        palette = new Palette(terminal);
    }

    public synchronized void show(EventBatch batch) {
        StringBuilder lines = new StringBuilder(terminal ? CLEAR_LINE + WRAP_OFF : "");
        for (Event event : batch.getEventsList()) {
            lines.append(EventLine.of(batch, event, palette))
                    .append(terminal ? CLEAR_REST : "")
                    .append('\n');
        }
        for (Loss loss : batch.getLossesList()) {
            String sentence = String.format(
                    Locale.ROOT,
                    "lost %d %s: %s",
                    loss.getCount(),
                    loss.getKind().name().toLowerCase(Locale.ROOT),
                    DemoSummary.causeOf(loss));
            lines.append(palette.bad(sentence)).append('\n');
        }
        for (Gap gap : batch.getGapsList()) {
            lines.append(palette.bad("not watched for a while: " + EventLine.printable(gap.getCauseBytes())))
                    .append('\n');
        }
        out.print(lines.append(terminal ? WRAP_ON : ""));
        drawStatus();
    }

    public synchronized void refresh() {
        if (terminal) {
            out.print(CLEAR_LINE);
            drawStatus();
        }
    }

    /// Takes the status line away.
    public synchronized void end() {
        if (terminal) {
            out.print(CLEAR_LINE);
        }
        out.flush();
    }

    private void drawStatus() {
        if (terminal) {
            out.print(WRAP_OFF + palette.dim(status.get()) + CLEAR_REST + WRAP_ON);
        }
        out.flush();
    }
}
