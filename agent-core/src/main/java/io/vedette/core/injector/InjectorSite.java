package io.vedette.core.injector;

import io.vedette.core.http.Work;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What the service does with what is sent to each path.
///
/// @param injections what is added
public record InjectorSite(Injections injections) {

    /// Some more than it takes until the code of a review is compiled.
    private static final int ROUNDS = 300;

    private static final byte[] SAMPLE = """
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {
              "uid": "5d2c1c7e-6f3b-4a68-9d4f-2f1c7b0a9e11", "operation": "CREATE", "namespace": "default",
              "object": {"kind": "Pod", "apiVersion": "v1",
                "metadata": {"generateName": "web-7d4b9c6f5-", "labels": {"app": "web"}},
                "spec": {
                  "volumes": [{"name": "token", "projected": {"sources": [], "defaultMode": 420}}],
                  "containers": [{"name": "web", "image": "web:1",
                    "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
                    "volumeMounts": [{"name": "token", "readOnly": true, "mountPath": "/token"}]}],
                  "restartPolicy": "Always", "securityContext": {}}}}}
            """.getBytes(StandardCharsets.UTF_8);

    /// @param book where requests are counted
    /// @param log one line at a time
    public List<Work> works(LongSupplier nanoTime, RequestBook book, Consumer<String> log) {
        Desk desk = new Desk(nanoTime, book, log);
        return List.of(
                new Work(Admission.PATH, new Admission(injections, desk)),
                new Work(Macro.PATH, new Macro(injections, desk)),
                new Work(Definitions.PATH, new Definitions(injections, desk)));
    }

    /// Answers a review that nobody sent, so that the first one is answered as fast as the others. No policy is asked,
    /// and nothing of it is counted.
    public void warmUp() {
        Injections all = new Injections(injections.sidecar(), injections.given(), Rules.NONE);
        Admission admission = new Admission(all, new Desk(() -> 0, new RequestBook(), sentence -> {}));
        for (int i = 0; i < ROUNDS; i++) {
            admission.apply(SAMPLE);
        }
    }
}
