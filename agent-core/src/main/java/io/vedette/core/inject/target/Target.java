package io.vedette.core.inject.target;

import io.vedette.core.inject.text.Part;
import java.util.List;

/// Something in a document that can have a sidecar: a task definition, a pod, a Compose file.
public interface Target {

    /// For people, as `task definition web`.
    String label();

    Traits traits();

    /// What would have to be added. The target has no sidecar of ours when it is asked.
    Verdict judge(Sidecar sidecar);

    /// What was added to it before; empty when nothing was.
    List<Part> added();
}
