package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;
import io.vedette.core.inject.text.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns one text in JSON into another one that holds more, as a patch by RFC 6902 that does nothing but `add`.
public final class JsonPatch {

    private static final Comparison EXACT = new Comparison(Set.of());

    private final Source after;
    private final List<String> operations = new ArrayList<>();

    private JsonPatch(Source after) {
        this.after = after;
    }

    /// The patch is applied before it is given away: it makes exactly the second text of the first one.
    ///
    /// @return the patch in JSON; empty when it takes more than additions
    /// @throws DefinitionException the patch that was made can't be read
    public static Optional<String> between(Document before, Document after) throws DefinitionException {
        boolean isJson = before.isJson() && after.isJson();
        JsonPatch patch = new JsonPatch(after.source());
        if (!isJson || !patch.grow(before.roots().getFirst(), after.roots().getFirst(), "")) {
            return Optional.empty();
        }
        String text = "[" + String.join(",", patch.operations) + "]";
        Document read = Document.parse(new Source(false, text));
        Optional<Node> applied =
                PatchedTree.apply(read.roots().getFirst(), before.roots().getFirst());
        return applied.filter(tree -> EXACT.isSame(tree, after.roots().getFirst()))
                .map(tree -> text);
    }

    /// @param path of both
    /// @return whether additions are enough
    private boolean grow(Node from, Node to, String path) {
        return switch (from) {
            case Items less when to instanceof Items more -> items(less.items(), more.items(), path);
            case Members less when to instanceof Members more -> members(less.members(), more.members(), path);
            case Scalar less -> EXACT.isSame(less, to);
            default -> false;
        };
    }

    private boolean items(List<Node> less, List<Node> more, String path) {
        boolean grows = less.size() <= more.size();
        for (int i = 0; grows && i < less.size(); i++) {
            grows = grow(less.get(i), more.get(i), path + "/" + i);
        }
        for (int i = less.size(); grows && i < more.size(); i++) {
            add(path + "/-", more.get(i));
        }
        return grows;
    }

    private boolean members(List<Member> less, List<Member> more, String path) {
        boolean grows = less.size() <= more.size();
        for (int i = 0; grows && i < less.size(); i++) {
            grows = less.get(i).name().equals(more.get(i).name())
                    && grow(less.get(i).value(), more.get(i).value(), path + "/" + token(less.get(i)));
        }
        for (int i = less.size(); grows && i < more.size(); i++) {
            add(path + "/" + token(more.get(i)), more.get(i).value());
        }
        return grows;
    }

    private static String token(Member member) {
        return member.name().replace("~", "~0").replace("/", "~1");
    }

    private void add(String path, Node value) {
        String text = after.text().substring(value.span().start(), value.span().end());
        operations.add("{\"op\":\"add\",\"path\":" + Json.quoted(path) + ",\"value\":" + text + "}");
    }
}
