package io.vedette.transport.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.v1.EventBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares what is written with a file that was reviewed.
final class Golden {

    private Golden() {}

    static void check(Path file, String content) throws IOException {
        if (Boolean.getBoolean("golden.regenerate")) {
            Files.writeString(file, content);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "others rely on this; if the change is meant, run the test with -Dtests.jvmArgs="
                                + "-Dgolden.regenerate=true and review the difference of %s",
                        file)
                .isEqualTo(content);
    }

    static String lines(BatchLines lines, EventBatch batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.write(batch, out);
        return out.toString(UTF_8);
    }
}
