package io.vedette.core.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Compares what a scenario expects with what came: objects are subsets, all else is exact, and an object of one
/// name that starts with `$` is an operator. Those are listed in `src/test/c/scenario/main.c`.
final class JsonMatch {

    private final Map<String, JsonNode> names;
    private final List<String> differences = new ArrayList<>();

    private JsonMatch(Map<String, JsonNode> names) {
        this.names = names;
    }

    /// @param names values that `$is` has bound so far; gets those that it binds here
    /// @return a sentence for each difference; none when it fits
    static List<String> differences(JsonNode expected, JsonNode actual, Map<String, JsonNode> names) {
        JsonMatch match = new JsonMatch(names);
        match.compare("", expected, actual);
        return match.differences;
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (isOperator(expected)) {
            Map.Entry<String, JsonNode> operator =
                    expected.properties().iterator().next();
            operate(path, operator.getKey(), operator.getValue(), actual);
        } else if (expected.isObject() && actual.isObject()) {
            expected.properties()
                    .forEach(field ->
                            compare(path + "." + field.getKey(), field.getValue(), actual.path(field.getKey())));
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else {
            require(equal(expected, actual), path, expected, actual);
        }
    }

    private void operate(String path, String operator, JsonNode operand, JsonNode actual) {
        String wanted = operator + " " + operand;
        switch (operator) {
            case "$any" -> require(!actual.isMissingNode(), path, wanted, actual);
            case "$absent" -> require(actual.isMissingNode(), path, wanted, actual);
            case "$not" -> require(!actual.isMissingNode() && !equal(operand, actual), path, wanted, actual);
            case "$min" ->
                require(
                        actual.isNumber() && actual.decimalValue().compareTo(operand.decimalValue()) >= 0,
                        path,
                        wanted,
                        actual);
            case "$starts" -> require(texts(operand, actual, String::startsWith), path, wanted, actual);
            case "$ends" -> require(texts(operand, actual, String::endsWith), path, wanted, actual);
            case "$contains" -> require(contains(operand, actual), path, wanted, actual);
            case "$is" -> {
                JsonNode bound = names.putIfAbsent(operand.asText(), actual);
                require(!actual.isMissingNode() && (bound == null || equal(bound, actual)), path, wanted, actual);
            }
            case "$isnt" -> {
                JsonNode bound = names.get(operand.asText());
                require(bound != null && !actual.isMissingNode() && !equal(bound, actual), path, wanted, actual);
            }
            default -> throw new AssertionError("no operator " + operator + " at " + path);
        }
    }

    private static boolean texts(JsonNode operand, JsonNode actual, BiPredicate<String, String> test) {
        return actual.isTextual() && test.test(actual.asText(), operand.asText());
    }

    private boolean contains(JsonNode operand, JsonNode actual) {
        if (actual.isArray()) {
            return actual.valueStream()
                    .anyMatch(element -> differences(operand, element, names).isEmpty());
        }
        return texts(operand, actual, String::contains);
    }

    /// Whatever width Jackson read a number with.
    private static boolean equal(JsonNode expected, JsonNode actual) {
        boolean areNumbers = expected.isNumber() && actual.isNumber();
        return areNumbers ? expected.decimalValue().compareTo(actual.decimalValue()) == 0 : expected.equals(actual);
    }

    private static boolean isOperator(JsonNode node) {
        return node.isObject() && node.size() == 1 && node.fieldNames().next().startsWith("$");
    }

    private void require(boolean holds, String path, Object expected, JsonNode actual) {
        if (!holds) {
            differences.add(path + ": expected " + Texts.shortened(expected) + ", but "
                    + (actual.isMissingNode() ? "it is absent" : "it is " + Texts.shortened(actual)));
        }
    }
}
