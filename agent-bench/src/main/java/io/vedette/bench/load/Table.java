package io.vedette.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Rows of cells under a head, for Markdown and for programs.
final class Table {

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    void add(Object... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + head);
        }
        rows.add(java.util.Arrays.stream(cells).map(Table::text).toList());
    }

    /// Three digits that count, or all before the point.
    private static String text(Object cell) {
        if (!(cell instanceof Double number)) {
            return String.valueOf(cell);
        }
        if (number.isNaN()) {
            return "–";
        }
        double size = Math.abs(number);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| ").append(String.join(" | ", head)).append(" |\n|");
        text.append("---|".repeat(head.size())).append('\n');
        rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
        return text.toString();
    }

    /// Comma-separated; no cell has a comma or a quote in it.
    String csv() {
        StringBuilder text = new StringBuilder(String.join(",", head)).append('\n');
        rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return text.toString();
    }
}
