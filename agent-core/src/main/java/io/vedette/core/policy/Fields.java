package io.vedette.core.policy;

import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Takes values out of a text, and says where they are not what they should be.
record Fields(Source source) {

    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /// @param what can't be used, and what can
    DefinitionException wrong(Node node, String what) {
        return new DefinitionException(source.place(node.span().start()) + ": " + what);
    }

    /// @param owner as in "a rule"
    /// @throws DefinitionException when it is no mapping, or has other keys, or lacks some
    void check(Node node, String owner, List<String> required, List<String> optional) throws DefinitionException {
        List<String> known = new ArrayList<>(required);
        known.addAll(optional);
        List<String> found = new ArrayList<>();
        for (Node.Member member : members(node, owner)) {
            String key = key(member);
            if (!known.contains(key)) {
                throw wrong(member.key(), unknown(owner, key, known));
            }
            found.add(key);
        }
        for (String key : required) {
            if (!found.contains(key)) {
                throw wrong(node, owner + " needs " + key + ": it has " + String.join(", ", known));
            }
        }
    }

    static String unknown(String owner, String key, List<String> known) {
        return owner + " has no " + Words.quoted(key) + ": it has " + String.join(", ", known);
    }

    /// Of a mapping that is written out, each once.
    List<Node.Member> members(Node node, String owner) throws DefinitionException {
        if (!(node.resolved() instanceof Node.Members mapping) || !mapping.tag().isEmpty()) {
            throw wrong(node, owner + " has to be a mapping of names to values");
        }
        return mapping.members();
    }

    String key(Node.Member member) throws DefinitionException {
        return text(member.key(), "a key");
    }

    /// A member that [#check] has found.
    Node required(Node owner, String key) throws DefinitionException {
        return owner.at(key).orElseThrow(() -> wrong(owner, key + " is missing"));
    }

    List<Node> list(Node node, String name) throws DefinitionException {
        if (!(node.resolved() instanceof Node.Items items) || !items.tag().isEmpty()) {
            throw wrong(node, name + " has to be a list");
        }
        return items.items();
    }

    /// Of a scalar that is something.
    String text(Node node, String name) throws DefinitionException {
        String text = node.plainText().orElseThrow(() -> wrong(node, name + " has to be a text"));
        boolean isPlain = node.resolved() instanceof Node.Scalar scalar && scalar.form() == Node.Form.PLAIN;
        if (isPlain && NOTHING.contains(text)) {
            throw wrong(node, name + " has no value");
        }
        return text;
    }

    /// Tools that know an older YAML make `true` of `on`.
    boolean onOff(Node node, String name) throws DefinitionException {
        return switch (text(node, name)) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw wrong(node, name + " has to be on or off");
        };
    }
}
