package io.vedette.core.inject.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Document document(String text) throws DefinitionException {
        return Document.parse(Source.decode(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> between(String before, String after) throws DefinitionException {
        return JsonPatch.between(document(before), document(after));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {\"a\": 1}",
                "{\"a\": []} | {\"a\": [1, {\"b\": null}]}",
                "{\"a\": [{\"b\": 1}]} | {\"a\": [{\"b\": 1, \"c\": [true]}, 2]}",
                "{\"a/b\": {\"~\": {}}} | {\"a/b\": {\"~\": {\"~x/\": \"\\u00fc\\n\\\"\"}}, \"\": 0}",
                "{\"a\": 1.0} | {\"a\": 1.0, \"b\": 1e400}",
                "[[1], [2]] | [[1, 2], [2], [3]]",
            })
    void othersMakeOfItWhatWasMeant(String before, String after) throws Exception {
        String patch = between(before, after).orElseThrow();

        assertThat(com.flipkart.zjsonpatch.JsonPatch.apply(JSON.readTree(patch), JSON.readTree(before)))
                .isEqualTo(JSON.readTree(after));
        assertThat(JSON.readTree(patch))
                .allMatch(one -> one.get("op").textValue().equals("add"));
    }

    @Test
    void whatIsTheSameTakesNothing() throws DefinitionException {
        assertThat(between("{\"a\": [1]}", "{ \"a\" : [ 1 ] }")).contains("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1} | {\"a\": 2}",
                "{\"a\": 1} | {\"a\": \"1\"}",
                "{\"a\": 1} | {}",
                "{\"a\": 1} | {\"b\": 0, \"a\": 1}",
                "{\"a\": [1, 2]} | {\"a\": [0, 1, 2]}",
                "{\"a\": [1, 2]} | {\"a\": [1]}",
                "{\"a\": {}} | {\"a\": []}",
                "{\"a\": 1} | {\"a\": {\"b\": 1}}",
            })
    void whatTakesMoreThanAdditionsHasNone(String before, String after) throws DefinitionException {
        assertThat(between(before, after)).isEmpty();
    }

    @Test
    void yamlHasNone() throws DefinitionException {
        assertThat(between("a: 1\n", "a: 1\nb: 2\n")).isEmpty();
    }
}
