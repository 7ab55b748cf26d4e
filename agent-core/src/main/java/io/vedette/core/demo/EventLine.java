package io.vedette.core.demo;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Process;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// One event as a line for people: time, container, pid, what happened.
///
/// Names come from processes that may be hostile to the terminal: whatever isn't printable is shown as `?`.
final class EventLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int CONTAINER_CHARS = 12;
    private static final int FULL_ID_CHARS = 64;
    private static final int MAX_CHARS = 400;

    private EventLine() {}

    static String kindOf(Event event) {
        return event.getDetailCase() == Event.DetailCase.DETAIL_NOT_SET
                ? "unknown"
                : event.getDetailCase().name().toLowerCase(Locale.ROOT);
    }

    static String of(EventBatch batch, Event event, Palette palette) {
        Process process = batch.getProcesses(event.getProcess());
        long timeNs = batch.getBaseTimeNs() + event.getTimeOffsetNs();
        Instant time = Instant.ofEpochSecond(timeNs / 1_000_000_000, timeNs % 1_000_000_000);
        return String.format(
                "%s  %s  %7d  %s",
                palette.dim(TIME.format(time)),
                palette.container(container(batch.getContainers(event.getContainer()))),
                process.getHostPid(),
                what(event, process, palette));
    }

    private static String what(Event event, Process process, Palette palette) {
        String command = command(process.getBinary(), process.getArgsList());
        return switch (event.getDetailCase()) {
            case EXEC -> palette.good("exec") + "   " + command;
            case EXEC_FAILED ->
                palette.bad("failed errno " + event.getExecFailed().getErrno()) + " "
                        + command(
                                event.getExecFailed().getPath(),
                                event.getExecFailed().getArgsList());
            case FORK ->
                palette.dim("fork") + "   "
                        + palette.dim("-> " + event.getFork().getChildHostPid() + "  " + command);
            case EXIT -> exit(event, command, palette);
            case DETAIL_NOT_SET -> kindOf(event) + " " + command;
            default -> other(event, process, palette);
        };
    }

    private static String exit(Event event, String command, Palette palette) {
        int signal = event.getExit().getSignal();
        int code = event.getExit().getCode();
        String how = signal != 0 ? "signal " + signal : String.valueOf(code);
        String shown = "exit " + how;
        return (signal == 0 && code == 0 ? palette.dim(shown) : palette.bad(shown)) + " " + palette.dim(command);
    }

    private static String other(Event event, Process process, Palette palette) {
        int field = event.getDetailCase().getNumber();
        Message detail = (Message) event.getField(Event.getDescriptor().findFieldByNumber(field));
        int errno = DetailText.errno(detail);
        String kind = errno == 0 ? palette.good(kindOf(event)) : palette.bad(kindOf(event) + " errno " + errno);
        return kind + " " + cut(DetailText.of(detail)) + "  " + palette.dim(printable(process.getBinary()));
    }

    private static String cut(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
    }

    /// The binary, and the arguments behind the first. That one is shown where it is another name, as with
    /// busybox.
    private static String command(ByteString binary, List<ByteString> args) {
        StringBuilder text = new StringBuilder(printable(binary));
        String called = args.isEmpty() ? "" : baseName(printable(args.getFirst()));
        if (!called.isEmpty() && !called.equals(baseName(text.toString()))) {
            text.append(" [").append(called).append(']');
        }
        for (int i = 1; i < args.size() && text.length() < MAX_CHARS; i++) {
            text.append(' ').append(args.get(i).isEmpty() ? "''" : printable(args.get(i)));
        }
        return cut(text.toString());
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String container(Container container) {
        String id = container.getId().isEmpty() ? "host" : container.getId();
        String name = container.getName().isEmpty() ? id : container.getName();
        String shown = printable(ByteString.copyFromUtf8(name));
        // Tools show the start of an id of 64 digits. The task's part of a Fargate id is the same for all of its
        // containers: the end tells them apart.
        int cut = Math.max(0, shown.length() - CONTAINER_CHARS);
        String part = shown.length() == FULL_ID_CHARS ? shown.substring(0, CONTAINER_CHARS) : shown.substring(cut);
        return String.format("%-" + CONTAINER_CHARS + "s", part);
    }

    static String printable(ByteString bytes) {
        StringBuilder text = new StringBuilder();
        bytes.toStringUtf8().codePoints().limit(MAX_CHARS).forEach(c -> text.appendCodePoint(isPrintable(c) ? c : '?'));
        return text.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
