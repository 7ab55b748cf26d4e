package io.vedette.core.coverage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/// Appends events to a file, or to the standard output, a line each. One thread.
final class LineOutlet implements Outlet {

    private final String file;
    private final Consumer<String> log;
    private long lost;

    /// @param file is opened for each event, so that it can be moved away; `-` is the standard
    ///     output
    LineOutlet(String file, Consumer<String> log) {
        this.file = file;
        this.log = log;
    }

    @Override
    public void tell(byte[] event) {
        byte[] line = Arrays.copyOf(event, event.length + 1);
        line[event.length] = '\n';
        if (file.equals("-")) {
            System.out.write(line, 0, line.length);
            System.out.flush();
            return;
        }
        try (OutputStream out =
                Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(line);
        } catch (IOException failed) {
            lost++;
            if (Long.bitCount(lost) == 1) {
                log.accept("a change of coverage could not be written to " + file + ": " + failed.getMessage() + " ("
                        + lost + " so far)");
            }
        }
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public void close() {}
}
