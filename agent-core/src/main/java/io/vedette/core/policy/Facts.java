package io.vedette.core.policy;

import io.vedette.core.inject.target.Traits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a task.
///
/// @param values of attributes without keys; several are a path from the outermost to the innermost
/// @param keyed values of attributes with keys
public record Facts(Map<Attribute, List<String>> values, Map<Attribute, Map<String, String>> keyed) {

    /// @return empty when it is not known, or there is none
    List<String> values(Attribute attribute, String key) {
        if (attribute.hasKeys()) {
            String value = keyed.getOrDefault(attribute, Map.of()).get(key);
            return value == null ? List.of() : List.of(value);
        }
        return values.getOrDefault(attribute, List.of());
    }

    /// These, and what a definition tells where they say nothing. Of two tags with the same key this one counts: it
    /// is given when the task is run.
    public Facts and(Traits traits) {
        Builder all = new Builder();
        all.arn(traits.arn());
        traits.family().ifPresent(family -> all.put(Attribute.FAMILY, family));
        traits.namespace().ifPresent(namespace -> all.put(Attribute.NAMESPACE, namespace));
        traits.workload().ifPresent(workload -> all.put(Attribute.WORKLOAD, workload));
        values.forEach(all.values::putIfAbsent);
        all.put(Attribute.TAG, traits.tags());
        all.put(Attribute.LABEL, traits.labels());
        all.put(Attribute.ANNOTATION, traits.annotations());
        keyed.forEach(all::put);
        return all.build();
    }

    /// These, but for one that is known better.
    ///
    /// @param value of an attribute without keys; empty when it is not
    public Facts with(Attribute attribute, String value) {
        Builder all = new Builder();
        all.values.putAll(values);
        all.put(attribute, value);
        keyed.forEach(all::put);
        return all.build();
    }

    /// Gathers them.
    public static final class Builder {

        private static final String ARN = "arn:";
        private static final int ARN_PARTS = 6;

        private final Map<Attribute, List<String>> values = new EnumMap<>(Attribute.class);
        private final Map<Attribute, Map<String, String>> keyed = new EnumMap<>(Attribute.class);

        /// @param value of an attribute without keys; empty when it is not known
        public Builder put(Attribute attribute, String value) {
            if (!value.isEmpty()) {
                values.put(attribute, List.of(value));
            }
            return this;
        }

        /// @param more values of an attribute with keys
        public Builder put(Attribute attribute, Map<String, String> more) {
            keyed.computeIfAbsent(attribute, any -> new LinkedHashMap<>()).putAll(more);
            return this;
        }

        /// @param path of an account: units from the root on, with slashes between them
        public Builder units(String path) {
            List<String> units = Arrays.stream(path.split("/", -1))
                    .filter(unit -> !unit.isEmpty())
                    .toList();
            if (!units.isEmpty()) {
                values.put(Attribute.ORGANIZATIONAL_UNIT, units);
            }
            return this;
        }

        /// @param name a name, or an ARN that ends with it and tells account and region too
        public Builder named(Attribute attribute, String name) {
            if (!name.startsWith(ARN)) {
                return put(attribute, name);
            }
            arn(Optional.of(name));
            return put(attribute, name.substring(name.lastIndexOf('/') + 1));
        }

        private void arn(Optional<String> arn) {
            String[] parts = arn.orElse("").split(":", ARN_PARTS);
            if (parts.length == ARN_PARTS) {
                put(Attribute.REGION, parts[3]);
                put(Attribute.ACCOUNT, parts[4]);
            }
        }

        public Facts build() {
            return new Facts(new EnumMap<>(values), new EnumMap<>(keyed));
        }
    }
}
