package io.vedette.core.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.bpf.Hook.Continuation;
import io.vedette.core.bpf.Hook.Syscalls;
import io.vedette.core.bpf.Hook.Tracepoint;
import io.vedette.core.event.Kinds;
import io.vedette.v1.EventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/events.md` says of each kind which hooks it comes from.
final class HooksDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/events.md");

    /// Calls of other widths, as the document has them.
    private static final Map<String, String> PLAIN = Map.of("mmap2", "mmap", "sendfile64", "sendfile");

    /// A write that goes to another file than before tells the close that was not seen.
    private static final List<Program> LATE_CLOSES = List.of(Program.WRITE, Program.WRITEV);

    @Test
    void namesTheHooksOfEachKind() throws IOException {
        for (Program program : Program.values()) {
            for (int kind : program.kinds()) {
                if (Kinds.isEvent(kind) && !(kind == Kinds.CLOSE_WRITE && LATE_CLOSES.contains(program))) {
                    assertThat(hooks(program, kind))
                            .as("%s, from %s", EventKind.forNumber(kind), program)
                            .isNotEmpty()
                            .allSatisfy(hook -> assertThat(section(kind)).contains(hook));
                }
            }
        }
    }

    private static List<String> hooks(Program program, int kind) {
        return switch (program.hook()) {
            case Syscalls calls -> {
                String[] ofKind = FileCalls.names(kind);
                Stream<String> names = ofKind.length > 0 && calls.names().containsAll(List.of(ofKind))
                        ? Stream.of(ofKind)
                        : calls.names().stream();
                yield names.map(HooksDocumentTest::quoted).toList();
            }
            case Tracepoint tracepoint when tracepoint.name().equals("io_uring_complete") -> List.of("io_uring");
            case Tracepoint tracepoint -> List.of(quoted(tracepoint.name()));
            case Continuation continuation -> List.of(quoted(continuation.calls()));
            case Hook.Iterator iterator -> List.of();
        };
    }

    private static String quoted(String name) {
        String plain = PLAIN.getOrDefault(name, name.startsWith("pwrite") ? name : name.replaceFirst("(32|64)$", ""));
        return "`" + plain + "`";
    }

    /// What stands below the heading of a kind, before its table.
    private static String section(int kind) throws IOException {
        String text = Files.readString(DOCUMENT);
        String heading = "\n### " + EventKind.forNumber(kind).name().toLowerCase(Locale.ROOT) + "\n";
        int start = text.indexOf(heading);
        assertThat(start).as(heading.strip()).isNotNegative();
        return text.substring(start, text.indexOf("\n| field |", start));
    }
}
