package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Form;
import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Members;
import io.vedette.core.inject.text.Node.Scalar;

/// Where the last line of a value ends that stands in lines of its own.
final class BlockEnd {

    private BlockEnd() {}

    /// @return the offset of its line break, or of the end of the text
    /// @throws DefinitionException when something follows in the same line
    static int of(Source source, Node node) throws DefinitionException {
        Node last = last(node);
        if (last instanceof Scalar scalar && scalar.form() == Form.BLOCK) {
            return source.beforeBreak(scalar.span().end());
        }
        int end = source.lineEnd(last.span().end());
        String rest = source.text().substring(last.span().end(), end).strip();
        if (!rest.isEmpty() && rest.charAt(0) != '#') {
            throw new DefinitionException(
                    "nothing can be put behind " + source.place(last.span().end()) + ": more follows in that line");
        }
        return end;
    }

    private static Node last(Node node) {
        return switch (node) {
            case Items list
            when !list.flow() && !list.items().isEmpty() -> last(list.items().getLast());
            case Members mapping
            when !mapping.flow() && !mapping.members().isEmpty() ->
                last(mapping.members().getLast().value());
            default -> node;
        };
    }
}
