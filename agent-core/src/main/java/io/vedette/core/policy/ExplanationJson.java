package io.vedette.core.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The same as an [Explanation] for programs, one object a task.
public final class ExplanationJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private ExplanationJson(JsonGenerator json) {
        this.json = json;
    }

    /// @return one line
    public static String line(String label, Decision decision) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            new ExplanationJson(json).task(label, decision);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void task(String label, Decision decision) throws IOException {
        json.writeStartObject();
        json.writeStringField("task", label);
        json.writeStringField("inject", Words.onOff(decision.isOn()));
        json.writeStringField("reason", decision.reason());
        json.writeStringField("default", Words.onOff(decision.byDefault()));
        known(decision.facts());
        json.writeArrayFieldStart("notes");
        for (String note : decision.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rules");
        List<Finding> matching = decision.matching();
        for (int i = 0; i < matching.size(); i++) {
            rule(matching.get(i), i == 0);
        }
        for (Finding finding : decision.others()) {
            rule(finding, false);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void known(Facts facts) throws IOException {
        json.writeObjectFieldStart("known");
        for (Map.Entry<Attribute, List<String>> entry : facts.values().entrySet()) {
            json.writeStringField(entry.getKey().toString(), String.join("/", entry.getValue()));
        }
        for (Map.Entry<Attribute, Map<String, String>> entry : facts.keyed().entrySet()) {
            json.writeObjectFieldStart(entry.getKey().toString());
            for (Map.Entry<String, String> tag : entry.getValue().entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void rule(Finding finding, boolean decides) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", finding.rule().name());
        json.writeStringField("inject", Words.onOff(finding.rule().isOn()));
        json.writeBooleanField("matches", finding.matches());
        json.writeBooleanField("decides", decides);
        json.writeArrayFieldStart("conditions");
        for (Answer answer : finding.answers()) {
            json.writeStartObject();
            json.writeStringField("asks", answer.condition().subject());
            json.writeBooleanField("known", answer.isKnown());
            json.writeBooleanField("matches", answer.matches());
            json.writeStringField("why", answer.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
