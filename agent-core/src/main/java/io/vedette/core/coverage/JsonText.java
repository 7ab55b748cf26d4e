package io.vedette.core.coverage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes one JSON object.
@FunctionalInterface
interface JsonText {

    JsonFactory FACTORY = new JsonFactory();

    /// The fields of the object.
    void write(JsonGenerator json) throws IOException;

    /// @return the object in UTF-8, on one line
    static byte[] object(JsonText fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
