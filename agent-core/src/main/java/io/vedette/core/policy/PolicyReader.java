package io.vedette.core.policy;

import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads a policy, and takes nothing in it for granted.
final class PolicyReader {

    private static final String VERSION = "1";
    private static final int MOST_RULES = 1_000;
    private static final int MOST_NAME = 100;

    private final Fields fields;
    private final Document document;
    private final Conditions conditions;

    PolicyReader(Document document) {
        this.document = document;
        fields = new Fields(document.source());
        conditions = new Conditions(fields);
    }

    Policy read() throws DefinitionException {
        if (document.roots().isEmpty()) {
            throw new DefinitionException("it is empty: a policy has version, default and rules");
        }
        if (document.roots().size() > 1) {
            throw fields.wrong(document.roots().get(1), "a policy is one document, and another one begins here");
        }
        Node root = document.roots().getFirst();
        fields.check(root, "a policy", List.of("version", "default"), List.of("guardduty-tag", "vedette-tag", "rules"));
        Node version = fields.required(root, "version");
        if (!fields.text(version, "version").equals(VERSION)) {
            throw fields.wrong(version, "version has to be " + VERSION + ", the only one there is");
        }
        boolean byDefault = fields.onOff(fields.required(root, "default"), "default");
        List<Rule> tags = new ArrayList<>();
        tags.addAll(isHonoured(root, "guardduty-tag") ? ManagedTags.guardDuty() : List.of());
        tags.addAll(isHonoured(root, "vedette-tag") ? ManagedTags.own() : List.of());
        return new Policy(byDefault, rules(root), tags);
    }

    private boolean isHonoured(Node root, String key) throws DefinitionException {
        if (root.at(key).isEmpty()) {
            return true;
        }
        Node value = fields.required(root, key);
        return switch (fields.text(value, key)) {
            case "honour" -> true;
            case "ignore" -> false;
            default -> throw fields.wrong(value, key + " has to be honour or ignore");
        };
    }

    private List<Rule> rules(Node root) throws DefinitionException {
        if (root.at("rules").isEmpty()) {
            return List.of();
        }
        List<Node> items = fields.list(fields.required(root, "rules"), "rules");
        if (items.size() > MOST_RULES) {
            throw fields.wrong(
                    items.get(MOST_RULES),
                    "there are more than " + MOST_RULES + " rules: put accounts or names of one kind into a list");
        }
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node item : items) {
            fields.check(item, "a rule", List.of("name", "inject", "match"), List.of());
            Node name = fields.required(item, "name");
            String text = fields.text(name, "name");
            if (text.isBlank() || text.length() > MOST_NAME) {
                throw fields.wrong(name, "the name of a rule has 1 to " + MOST_NAME + " characters");
            }
            if (!names.add(text)) {
                throw fields.wrong(name, "another rule has the name " + Words.quoted(text) + ": give each its own");
            }
            boolean isOn = fields.onOff(fields.required(item, "inject"), "inject");
            rules.add(new Rule(text, isOn, Rule.Origin.POLICY, conditions.read(fields.required(item, "match"))));
        }
        return List.copyOf(rules);
    }
}
