package io.vedette.core.inject.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value in a JSON or YAML text, with its place. Tags that nobody here knows, as those of CloudFormation, stay
/// what they are.
public sealed interface Node {

    /// From its tag or anchor, if it has one, to the end of its last character that is no blank or comment.
    Span span();

    /// As `!Ref`, empty when it has none.
    String tag();

    /// Without the ampersand, empty when it has none.
    String anchor();

    /// How a scalar is written.
    enum Form {
        PLAIN,
        QUOTED,
        BLOCK
    }

    record Scalar(Span span, String tag, String anchor, String value, Form form) implements Node {}

    /// @param target what stands at the anchor; null when it is not complete there
    record Alias(Span span, String name, @Nullable Node target) implements Node {
        @Override
        public String tag() {
            return "";
        }

        @Override
        public String anchor() {
            return "";
        }
    }

    /// @param flow whether it stands in brackets
    /// @param inside behind the opening bracket, or at the first dash
    record Items(Span span, String tag, String anchor, boolean flow, int inside, List<Node> items) implements Node {}

    /// @param flow whether it stands in braces
    /// @param inside behind the opening brace, or at the first key
    record Members(Span span, String tag, String anchor, boolean flow, int inside, List<Member> members)
            implements Node {}

    /// @param key mostly a scalar
    record Member(Node key, Node value) {

        /// Empty when it is no text.
        String name() {
            return key instanceof Scalar scalar ? scalar.value() : "";
        }

        Span span() {
            return new Span(key.span().start(), value.span().end());
        }
    }

    /// What an alias stands for, else this.
    default Node resolved() {
        return this instanceof Alias alias && alias.target() != null ? alias.target() : this;
    }

    /// The member of that name, here or in what is merged in (`<<`).
    default Optional<Node> at(String name) {
        return Merges.find(this, name);
    }

    /// The texts in a mapping by their names, with those of what is merged in. Other values are left out.
    default Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Member member : Merges.all(this)) {
            member.value().plainText().ifPresent(text -> texts.putIfAbsent(member.name(), text));
        }
        return texts;
    }

    /// The elements of a list that is written out; empty when it is none.
    default List<Node> list() {
        return resolved() instanceof Items list && list.tag().isEmpty() ? list.items() : List.of();
    }

    /// The text of a scalar that no tag gives another meaning; empty when it is none.
    default String text() {
        return plainText().orElse("");
    }

    /// The text of a scalar that no tag gives another meaning, be it empty; no other value has one.
    default Optional<String> plainText() {
        return resolved() instanceof Scalar scalar && scalar.tag().isEmpty()
                ? Optional.of(scalar.value())
                : Optional.empty();
    }

    /// The text of the member of that name; empty when there is none.
    default String text(String name) {
        return at(name).map(Node::text).orElse("");
    }
}
