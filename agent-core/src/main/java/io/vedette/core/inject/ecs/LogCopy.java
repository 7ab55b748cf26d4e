package io.vedette.core.inject.ecs;

import io.vedette.core.inject.text.Node;
import io.vedette.core.inject.text.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The log configuration of a neighbour, so that the sidecar's lines go where the task's go.
///
/// @param value what to write; empty when there is none
/// @param note why there is none, if that is worth a sentence
record LogCopy(Optional<Value> value, Optional<String> note) {

    private static final Pattern SECRET = Pattern.compile("(?i).*(token|api.?key|password|secret|credential).*");

    static LogCopy of(List<Node> containers, Spelling spelling) {
        List<Node> configured = Stream.concat(
                        containers.stream().filter(container -> !isSecondary(container, spelling)), containers.stream())
                .flatMap(container -> container.at(spelling.of("logConfiguration")).stream())
                .toList();
        Optional<Value> copy = configured.stream()
                .filter(configuration -> !hasSecrets(configuration, spelling))
                .flatMap(configuration -> Value.copyOf(configuration).stream())
                .findFirst();
        boolean isUnused = copy.isEmpty() && !configured.isEmpty();
        return new LogCopy(
                copy,
                isUnused
                        ? Optional.of("no log configuration of its neighbours could be copied, since there are secrets "
                                + "or something unknown in them: the sidecar's lines are not kept")
                        : Optional.empty());
    }

    /// A router of logs keeps its own elsewhere.
    private static boolean isSecondary(Node container, Spelling spelling) {
        return container.at(spelling.of("firelensConfiguration")).isPresent()
                || container.text(spelling.of("essential")).equals("false");
    }

    private static boolean hasSecrets(Node configuration, Spelling spelling) {
        boolean hasSecretOption = configuration.at(spelling.of("options")).map(Node::resolved).stream()
                .anyMatch(options -> options instanceof Node.Members members
                        && members.members().stream()
                                .anyMatch(option ->
                                        SECRET.matcher(option.key().text()).matches()));
        boolean hasSecretList = configuration.at(spelling.of("secretOptions")).stream()
                .anyMatch(list -> !(list.resolved() instanceof Node.Items items
                        && items.items().isEmpty()));
        return hasSecretOption || hasSecretList;
    }
}
