package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Looks for members in mappings and in what is merged into them, each mapping once, however often it is merged in.
final class Merges {

    private static final String KEY = "<<";

    private Merges() {}

    static Optional<Node> find(Node node, String name) {
        List<Node> found = new ArrayList<>();
        walk(node, member -> {
            if (member.name().equals(name)) {
                found.add(member.value());
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    /// All members, those that take precedence first.
    static List<Member> all(Node node) {
        List<Member> members = new ArrayList<>();
        walk(node, members::add);
        return members;
    }

    /// @param visit says whether to go on
    private static void walk(Node node, Predicate<Member> visit) {
        Deque<Node> waiting = new ArrayDeque<>();
        Set<Span> seen = new HashSet<>();
        waiting.add(node);
        while (!waiting.isEmpty()) {
            Node next = waiting.removeFirst().resolved();
            if (next.tag().isEmpty() && seen.add(next.span())) {
                switch (next) {
                    case Members mapping -> {
                        for (Member member : mapping.members()) {
                            if (!visit.test(member)) {
                                return;
                            }
                            if (member.name().equals(KEY)) {
                                waiting.add(member.value());
                            }
                        }
                    }
                    // Several that are merged in; a list that is asked itself has no members.
                    case Items list when seen.size() > 1 -> waiting.addAll(list.items());
                    default -> {}
                }
            }
        }
    }
}
