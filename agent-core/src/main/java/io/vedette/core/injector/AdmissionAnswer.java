package io.vedette.core.injector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.http.Page;
import io.vedette.core.telemetry.Plain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// What a review is answered: yes, and perhaps a patch.
///
/// @param patch in JSON; empty for none
/// @param warnings for whoever made the object
/// @param sentences all that there is to say
record AdmissionAnswer(Result result, String patch, List<String> warnings, List<String> sentences) {

    private static final JsonFactory FACTORY = new JsonFactory();

    /// API servers cut what is longer.
    private static final int LONGEST = 256;

    private static final int MOST = 5;
    private static final int BAD_REQUEST = 400;
    private static final String LEAD = "vedette: ";
    private static final String NOTE = "note: ";

    static AdmissionAnswer unchanged(Result result) {
        return new AdmissionAnswer(result, "", List.of(), List.of());
    }

    /// What the policy says no to is no news for who is told so.
    static AdmissionAnswer unchanged(Injected injected) {
        List<String> warnings = injected.result().isTrouble() ? warnings(injected) : List.of();
        return new AdmissionAnswer(injected.result(), "", warnings, injected.sentences());
    }

    static AdmissionAnswer patched(String patch, Injected injected) {
        return new AdmissionAnswer(Result.INJECTED, patch, warnings(injected), injected.sentences());
    }

    private static List<String> warnings(Injected injected) {
        return injected.sentences().stream()
                .filter(sentence -> !sentence.startsWith(NOTE))
                .toList();
    }

    static AdmissionAnswer unreadable(String why) {
        return new AdmissionAnswer(Result.UNREADABLE, "", List.of(why), List.of(why));
    }

    static AdmissionAnswer failed(String why) {
        return new AdmissionAnswer(Result.FAILED, "", List.of(why), List.of(why));
    }

    /// @param version of the review that is answered
    Page.Reply reply(String version, String uid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", version);
            json.writeStringField("kind", "AdmissionReview");
            json.writeObjectFieldStart("response");
            json.writeStringField("uid", uid);
            json.writeBooleanField("allowed", true);
            if (!patch.isEmpty()) {
                json.writeStringField("patchType", "JSONPatch");
                json.writeStringField(
                        "patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
            }
            if (!warnings.isEmpty()) {
                writeWarnings(json);
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Page.Reply(200, "application/json", bytes.toByteArray(), List.of());
    }

    private void writeWarnings(JsonGenerator json) throws IOException {
        if (result == Result.UNREADABLE) {
            json.writeObjectFieldStart("status");
            json.writeNumberField("code", BAD_REQUEST);
            json.writeStringField("message", warning(warnings.getFirst()));
            json.writeEndObject();
        }
        json.writeArrayFieldStart("warnings");
        for (String warning : warnings.subList(0, Math.min(MOST, warnings.size()))) {
            json.writeString(warning(warning));
        }
        json.writeEndArray();
    }

    private static String warning(String sentence) {
        String text = LEAD + Plain.text(sentence);
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
