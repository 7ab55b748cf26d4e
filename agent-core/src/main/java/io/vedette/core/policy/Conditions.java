package io.vedette.core.policy;

import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.inject.text.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Reads what rules ask, for one policy.
final class Conditions {

    private static final List<String> NAMES =
            Arrays.stream(Attribute.values()).map(Attribute::toString).toList();
    private static final int MOST_VALUES = 20_000;
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}|[0-9*]*\\*[0-9*]*");

    private final Fields fields;
    private int values;

    Conditions(Fields fields) {
        this.fields = fields;
    }

    /// @param match of a rule
    List<Condition> read(Node match) throws DefinitionException {
        List<Condition> conditions = new ArrayList<>();
        for (Node.Member member : fields.members(match, "match")) {
            String name = fields.key(member);
            Attribute attribute = Attribute.named(name)
                    .orElseThrow(() -> fields.wrong(member.key(), Fields.unknown("match", name, NAMES)));
            if (attribute.hasKeys()) {
                for (Node.Member keyed : keyed(member.value(), name)) {
                    String key = fields.key(keyed);
                    conditions.add(new Condition(attribute, key, patterns(keyed.value(), attribute, name + " " + key)));
                }
            } else {
                conditions.add(new Condition(attribute, "", patterns(member.value(), attribute, name)));
            }
        }
        if (conditions.isEmpty()) {
            throw fields.wrong(match, "match asks nothing: what holds for all tasks is the default");
        }
        return List.copyOf(conditions);
    }

    private List<Node.Member> keyed(Node node, String name) throws DefinitionException {
        List<Node.Member> members = fields.members(node, name);
        if (members.isEmpty()) {
            throw fields.wrong(node, name + " asks nothing: name a key, with \"*\" for any value");
        }
        return members;
    }

    private List<Glob> patterns(Node node, Attribute attribute, String name) throws DefinitionException {
        boolean isList = node.resolved() instanceof Node.Items;
        List<Node> items = isList ? fields.list(node, name) : List.of(node);
        if (items.isEmpty()) {
            throw fields.wrong(node, name + " has an empty list, which nothing matches");
        }
        List<Glob> patterns = new ArrayList<>();
        for (Node item : items) {
            String text = fields.text(item, name);
            if (text.isEmpty() && !attribute.hasKeys()) {
                throw fields.wrong(item, name + " has no value");
            }
            if (attribute == Attribute.ACCOUNT && !ACCOUNT.matcher(text).matches()) {
                throw fields.wrong(item, "an account has 12 digits, or fewer with *, not " + Words.quoted(text));
            }
            if (++values > MOST_VALUES) {
                throw fields.wrong(
                        item, "there are more than " + MOST_VALUES + " values: let * stand for some of them");
            }
            patterns.add(new Glob(text));
        }
        return List.copyOf(patterns);
    }
}
