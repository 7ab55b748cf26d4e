package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Looks for members in mappings and in what is merged into them, each mapping once, however often it is merged in.
final class Merges {

    private static final String KEY = "<<";

    private Merges() {}

    static Optional<Node> find(Node node, String name) {
        Deque<Node> waiting = new ArrayDeque<>();
        Set<Span> seen = new HashSet<>();
        waiting.add(node);
        while (!waiting.isEmpty()) {
            Node next = waiting.removeFirst().resolved();
            if (next.tag().isEmpty() && seen.add(next.span())) {
                switch (next) {
                    case Members mapping -> {
                        for (Member member : mapping.members()) {
                            if (member.name().equals(name)) {
                                return Optional.of(member.value());
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
        return Optional.empty();
    }
}
