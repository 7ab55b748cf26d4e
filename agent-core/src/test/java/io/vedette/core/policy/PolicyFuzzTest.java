package io.vedette.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.vedette.core.fuzz.Mutator;
import io.vedette.core.fuzz.Rounds;
import io.vedette.core.inject.text.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whatever bytes come: a policy that decides and explains, or one sentence on what can't be used.
final class PolicyFuzzTest {

    private static final Facts FACTS = new Facts.Builder()
            .put(Attribute.FAMILY, "web")
            .put(Attribute.TAG, Map.of("team", "payments", "GuardDutyManaged", "false"))
            .units("r-1/ou-a/ou-b")
            .build();

    @Test
    void damagedPoliciesDecideOrAreRefusedInOneSentence() throws Exception {
        List<byte[]> good = List.of(
                Files.readAllBytes(PolicyFiles.IN.resolve("organisation.yaml")),
                Files.readAllBytes(PolicyFiles.IN.resolve("account.json")));
        Rounds.of(2_000, random -> check(new Mutator(random, good).damage(good.get(random.nextInt(good.size())))));
    }

    @FuzzTest(maxDuration = "30s")
    void anyBytesDecideOrAreRefusedInOneSentence(FuzzedDataProvider data) throws IOException {
        check(data.consumeRemainingAsBytes());
    }

    private static void check(byte[] bytes) throws IOException {
        Policy policy;
        try {
            policy = Policy.parse(bytes);
        } catch (DefinitionException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(policy.notes()).hasSizeLessThanOrEqualTo(policy.size());
        Decision decision = policy.decide(FACTS);
        assertThat(new Explanation("task", decision).lines()).hasSizeGreaterThan(policy.size());
        try (JsonParser json = new JsonFactory().createParser(ExplanationJson.line("task", decision))) {
            while (json.nextToken() != null) {
                assertThat(json.currentToken()).isNotNull();
            }
        }
    }
}
