package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Alias;
import io.vedette.core.inject.text.Node.Form;
import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;
import io.vedette.core.inject.text.Node.Scalar;
import java.util.List;
import java.util.Set;

/// Compares what two texts hold, whatever they look like.
///
/// @param leftOut places in the second text of items and members that count for nothing
record Comparison(Set<Span> leftOut) {

    /// Whether the second text holds the same as the first one, in the same order.
    boolean isSame(Document first, Document second) {
        return all(first.roots(), second.roots());
    }

    boolean isSame(Node first, Node second) {
        if (!first.tag().equals(second.tag()) || !first.anchor().equals(second.anchor())) {
            return false;
        }
        return switch (first) {
            case Scalar scalar ->
                second instanceof Scalar other
                        && scalar.value().equals(other.value())
                        && (scalar.form() == Form.PLAIN) == (other.form() == Form.PLAIN);
            case Alias alias -> second instanceof Alias other && alias.name().equals(other.name());
            case Items list -> second instanceof Items other && all(list.items(), kept(other));
            case Members mapping -> second instanceof Members other && allMembers(mapping.members(), kept(other));
        };
    }

    private List<Node> kept(Items list) {
        return list.items().stream()
                .filter(item -> !leftOut.contains(item.span()))
                .toList();
    }

    private List<Member> kept(Members mapping) {
        return mapping.members().stream()
                .filter(member -> !leftOut.contains(member.span()))
                .toList();
    }

    private boolean allMembers(List<Member> first, List<Member> second) {
        return all(
                        first.stream().map(Member::key).toList(),
                        second.stream().map(Member::key).toList())
                && all(
                        first.stream().map(Member::value).toList(),
                        second.stream().map(Member::value).toList());
    }

    private boolean all(List<Node> first, List<Node> second) {
        boolean same = first.size() == second.size();
        for (int i = 0; same && i < first.size(); i++) {
            same = isSame(first.get(i), second.get(i));
        }
        return same;
    }
}
