package io.vedette.core.inject.text;

/// Something that can be taken out of a document.
public sealed interface Part {

    Span span();

    Node value();

    record Item(Node.Items list, Node value) implements Part {
        @Override
        public Span span() {
            return value.span();
        }
    }

    record Member(Node.Members mapping, Node.Member member) implements Part {
        @Override
        public Span span() {
            return member.span();
        }

        @Override
        public Node value() {
            return member.value();
        }
    }
}
