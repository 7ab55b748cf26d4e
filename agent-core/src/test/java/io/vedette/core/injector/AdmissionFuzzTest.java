package io.vedette.core.injector;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.flipkart.zjsonpatch.JsonPatch;
import io.vedette.core.fuzz.Mutator;
import io.vedette.core.fuzz.Rounds;
import io.vedette.core.http.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever bytes come: a sentence, or a yes; and with a patch, one that others can apply.
final class AdmissionFuzzTest {

    private static final List<byte[]> GOOD =
            Reviews.files().stream().map(Reviews::bytes).toList();

    private final Reviews.Answerer answerer = new Reviews.Answerer(Reviews.injections(true));

    @Test
    void damagedReviewsAreAnswered() throws Exception {
        Rounds.of(600, random -> {
            Mutator mutator = new Mutator(random, GOOD);
            check(mutator.damage(GOOD.get(random.nextInt(GOOD.size()))));
        });
    }

    @FuzzTest(maxDuration = "30s")
    void anyBytesAreAnswered(FuzzedDataProvider data) throws IOException {
        check(data.consumeRemainingAsBytes());
    }

    private void check(byte[] review) throws IOException {
        Page.Reply reply = answerer.reply(review);
        if (reply.status() == 400) {
            assertThat(new String(reply.body(), StandardCharsets.UTF_8)).hasLineCount(1);
            return;
        }
        JsonNode response = Reviews.JSON.readTree(reply.body()).get("response");
        assertThat(response.get("allowed").booleanValue()).isTrue();
        assertThat(answerer.book.count(Admission.PATH, Result.FAILED)).isZero();
        if (response.has("patch")) {
            JsonNode object = Reviews.JSON.readTree(review).at("/request/object");
            JsonNode patch = Reviews.JSON.readTree(response.get("patch").binaryValue());

            JsonNode patched = JsonPatch.apply(patch, object);

            assertThat(patched.findValuesAsText("name")).contains("vedette");
        }
    }
}
