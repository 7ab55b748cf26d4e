package io.vedette.core.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// What an endpoint is told of tasks, and says of their agents.
///
/// @param port on loopback
record CoveragePages(HttpClient client, int port) implements AutoCloseable {

    CoveragePages(int port) {
        this(HttpClient.newHttpClient(), port);
    }

    /// @param tasks as ECS describes them
    void tell(JsonNode tasks) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(tasks.toString());
        HttpResponse<String> answer = client.send(request("/tasks").POST(body).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// The state of a task, its issues and its agent; missing when it is not known.
    JsonNode task(String arn) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request("/coverage").build(), BodyHandlers.ofString());
        return new ObjectMapper()
                .readTree(answer.body()).findParents("issues").stream()
                        .filter(task -> task.path("id").asText().equals(arn))
                        .findFirst()
                        .orElse(MissingNode.getInstance());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    @Override
    public void close() {
        client.close();
    }
}
