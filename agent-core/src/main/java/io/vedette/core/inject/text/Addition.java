package io.vedette.core.inject.text;

/// Something to be added to a document.
public sealed interface Addition {

    Value value();

    /// What it is added to.
    Node collection();

    /// Comes last in a list.
    record Item(Node.Items list, Value value) implements Addition {
        @Override
        public Node collection() {
            return list;
        }
    }

    /// Comes last in a mapping.
    record Member(Node.Members mapping, String key, Value value) implements Addition {
        @Override
        public Node collection() {
            return mapping;
        }
    }
}
