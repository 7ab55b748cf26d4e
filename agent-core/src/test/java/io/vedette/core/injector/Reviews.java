package io.vedette.core.injector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.core.http.Page;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.policy.Decision;
import io.vedette.core.policy.Facts;
import io.vedette.core.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reviews in the shape in which API servers send them, and who answers them.
final class Reviews {

    static final Path DIRECTORY = Path.of("src/test/resources/io/vedette/core/injector/reviews");
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String POLICY = """
            version: 1
            default: on
            rules:
              - {name: system, inject: off, match: {namespace: kube-*}}
              - {name: batch of staging, inject: off, match: {namespace: staging, workload: batch, cluster: shop}}
            """;

    private Reviews() {}

    static Sidecar sidecar(boolean nativeInJobs) {
        return new Sidecar(
                "vedette",
                "registry.example.com/vedette:1.0",
                "https://events.example.com",
                "64MiB",
                Map.of(),
                nativeInJobs);
    }

    /// By the policy that all of these tests have.
    static Injections injections(boolean nativeInJobs) {
        Facts shop = new Facts.Builder()
                .put(io.vedette.core.policy.Attribute.CLUSTER, "shop")
                .build();
        return new Injections(sidecar(nativeInJobs), shop, rules(POLICY));
    }

    static Rules rules(String text) {
        return given -> {
            Policy policy = Policy.parse(text.getBytes(StandardCharsets.UTF_8));
            return traits -> {
                Decision decision = policy.decide(given.and(traits));
                return decision.isOn() ? Optional.empty() : Optional.of(decision.reason());
            };
        };
    }

    static Rules unreadable(String why) {
        return given -> {
            throw new DefinitionException(why);
        };
    }

    static List<String> headers(Page.Reply reply, String name) {
        return reply.headers().stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static byte[] bytes(String name) {
        return bytes(DIRECTORY.resolve(name + ".json"));
    }

    /// Somebody who answers, and what was counted and said.
    static final class Answerer {

        final RequestBook book = new RequestBook();
        final List<String> said = new ArrayList<>();
        private final Admission admission;

        Answerer(Injections injections) {
            admission = new Admission(injections, new Desk(() -> 0, book, said::add));
        }

        Page.Reply reply(byte[] review) {
            return admission.apply(review);
        }

        /// Its `response`.
        JsonNode answer(byte[] review) throws IOException {
            return JSON.readTree(reply(review).body()).get("response");
        }
    }
}
