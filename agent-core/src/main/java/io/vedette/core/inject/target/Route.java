package io.vedette.core.inject.target;

import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The way from a root to a place that is to be changed. A change there must change that place alone.
///
/// @param nodes from the root to the place
public record Route(List<Node> nodes) {

    public static Route from(Node root) {
        return new Route(List.of(root));
    }

    public Node end() {
        return nodes.getLast();
    }

    public Optional<Route> to(String name) {
        return end().at(name).map(this::to);
    }

    public Route to(Node next) {
        List<Node> longer = new ArrayList<>(nodes);
        longer.add(next);
        return new Route(longer);
    }

    /// Why nothing can be changed there; empty when it can.
    public Optional<String> obstacle(Document document) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            boolean isElsewhere = i > 0 && !isBelow(nodes.get(i - 1), node);
            if (node instanceof Node.Alias || isElsewhere) {
                return Optional.of("what would have to be changed stands at an anchor and may be used elsewhere too; "
                        + "write it out here");
            }
            if (document.aliases().contains(node.anchor())) {
                return Optional.of("what would have to be changed is used elsewhere too, as *" + node.anchor()
                        + "; write it out there");
            }
        }
        return Optional.empty();
    }

    /// What is merged in stands elsewhere.
    private static boolean isBelow(Node above, Node below) {
        return above.span().start() <= below.span().start()
                && below.span().end() <= above.span().end();
    }
}
