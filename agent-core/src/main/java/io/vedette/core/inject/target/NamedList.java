package io.vedette.core.inject.target;

import io.vedette.core.inject.text.Addition;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Part;
import io.vedette.core.inject.text.Value;
import java.util.List;
import java.util.Optional;

/// A list of things with names in a mapping, as volumes are, which may be missing.
///
/// @param owner to the mapping
/// @param key of the list
/// @param nameKey of the names in it
public record NamedList(Document document, Route owner, String key, String nameKey) {

    /// Behind the key in a [Mark] when the list was there before.
    private static final String LONGER = "+";

    /// What a [Mark] has to say when an item of that name is added.
    ///
    /// @return empty when none can be added
    public Optional<String> mark(String name) {
        if (!(owner.end() instanceof Node.Members)) {
            return Optional.empty();
        }
        Optional<Route> list = owner.to(key);
        if (list.isEmpty()) {
            return Optional.of(key);
        }
        boolean canBeLonger = list.get().end() instanceof Node.Items items
                && items.tag().isEmpty()
                && list.get().obstacle(document).isEmpty()
                && named(items, name).isEmpty();
        return canBeLonger ? Optional.of(key + LONGER) : Optional.empty();
    }

    /// What adds an item, where [#mark] says that it can be done.
    public Addition add(Value item) {
        Optional<Route> list = owner.to(key);
        return list.isPresent() && list.get().end() instanceof Node.Items items
                ? new Addition.Item(items, item)
                : new Addition.Member((Node.Members) owner.end(), key, new Value.Sequence(List.of(item)));
    }

    /// What was added to it, as far as it is still there.
    public List<Part> added(Mark mark, String name) {
        boolean isMade = mark.has(key);
        boolean isMarked = isMade || mark.has(key + LONGER);
        if (!(owner.end() instanceof Node.Members mapping) || !isMarked) {
            return List.of();
        }
        return mapping.members().stream()
                .filter(member -> member.key().text().equals(key))
                .flatMap(member -> added(mapping, member, name, isMade).stream())
                .toList();
    }

    private List<Part> added(Node.Members mapping, Node.Member member, String name, boolean isMade) {
        if (!(member.value() instanceof Node.Items list)) {
            return List.of();
        }
        List<Node> ours = named(list, name);
        return isMade && ours.size() == list.items().size()
                ? List.of(new Part.Member(mapping, member))
                : ours.stream().<Part>map(item -> new Part.Item(list, item)).toList();
    }

    private List<Node> named(Node.Items list, String name) {
        return list.items().stream()
                .filter(item -> item.text(nameKey).equals(name))
                .toList();
    }
}
