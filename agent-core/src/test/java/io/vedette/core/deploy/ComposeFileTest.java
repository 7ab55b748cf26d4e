package io.vedette.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The file for Compose, by the schema of the Compose Specification.
final class ComposeFileTest {

    private static final String SCHEMA = "compose.schema.json";

    private static JsonNode file() throws IOException {
        return DeployFiles.documents("compose/compose.yaml").getFirst();
    }

    @Test
    void isWhatComposeTakes() throws IOException {
        assertThat(DeployFiles.errors(SCHEMA, file())).isEmpty();
    }

    @Test
    void theSchemaFindsWhatIsWrong() throws IOException {
        JsonNode file = file();
        ((ObjectNode) file.path("services").path("vedette")).put("cap_addd", "BPF");

        assertThat(DeployFiles.errors(SCHEMA, file)).anyMatch(error -> error.contains("cap_addd"));
    }

    @Test
    void theAgentDeliversToTheEndpointAndNobodyWaitsForIt() throws IOException {
        JsonNode services = file().path("services");
        List<String> command = services.path("endpoint")
                .path("command")
                .valueStream()
                .map(JsonNode::asText)
                .toList();

        String url = services.path("vedette")
                .path("environment")
                .path("VEDETTE_ENDPOINT")
                .asText();

        assertThat(url).startsWith("http://endpoint:");
        assertThat(command).contains("0.0.0.0:" + url.substring("http://endpoint:".length()));
        services.forEach(service -> assertThat(service.has("depends_on")).isFalse());
    }
}
