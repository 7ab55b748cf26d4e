package io.vedette.core.inject.target;

import io.vedette.core.inject.text.Addition;
import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Part;
import io.vedette.core.inject.text.Value;
import java.util.List;
import java.util.Optional;

/// One value in a mapping, which is added where nothing stands.
///
/// @param owner the mapping
public record Setting(Node owner, String key, Value value) {

    /// What a [Mark] has to say when it is added.
    ///
    /// @return empty when something stands there already
    public Optional<String> mark() {
        boolean isFree = owner instanceof Node.Members && owner.at(key).isEmpty();
        return isFree ? Optional.of(key) : Optional.empty();
    }

    /// What adds it, where [#mark] says that it can be done.
    public Addition add() {
        return new Addition.Member((Node.Members) owner, key, value);
    }

    /// What was added; nothing when somebody changed it since.
    public List<Part> added(Mark mark) {
        if (!(owner instanceof Node.Members mapping) || !mark.has(key)) {
            return List.of();
        }
        return mapping.members().stream()
                .filter(member -> member.key().text().equals(key) && value.matches(member.value()))
                .<Part>map(member -> new Part.Member(mapping, member))
                .toList();
    }
}
