package io.vedette.core.inject.target;

import io.vedette.core.inject.text.Addition;
import java.util.List;

/// Whether a target gets the sidecar.
public sealed interface Verdict {

    /// @param additions what makes it so
    /// @param notes what its owner should know, a sentence each
    record Inject(List<Addition> additions, List<String> notes) implements Verdict {}

    /// @param reason why it stays as it is, and what would change that
    record Leave(String reason) implements Verdict {}
}
