package io.vedette.core.inject.text;

import io.vedette.core.inject.text.Node.Items;
import io.vedette.core.inject.text.Node.Member;
import io.vedette.core.inject.text.Node.Members;

/// How a part of a document is written: found by looking at the first places that show it, there and then elsewhere.
final class Style {

    private static final int UNKNOWN = -1;
    private static final int MOST_COLUMNS = 8;

    private final Source source;
    private String colon = "";
    private String comma = "";
    private String unit = "";
    private int step = UNKNOWN;
    private int dash = UNKNOWN;

    private Style(Source source) {
        this.source = source;
    }

    static Style of(Document document) {
        Style style = new Style(document.source());
        document.roots().forEach(style::look);
        return style;
    }

    /// The style of a part, and this one where the part does not show it.
    Style within(Node part) {
        Style style = new Style(source);
        style.look(part);
        style.colon = style.colon.isEmpty() ? colon : style.colon;
        style.comma = style.comma.isEmpty() ? comma : style.comma;
        style.unit = style.unit.isEmpty() ? unit : style.unit;
        style.step = style.step == UNKNOWN ? step : style.step;
        style.dash = style.dash == UNKNOWN ? dash : style.dash;
        return style;
    }

    FlowText flow() {
        String usual = colon.isEmpty() ? ": " : colon;
        String fitting = usual.isBlank() || usual.endsWith(" ") ? ", " : ",";
        return new FlowText(usual, comma.isEmpty() ? fitting : comma, unit.isEmpty() ? "  " : unit);
    }

    BlockText block() {
        int columns = step == UNKNOWN ? 2 : step;
        return new BlockText(columns, dash == UNKNOWN ? columns : dash);
    }

    private void look(Node node) {
        switch (node) {
            case Items list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    lookAtGap(
                            list.flow(),
                            i == 0 ? UNKNOWN : list.items().get(i - 1).span().end(),
                            list.items().get(i).span().start());
                    lookAtUnit(list.flow(), list.inside(), list.items().get(i));
                    look(list.items().get(i));
                }
            }
            case Members mapping -> {
                Member before = null;
                for (Member member : mapping.members()) {
                    lookAtGap(
                            mapping.flow(),
                            before == null ? UNKNOWN : before.span().end(),
                            member.span().start());
                    lookAtUnit(mapping.flow(), mapping.inside(), member.key());
                    lookAtMember(mapping.flow(), member);
                    look(member.value());
                    before = member;
                }
            }
            default -> {}
        }
    }

    /// Of a comma within a line.
    private void lookAtGap(boolean isFlow, int from, int to) {
        if (isFlow && comma.isEmpty() && from >= 0 && !source.hasBreak(from, to)) {
            String gap = source.text().substring(from, to);
            comma = gap.equals(",") || gap.equals(", ") ? gap : comma;
        }
    }

    private void lookAtUnit(boolean isFlow, int opening, Node child) {
        if (isFlow && unit.isEmpty() && source.startsLine(child.span().start())) {
            String outer = source.indent(opening);
            String inner = source.indent(child.span().start());
            unit = inner.startsWith(outer) ? inner.substring(outer.length()) : unit;
        }
    }

    private void lookAtMember(boolean isFlow, Member member) {
        int key = member.key().span().end();
        int value = member.value().span().start();
        if (isFlow && colon.isEmpty() && value - key <= 3 && value > key) {
            String gap = source.text().substring(key, value);
            colon = gap.strip().equals(":") && !source.hasBreak(key, value) ? gap : colon;
        }
        if (isFlow || !source.hasBreak(key, value)) {
            return;
        }
        int columns = -source.column(member.key().span().start());
        switch (member.value()) {
            case Members nested
            when !nested.flow() && step == UNKNOWN -> {
                columns += source.column(nested.inside());
                step = columns > 0 && columns <= MOST_COLUMNS ? columns : step;
            }
            case Items nested
            when !nested.flow() && dash == UNKNOWN -> {
                columns += source.column(nested.inside());
                dash = columns >= 0 && columns <= MOST_COLUMNS ? columns : dash;
            }
            default -> {}
        }
    }
}
