package io.vedette.core.inject.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vedette.core.inject.text.Node.Form;
import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;
import io.vedette.core.inject.text.Node.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads JSON into nodes. Numbers, `true`, `false` and `null` are plain scalars with the characters that stand
/// there.
final class JsonTree {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxNumberLength(1000)
                    .build())
            .build();

    private final Source source;
    private final JsonParser parser;

    private JsonTree(Source source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /// @throws DefinitionException saying where it is no JSON
    static Document parse(Source source) throws DefinitionException {
        try (JsonParser parser = FACTORY.createParser(source.text())) {
            if (parser.nextToken() == null) {
                throw new DefinitionException("it is empty");
            }
            Node root = new JsonTree(source, parser).node();
            if (parser.nextToken() != null) {
                throw new DefinitionException("it is no JSON: something follows the end at "
                        + source.place((int) parser.currentTokenLocation().getCharOffset()));
            }
            return new Document(source, true, List.of(root), Set.of());
        } catch (JsonProcessingException wrong) {
            int at = wrong.getLocation() == null ? 0 : (int) wrong.getLocation().getCharOffset();
            String place = source.place(Math.clamp(at, 0, source.text().length()));
            throw new DefinitionException("it is no JSON: " + place + ": " + wrong.getOriginalMessage());
        } catch (IOException wrong) {
            throw new DefinitionException("it is no JSON: " + wrong.getMessage());
        }
    }

    private Node node() throws IOException, DefinitionException {
        JsonToken token = parser.currentToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        return switch (token) {
            case START_OBJECT -> members(start);
            case START_ARRAY -> items(start);
            case VALUE_STRING -> {
                String text = parser.getText();
                int end = (int) parser.currentLocation().getCharOffset();
                yield new Scalar(new Span(start, end), "", "", text, Form.QUOTED);
            }
            default -> {
                String text = parser.getText();
                yield new Scalar(new Span(start, start + text.length()), "", "", text, Form.PLAIN);
            }
        };
    }

    private Items items(int start) throws IOException, DefinitionException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Items(closed(start), "", "", true, start + 1, List.copyOf(items));
    }

    private Members members(int start) throws IOException, DefinitionException {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int from = (int) parser.currentTokenLocation().getCharOffset();
            String name = parser.currentName();
            members.add(member(new Scalar(new Span(from, closingQuote(from) + 1), "", "", name, Form.QUOTED)));
        }
        return new Members(closed(start), "", "", true, start + 1, List.copyOf(members));
    }

    private Member member(Scalar key) throws IOException, DefinitionException {
        parser.nextToken();
        return new Member(key, node());
    }

    /// The parser is behind the colon already.
    private int closingQuote(int opening) {
        String text = source.text();
        int at = opening + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private Span closed(int start) {
        return new Span(start, (int) parser.currentTokenLocation().getCharOffset() + 1);
    }
}
