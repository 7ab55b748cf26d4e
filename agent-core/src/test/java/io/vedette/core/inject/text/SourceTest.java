package io.vedette.core.inject.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SourceTest {

    private static final Source LINES = new Source(false, "a\r\n  b\nc\rd");

    @Test
    void linesEndAsTheyDo() {
        assertThat(LINES.lineBreak(0)).isEqualTo("\r\n");
        assertThat(LINES.lineBreak(5)).isEqualTo("\n");
        assertThat(LINES.lineBreak(7)).isEqualTo("\r");
        assertThat(LINES.lineBreak(9)).as("of the last line").isEqualTo("\r");
        assertThat(LINES.indent(5)).isEqualTo("  ");
        assertThat(LINES.place(5)).isEqualTo("line 2, column 3");
        assertThat(LINES.place(9)).isEqualTo("line 4, column 1");
        assertThat(LINES.beforeBreak(3)).isEqualTo(1);
        assertThat(LINES.afterBreak(1)).isEqualTo(3);
    }

    @Test
    void aByteOrderMarkIsKeptAndIsNoText() throws DefinitionException {
        byte[] bytes = "\uFEFFx".getBytes(StandardCharsets.UTF_8);

        Source source = Source.decode(bytes);

        assertThat(source.text()).isEqualTo("x");
        assertThat(source.encode()).isEqualTo(bytes);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> Source.decode(new byte[(4 << 20) + 1])).hasMessageContaining("4194304");
    }

    @Test
    void placesOfYamlCountCharactersBeyondTheFirstPlane() throws DefinitionException {
        Document document = Document.parse(new Source(false, "a: \uD83D\uDE00\nb: x # \uD83D\uDE00\nc: y\n"));

        Node.Members root = (Node.Members) document.roots().getFirst();

        for (Node.Member member : root.members()) {
            Span span = member.value().span();
            assertThat(document.source().text().substring(span.start(), span.end()))
                    .isEqualTo(member.value().text());
        }
    }

    @Test
    void placesOfJsonAreThoseOfItsValues() throws DefinitionException {
        String text = " {\"a\\\"\" :\t[1.5e3, true ,null,\"\\u0041\\\\\" ], \"b\":{}}";
        Node.Members root =
                (Node.Members) Document.parse(new Source(false, text)).roots().getFirst();

        assertThat(root.members().stream()
                        .map(member -> piece(text, member.key().span())))
                .containsExactly("\"a\\\"\"", "\"b\"");
        assertThat(root.members().getFirst().value().list().stream().map(node -> piece(text, node.span())))
                .containsExactly("1.5e3", "true", "null", "\"\\u0041\\\\\"");
        assertThat(piece(text, root.members().getLast().value().span())).isEqualTo("{}");
        assertThat(piece(text, root.span())).isEqualTo(text.strip());
    }

    private static String piece(String text, Span span) {
        return text.substring(span.start(), span.end());
    }
}
