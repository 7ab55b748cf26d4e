package io.vedette.core.policy;

import io.vedette.core.telemetry.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Why a policy decides as it does: a table for people.
public final class Explanation {

    private static final String FACT = "  %-9s  %s";
    private static final List<String> HEAD = List.of("RULE", "INJECT", "MATCHES", "WHY");

    private final String label;
    private final Decision decision;

    /// @param label of the task
    public Explanation(String label, Decision decision) {
        this.label = label;
        this.decision = decision;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Plain.text(label) + ": " + Words.onOff(decision.isOn()) + ", because " + decision.reason());
        lines.add("");
        lines.add(FACT.formatted("known", orNothing(known())));
        lines.add(FACT.formatted("not known", orNothing(unknown())));
        decision.notes().forEach(note -> lines.add(FACT.formatted("note", note)));
        lines.add("");
        lines.addAll(table());
        return lines;
    }

    private static String orNothing(Stream<String> parts) {
        String joined = parts.collect(Collectors.joining(", "));
        return joined.isEmpty() ? "nothing" : joined;
    }

    private Stream<String> known() {
        Facts facts = decision.facts();
        Stream<String> values = facts.values().entrySet().stream()
                .map(entry -> entry.getKey() + " " + Words.quoted(String.join("/", entry.getValue())));
        Stream<String> keyed = facts.keyed().entrySet().stream()
                .flatMap(entry -> entry.getValue().entrySet().stream()
                        .map(tag ->
                                entry.getKey() + " " + Plain.text(tag.getKey()) + "=" + Words.quoted(tag.getValue())));
        return Stream.concat(values, keyed);
    }

    /// Of what the rules ask.
    private Stream<String> unknown() {
        return decision.others().stream()
                .flatMap(finding -> finding.answers().stream())
                .filter(answer -> !answer.isKnown())
                .map(answer -> Plain.text(answer.condition().subject()) + " ("
                        + answer.condition().attribute().advice() + ")")
                .distinct()
                .sorted();
    }

    private List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        decision.matching().forEach(finding -> rows.add(row(finding)));
        boolean isDefault = decision.matching().isEmpty();
        rows.add(List.of(
                "default",
                Words.onOff(decision.byDefault()),
                isDefault ? "decides" : "yes",
                isDefault ? "no rule matches" : "every rule that matches goes before it"));
        decision.others().forEach(finding -> rows.add(row(finding)));
        List<Integer> widths = List.of(width(rows, 0), width(rows, 1), width(rows, 2));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private List<String> row(Finding finding) {
        Optional<Finding> winner = decision.winner();
        boolean decides = winner.isPresent() && winner.get().equals(finding);
        String beaten = finding.matches() && !decides
                ? winner.map(first -> "; " + first.rule().title() + " " + first.lead(finding))
                        .orElse("")
                : "";
        return List.of(
                Plain.text(finding.rule().name()),
                Words.onOff(finding.rule().isOn()),
                decides ? "decides" : finding.matches() ? "yes" : "no",
                finding.sentence() + beaten);
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int i = 0; i < widths.size(); i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 2));
        }
        return line.append(row.getLast()).toString();
    }
}
