package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.vedette.v1.Container;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Exec;
import io.vedette.v1.Process;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeEscapesTest {

    @ParameterizedTest
    @ValueSource(strings = {"json", "ocsf"})
    void noCharacterOfANameActsOnATerminalAndNoneIsLost(String format) throws IOException {
        StringBuilder name = new StringBuilder();
        for (int character = 1; character < 0x3000; character++) {
            name.append((char) character);
        }
        name.append("\ud83d\udc1f");

        String line = line(format, name.toString());

        assertThat(line.trim().codePoints()).noneMatch(SafeEscapesTest::acts);
        assertThat(texts(line)).contains(name.toString());
    }

    private static List<String> texts(String line) throws IOException {
        List<String> texts = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    texts.add(json.getText());
                }
            }
        }
        return texts;
    }

    private static boolean acts(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069".indexOf(character) >= 0;
    }

    private static String line(String format, String binary) throws IOException {
        EventBatch batch = EventBatch.newBuilder()
                .addContainers(Container.getDefaultInstance())
                .addProcesses(Process.newBuilder().setContainer(0).setBinary(ByteString.copyFromUtf8(binary)))
                .addEvents(Event.newBuilder().setExec(Exec.getDefaultInstance()))
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BatchLines.named(format).write(batch, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
