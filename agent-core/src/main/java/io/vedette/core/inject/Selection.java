package io.vedette.core.inject;

import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.Part;
import java.util.List;

/// The targets that a gate lets have the sidecar. What it refuses is not touched, be there a sidecar or none.
record Selection(Format kind, Gate gate) {

    List<Target> targets(Document document) {
        return kind.targets(document).stream()
                .filter(target -> gate.refusal(target.traits()).isEmpty())
                .toList();
    }

    /// What was added to them before.
    List<Part> parts(Document document) {
        return targets(document).stream()
                .flatMap(target -> target.added().stream())
                .toList();
    }

    /// A sentence for each of the others.
    List<String> refusals(Document document) {
        return kind.targets(document).stream()
                .flatMap(target -> gate.refusal(target.traits()).stream()
                        .map(reason -> target.label() + " is left as it is: " + reason))
                .toList();
    }
}
