package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Alias;
import io.vedette.core.inject.text.Node.Form;
import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;
import io.vedette.core.inject.text.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// Reads YAML into nodes, one for each document. Aliases are nodes of their own.
final class YamlTree {

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    private static final int MAX_DEPTH = 100;

    private final Source source;
    private final Iterator<Event> events;
    private final CodePoints points;
    private final Map<String, Node> anchors = new HashMap<>();
    private final Set<String> aliases = new HashSet<>();

    private YamlTree(Source source) {
        this.source = source;
        points = new CodePoints(source.text());
        events = new Parse(SETTINGS).parseString(source.text()).iterator();
    }

    /// @throws DefinitionException saying where it is no YAML
    static Document parse(Source source) throws DefinitionException {
        YamlTree tree = new YamlTree(source);
        try {
            return tree.read();
        } catch (MarkedYamlEngineException wrong) {
            Optional<Mark> where = wrong.getProblemMark();
            throw new DefinitionException("it is no YAML: "
                    + where.map(mark -> source.place(tree.points.offset(mark.getIndex())) + ": ")
                            .orElse("")
                    + wrong.getProblem());
        } catch (RuntimeException wrong) {
            // Damaged escapes are told as wrong numbers, for example.
            throw new DefinitionException("it is no YAML: " + wrong.getMessage());
        }
    }

    private Document read() throws DefinitionException {
        List<Node> roots = new ArrayList<>();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    anchors.clear();
                    roots.add(node(events.next(), 0));
                }
                default -> {}
            }
        }
        return new Document(source, false, List.copyOf(roots), Set.copyOf(aliases));
    }

    private Node node(Event event, int depth) throws DefinitionException {
        if (depth > MAX_DEPTH) {
            throw new DefinitionException(
                    "it is nested more than " + MAX_DEPTH + " levels deep at " + source.place(start(event)));
        }
        return switch (event) {
            case AliasEvent alias -> {
                String name = alias.getAlias().getValue();
                aliases.add(name);
                yield new Alias(span(event), name, anchors.get(name));
            }
            case ScalarEvent scalar ->
                anchored(new Scalar(
                        span(event),
                        tag(scalar.getTag()),
                        anchor(scalar.getAnchor()),
                        scalar.getValue(),
                        form(scalar)));
            case MappingStartEvent mapping -> anchored(members(mapping, depth));
            case CollectionStartEvent sequence -> anchored(items(sequence, depth));
            default -> throw new DefinitionException("it is no YAML: " + source.place(start(event)) + ": nothing");
        };
    }

    private Items items(CollectionStartEvent opening, int depth) throws DefinitionException {
        List<Node> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, depth + 1));
            event = events.next();
        }
        int start = start(opening);
        int end = opening.isFlow() || items.isEmpty()
                ? end(event)
                : items.getLast().span().end();
        return new Items(
                new Span(start, end),
                tag(opening.getTag()),
                anchor(opening.getAnchor()),
                opening.isFlow(),
                opening.isFlow() ? end(opening) : dash(start),
                List.copyOf(items));
    }

    /// A list with a tag or an anchor begins on a line below it.
    private int dash(int start) {
        int at = start;
        while (at < source.text().length() && source.text().charAt(at) != '-') {
            at = source.afterBreak(source.lineEnd(at));
            while (at < source.text().length() && Source.isBlank(source.text().charAt(at))) {
                at++;
            }
        }
        return at;
    }

    private Members members(MappingStartEvent opening, int depth) throws DefinitionException {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Node key = node(event, depth + 1);
            Member member = new Member(key, node(events.next(), depth + 1));
            if (key instanceof Scalar && !names.add(member.name())) {
                throw new DefinitionException("it has \"" + member.name() + "\" twice in one mapping, again at "
                        + source.place(key.span().start()));
            }
            members.add(member);
            event = events.next();
        }
        int start = start(opening);
        int end = opening.isFlow() || members.isEmpty()
                ? end(event)
                : members.getLast().value().span().end();
        return new Members(
                new Span(start, end),
                tag(opening.getTag()),
                anchor(opening.getAnchor()),
                opening.isFlow(),
                opening.isFlow() || members.isEmpty()
                        ? end(opening)
                        : members.getFirst().key().span().start(),
                List.copyOf(members));
    }

    private Node anchored(Node node) {
        if (!node.anchor().isEmpty()) {
            anchors.put(node.anchor(), node);
        }
        return node;
    }

    private int start(Event event) {
        return event.getStartMark().map(mark -> points.offset(mark.getIndex())).orElse(0);
    }

    private int end(Event event) {
        return event.getEndMark().map(mark -> points.offset(mark.getIndex())).orElse(0);
    }

    private Span span(Event event) {
        return new Span(start(event), end(event));
    }

    private static Form form(ScalarEvent scalar) {
        ScalarStyle style = scalar.getScalarStyle();
        return switch (style) {
            case PLAIN -> Form.PLAIN;
            case LITERAL, FOLDED -> Form.BLOCK;
            default -> Form.QUOTED;
        };
    }

    private static String tag(Optional<String> tag) {
        return tag.orElse("");
    }

    private static String anchor(Optional<org.snakeyaml.engine.v2.common.Anchor> anchor) {
        return anchor.map(org.snakeyaml.engine.v2.common.Anchor::getValue).orElse("");
    }
}
