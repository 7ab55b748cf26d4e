package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;
import io.vedette.core.inject.text.Node.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a JSON Patch makes of a tree, as RFC 6902 has it for those that replace nothing. Places in it mean nothing.
final class PatchedTree {

    private static final Span NOWHERE = new Span(0, 0);
    private static final String END = "-";

    private PatchedTree() {}

    /// @param patch a list of operations
    /// @return empty when one of them is no `add`, would replace something, or has no place
    static Optional<Node> apply(Node patch, Node tree) {
        Optional<Node> patched = Optional.of(tree);
        for (Node operation : patch.list()) {
            Optional<Node> value = operation.at("value");
            boolean isAdd = operation.text("op").equals("add") && value.isPresent();
            List<String> path = path(operation.text("path"));
            patched = isAdd ? patched.flatMap(from -> add(from, path, value.get())) : Optional.empty();
        }
        return patched;
    }

    private static List<String> path(String pointer) {
        return Arrays.stream(pointer.split("/", -1))
                .skip(1)
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static Optional<Node> add(Node tree, List<String> path, Node value) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        boolean isPlace = path.size() == 1;
        String token = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        return switch (tree) {
            case Items list
            when isPlace -> token.equals(END) ? Optional.of(items(with(list.items(), value))) : Optional.empty();
            case Items list ->
                index(list, token)
                        .flatMap(index -> add(list.items().get(index), rest, value)
                                .map(changed -> items(with(list.items(), index, changed))));
            case Members mapping
            when isPlace ->
                index(mapping, token).isPresent()
                        ? Optional.empty()
                        : Optional.of(members(with(mapping.members(), member(token, value))));
            case Members mapping ->
                index(mapping, token)
                        .flatMap(index -> add(mapping.members().get(index).value(), rest, value)
                                .map(changed -> members(with(mapping.members(), index, member(token, changed)))));
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> index(Items list, String token) {
        for (int i = 0; i < list.items().size(); i++) {
            if (token.equals(Integer.toString(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> index(Members mapping, String token) {
        for (int i = 0; i < mapping.members().size(); i++) {
            if (mapping.members().get(i).name().equals(token)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    private static <T> List<T> with(List<T> list, int index, T other) {
        List<T> changed = new ArrayList<>(list);
        changed.set(index, other);
        return changed;
    }

    private static Node items(List<Node> items) {
        return new Items(NOWHERE, "", "", true, 0, items);
    }

    private static Node members(List<Member> members) {
        return new Members(NOWHERE, "", "", true, 0, members);
    }

    private static Member member(String name, Node value) {
        return new Member(new Scalar(NOWHERE, "", "", name, Node.Form.QUOTED), value);
    }
}
