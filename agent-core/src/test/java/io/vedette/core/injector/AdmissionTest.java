package io.vedette.core.injector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.JsonPatch;
import io.vedette.core.inject.Format;
import io.vedette.core.inject.Injector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {

    private static final Path ANSWERS = Reviews.DIRECTORY.resolveSibling("answers");
    private static final String HOW = "if it should be so: ./mvnw -pl agent-core -am test -Dtest=AdmissionTest "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dtests.jvmArgs=-Dgolden.regenerate=true";

    private final Reviews.Answerer answerer = new Reviews.Answerer(Reviews.injections(false));

    static List<Path> files() {
        return Reviews.files();
    }

    @BeforeAll
    static void regenerate() throws IOException {
        if (Boolean.getBoolean("golden.regenerate")) {
            Files.createDirectories(ANSWERS);
            for (Path file : files()) {
                Files.writeString(golden(file), recorded(file));
            }
        }
    }

    private static Path golden(Path file) {
        return ANSWERS.resolve(file.getFileName());
    }

    /// The answer as it is recorded: for people, with the patch as what it is.
    private static String recorded(Path file) throws IOException {
        byte[] answer = new Reviews.Answerer(Reviews.injections(false))
                .reply(Reviews.bytes(file))
                .body();
        ObjectNode read = (ObjectNode) Reviews.JSON.readTree(answer);
        ObjectNode response = (ObjectNode) read.get("response");
        if (response.has("patch")) {
            response.set("patch", patch(response));
        }
        return Reviews.JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(read) + "\n";
    }

    private static JsonNode patch(JsonNode response) throws IOException {
        return Reviews.JSON.readTree(response.get("patch").binaryValue());
    }

    private static ObjectNode read(Path file) throws IOException {
        return (ObjectNode) Reviews.JSON.readTree(Reviews.bytes(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void answersAsIsRecorded(Path file) throws IOException {
        assertThat(recorded(file)).as(HOW).isEqualTo(Files.readString(golden(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysYesToWhoeverAsks(Path file) throws IOException {
        JsonNode response = answerer.answer(Reviews.bytes(file));

        assertThat(response.get("allowed").booleanValue()).isTrue();
        assertThat(response.get("uid")).isEqualTo(read(file).at("/request/uid"));
        assertThat(response.has("patch")).isEqualTo(response.has("patchType"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void thePatchAppliedByOthersMakesWhatTheEngineMakes(Path file) throws IOException {
        for (boolean nativeInJobs : new boolean[] {false, true}) {
            JsonNode response = new Reviews.Answerer(Reviews.injections(nativeInJobs)).answer(Reviews.bytes(file));
            if (response.has("patch")) {
                JsonNode object = read(file).at("/request/object");
                byte[] injected = new Injector(Optional.of(Format.KUBERNETES))
                        .inject(Reviews.JSON.writeValueAsBytes(object), Reviews.sidecar(nativeInJobs))
                        .output();

                assertThat(patch(response))
                        .allMatch(one -> one.get("op").textValue().equals("add"));
                assertThat(JsonPatch.apply(patch(response), object)).isEqualTo(Reviews.JSON.readTree(injected));
                assertThat(response.get("patchType").textValue()).isEqualTo("JSONPatch");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whoIsAskedAgainAddsNothingMore(Path file) throws IOException {
        Reviews.Answerer either = new Reviews.Answerer(Reviews.injections(true));
        ObjectNode review = read(file);
        JsonNode response = either.answer(Reviews.bytes(file));
        if (response.has("patch")) {
            JsonNode patched = JsonPatch.apply(patch(response), review.at("/request/object"));
            ((ObjectNode) review.get("request")).set("object", patched);

            assertThat(either.answer(Reviews.JSON.writeValueAsBytes(review)).has("patch"))
                    .isFalse();
        }
    }

    @Test
    void mostOfThemGetTheSidecarAndEveryOutcomeIsThere() throws IOException {
        for (Path file : files()) {
            answerer.answer(Reviews.bytes(file));
        }

        assertThat(files()).hasSizeGreaterThan(25);
        assertThat(answerer.book.count(Admission.PATH, Result.INJECTED)).isGreaterThan(10);
        for (Result result : List.of(Result.UNCHANGED, Result.OFF, Result.LEFT, Result.UNREADABLE)) {
            assertThat(answerer.book.count(Admission.PATH, result))
                    .as("" + result)
                    .isPositive();
        }
        assertThat(answerer.book.count(Admission.PATH, Result.FAILED)).isZero();
    }

    @Test
    void thePolicyIsAskedForTheWorkloadAndNotForThePodsName() throws IOException {
        answerer.answer(Reviews.bytes("staging-workload"));
        answerer.answer(Reviews.bytes("deployment-pod"));

        assertThat(answerer.book.count(Admission.PATH, Result.OFF)).isEqualTo(1);
        assertThat(answerer.book.count(Admission.PATH, Result.INJECTED)).isEqualTo(1);
    }

    @Test
    void whatThePolicySaysNoToIsNoWarning() throws IOException {
        assertThat(answerer.answer(Reviews.bytes("system-namespace")).has("warnings"))
                .isFalse();
        assertThat(answerer.said).isEmpty();
    }

    @Test
    void jobsGetTheSidecarWhereItIsAskedFor() throws IOException {
        JsonNode response = new Reviews.Answerer(Reviews.injections(true)).answer(Reviews.bytes("job-pod"));

        assertThat(patch(response).findValuesAsText("path")).contains("/spec/initContainers");
    }

    @Test
    void aPolicyThatCannotBeReadAdmitsAndSaysWhy() throws IOException {
        Reviews.Answerer blind = new Reviews.Answerer(new Injections(
                Reviews.sidecar(false), Reviews.injections(false).given(), Reviews.unreadable("policy.yaml: no")));

        JsonNode response = blind.answer(Reviews.bytes("deployment-pod"));

        assertThat(response.get("allowed").booleanValue()).isTrue();
        assertThat(response.has("patch")).isFalse();
        assertThat(response.get("warnings").get(0).textValue()).contains("policy.yaml: no");
        assertThat(blind.book.count(Admission.PATH, Result.UNREADABLE)).isEqualTo(1);
    }

    @Test
    void aFaultOfOursAdmitsAndIsCounted() throws IOException {
        Reviews.Answerer faulty = new Reviews.Answerer(
                new Injections(Reviews.sidecar(false), Reviews.injections(false).given(), given -> {
                    throw new IllegalStateException("a fault");
                }));

        JsonNode response = faulty.answer(Reviews.bytes("deployment-pod"));

        assertThat(response.get("allowed").booleanValue()).isTrue();
        assertThat(response.get("warnings").get(0).textValue()).contains("a fault");
        assertThat(faulty.book.count(Admission.PATH, Result.FAILED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{}",
                "null",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":null}",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{\"uid\":7}}",
            })
    void whatHasNoUidIsToldWhatItLacks(String body) {
        var reply = answerer.reply(body.getBytes(StandardCharsets.UTF_8));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .startsWith("this is no review that can be answered: ")
                .hasLineCount(1);
        assertThat(answerer.book.count(Admission.PATH, Result.UNREADABLE)).isEqualTo(1);
    }

    /// What comes before the end of a broken body is enough for a yes.
    @Test
    void aReviewThatIsCutOffIsAdmittedOnceItsUidIsThere() throws IOException {
        byte[] review = Reviews.bytes("deployment-pod");
        String text = new String(review, StandardCharsets.UTF_8);
        int afterUid = text.indexOf("\",", text.indexOf("\"uid\"")) + 1;
        for (int length = afterUid; length < text.length() - 2; length += 7) {
            JsonNode response = answerer.answer(text.substring(0, length).getBytes(StandardCharsets.UTF_8));

            assertThat(response.get("allowed").booleanValue()).isTrue();
            assertThat(response.has("patch")).isFalse();
            assertThat(response.get("status").get("code").intValue()).isEqualTo(400);
            assertThat(response.get("warnings").get(0).textValue()).contains("admitted without the sidecar");
        }
    }

    @Test
    void anObjectOfOddShapeIsAdmitted() throws IOException {
        String frame = new String(Reviews.bytes("config-map"), StandardCharsets.UTF_8);
        int start = frame.indexOf("\"object\":") + "\"object\":".length();
        int end = frame.indexOf(",\"oldObject\"");
        for (String object : List.of(
                "null",
                "[]",
                "7",
                "{}",
                "{\"kind\":\"Pod\"}",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":7}",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":{\"containers\":{}}}",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":{\"containers\":[null,7]}}",
                "{\"kind\":\"Pod\",\"kind\":\"Pod\",\"apiVersion\":\"v1\"}",
                "{\"a\":".repeat(300) + "1" + "}".repeat(300))) {
            String review = frame.substring(0, start) + object + frame.substring(end);

            JsonNode response = answerer.answer(review.getBytes(StandardCharsets.UTF_8));

            assertThat(response.get("allowed").booleanValue()).as(object).isTrue();
        }
        assertThat(answerer.book.count(Admission.PATH, Result.FAILED)).isZero();
    }

    @Test
    void warningsAreNoLongerThanAnApiServerTakes() throws IOException {
        Reviews.Answerer blind = new Reviews.Answerer(new Injections(
                Reviews.sidecar(false), Reviews.injections(false).given(), Reviews.unreadable("ü".repeat(1000))));

        String warning = blind.answer(Reviews.bytes("deployment-pod"))
                .get("warnings")
                .get(0)
                .textValue();

        assertThat(warning).hasSize(256).endsWith("…");
    }
}
