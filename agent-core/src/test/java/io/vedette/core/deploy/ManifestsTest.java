package io.vedette.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.vedette.core.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The manifests, by the model of Kubernetes' API.
final class ManifestsTest {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1 Namespace", Namespace.class,
            "v1 ConfigMap", ConfigMap.class,
            "v1 Service", Service.class,
            "apps/v1 Deployment", Deployment.class,
            "apps/v1 DaemonSet", DaemonSet.class,
            "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration", MutatingWebhookConfiguration.class);

    private static final ObjectMapper STRICT = new ObjectMapper().setAnnotationIntrospector(new KnownFieldsOnly());

    /// The model keeps what it does not know; here that is an error.
    private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    private static List<HasMetadata> objects(String name) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (JsonNode document : DeployFiles.documents("kubernetes/" + name)) {
            objects.add(object(document));
        }
        return objects;
    }

    private static HasMetadata object(JsonNode document) throws IOException {
        String kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        assertThat(KINDS).containsKey(kind);
        return STRICT.treeToValue(document, KINDS.get(kind));
    }

    private static <T> T only(String name, Class<T> type) throws IOException {
        return objects(name).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar.yaml", "daemonset.yaml", "endpoint.yaml", "webhook.yaml"})
    void isWhatKubernetesTakes(String name) throws IOException {
        List<HasMetadata> objects = objects(name);

        assertThat(objects)
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).isNotBlank());
        for (HasMetadata object : objects) {
            if (object instanceof Deployment deployment) {
                checkSelected(
                        deployment.getSpec().getSelector().getMatchLabels(),
                        deployment.getSpec().getTemplate());
            }
            if (object instanceof DaemonSet daemons) {
                checkSelected(
                        daemons.getSpec().getSelector().getMatchLabels(),
                        daemons.getSpec().getTemplate());
            }
        }
    }

    /// What the API server checks beyond the shape.
    private static void checkSelected(Map<String, String> selector, PodTemplateSpec pods) {
        assertThat(pods.getMetadata().getLabels()).containsAllEntriesOf(selector);
        List<String> volumes = pods.getSpec().getVolumes().stream()
                .map(volume -> volume.getName())
                .toList();
        for (Container container : pods.getSpec().getContainers()) {
            container.getVolumeMounts().forEach(mount -> assertThat(volumes).contains(mount.getName()));
        }
    }

    @Test
    void whatKubernetesDoesNotKnowIsFound() throws IOException {
        JsonNode document = DeployFiles.documents("kubernetes/sidecar.yaml").getFirst();
        ((ObjectNode) document.path("spec").path("template").path("spec")).put("shareProcesNamespace", true);

        assertThatThrownBy(() -> object(document)).hasMessageContaining("shareProcesNamespace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint.yaml", "webhook.yaml"})
    void aServiceLeadsToPodsThatListen(String name) throws IOException {
        Service service = only(name, Service.class);
        Deployment deployment = only(name, Deployment.class);
        PodTemplateSpec pods = deployment.getSpec().getTemplate();

        assertThat(service.getMetadata().getNamespace())
                .isEqualTo(deployment.getMetadata().getNamespace());
        assertThat(pods.getMetadata().getLabels())
                .containsAllEntriesOf(service.getSpec().getSelector());
        assertThat(pods.getSpec().getContainers().getFirst().getPorts())
                .anyMatch(port -> port.getName()
                        .equals(service.getSpec()
                                .getPorts()
                                .getFirst()
                                .getTargetPort()
                                .getStrVal()));
    }

    @Test
    void agentsCallTheEndpointsService() throws IOException {
        Service service = only("endpoint.yaml", Service.class);
        String url = "http://%s.%s:%d"
                .formatted(
                        service.getMetadata().getName(),
                        service.getMetadata().getNamespace(),
                        service.getSpec().getPorts().getFirst().getPort());

        assertThat(DeployFiles.text("kubernetes/sidecar.yaml")).contains("value: " + url);
        assertThat(DeployFiles.text("kubernetes/daemonset.yaml")).contains("value: " + url);
        assertThat(DeployFiles.text("kubernetes/webhook.yaml")).contains("--endpoint=" + url);
    }

    @Test
    void theAgentOfANodeHasTheRightsOfASidecar() throws IOException {
        Container node = only("daemonset.yaml", DaemonSet.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
        Container sidecar = only("sidecar.yaml", Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getLast();

        assertThat(node.getSecurityContext()).isEqualTo(sidecar.getSecurityContext());
    }

    @Test
    void podsAreMadeWhateverBecomesOfTheWebhook() throws IOException {
        MutatingWebhook webhook = only("webhook.yaml", MutatingWebhookConfiguration.class)
                .getWebhooks()
                .getFirst();
        Service service = only("webhook.yaml", Service.class);

        assertThat(webhook.getFailurePolicy()).isEqualTo("Ignore");
        assertThat(webhook.getTimeoutSeconds()).isLessThanOrEqualTo(2);
        assertThat(webhook.getReinvocationPolicy()).isEqualTo("IfNeeded");
        assertThat(webhook.getSideEffects()).isEqualTo("None");
        assertThat(webhook.getAdmissionReviewVersions()).containsExactly("v1");
        assertThat(webhook.getNamespaceSelector()
                        .getMatchExpressions()
                        .getFirst()
                        .getValues())
                .contains("kube-system", service.getMetadata().getNamespace());
        assertThat(webhook.getClientConfig().getService().getName())
                .isEqualTo(service.getMetadata().getName());
        assertThat(webhook.getClientConfig().getService().getPath()).isEqualTo("/kubernetes");
        assertThat(webhook.getClientConfig().getService().getPort())
                .isEqualTo(service.getSpec().getPorts().getFirst().getPort());
    }

    @Test
    void thePolicyCanBeUsed() throws Exception {
        String policy = only("webhook.yaml", ConfigMap.class).getData().get("policy.yaml");

        assertThat(Policy.parse(policy.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }
}
