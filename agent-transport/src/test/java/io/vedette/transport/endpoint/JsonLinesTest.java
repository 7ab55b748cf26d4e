package io.vedette.transport.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.vedette.transport.TestBatches;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/lines.jsonl");

    @Test
    void writesEveryKindAsTheGoldenFileSays() throws Exception {
        Golden.check(GOLDEN, lines(GoldenBatch.everything()));
    }

    @Test
    void everyLineStartsWithItsKindAndEndsWithItsBatch() throws Exception {
        assertThat(lines(GoldenBatch.everything()).lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"kind\":\"")
                        .endsWith(",\"batch\":{\"instance\":\"0123456789abcdef000000000000feed\",\"sequence\":9}}")
                        .matches("\\P{Cntrl}+"));
    }

    @Test
    void namesAKindOfALaterSchemaByItsNumber() throws Exception {
        Event later = Event.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                190,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.EMPTY)
                                        .build())
                        .build())
                .build();
        EventBatch batch =
                TestBatches.batch(1, 1, 0).toBuilder().setEvents(0, later).build();

        assertThat(lines(batch)).startsWith("{\"kind\":\"unknown_190\",");
    }

    @Test
    void bytesComeBackFromTheirText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] likely = {'\\', 'x', '4', '1', (byte) 0xff, (byte) 0xc3, (byte) 0xa9, 'g', 'F'};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(8) == 0 ? (byte) random.nextInt() : likely[random.nextInt(likely.length)];
            }

            String text = ByteText.of(ByteString.copyFrom(bytes));

            assertThat(decode(text))
                    .as("seed %d, %s from %s", seed, text, Arrays.toString(bytes))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void textWithoutEscapesStaysAsItIs() {
        for (String text : List.of("", "/bin/sh", "é€😀", "C:\\dir", "\\n", "\\x4", "\\xzz")) {
            assertThat(ByteText.of(text)).isEqualTo(text);
            assertThat(ByteText.of(ByteString.copyFromUtf8(text))).isEqualTo(text);
        }
    }

    /// What a reader does: each `\xHH`, from left to right, becomes its byte.
    private static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("\\x", at) && text.substring(at).matches("(?s)\\\\x[0-9a-fA-F]{2}.*")) {
                bytes.write(Integer.parseInt(text.substring(at + 2, at + 4), 16));
                at += 4;
            } else {
                int end = text.offsetByCodePoints(at, 1);
                bytes.writeBytes(text.substring(at, end).getBytes(UTF_8));
                at = end;
            }
        }
        return bytes.toByteArray();
    }

    private static String lines(EventBatch batch) throws IOException {
        return Golden.lines(new JsonLines(), batch);
    }
}
