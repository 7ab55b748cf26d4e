package io.vedette.core.injector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// An object in JSON around what is meant. What was read before it can't be read any further counts.
final class Envelope {

    private static final JsonFactory FACTORY = new JsonFactory();

    /// Where in an envelope things are.
    ///
    /// @param texts paths of what is wanted
    /// @param part path of the object that is meant
    record Form(Set<String> texts, String part) {

        /// Whether there is something below a path.
        private boolean isAbove(String path) {
            return part.startsWith(path + ".");
        }
    }

    private final Map<String, String> texts;
    private final byte[] part;
    private final String fault;

    private Envelope(Map<String, String> texts, byte[] part, String fault) {
        this.texts = texts;
        this.part = part;
        this.fault = fault;
    }

    /// A value that is wanted; empty when it is not there.
    ///
    /// @param path as `request.uid`
    String text(String path) {
        return texts.getOrDefault(path, "");
    }

    /// The bytes of the object that is meant, the caller's own; empty when there is none.
    byte[] part() {
        return part;
    }

    boolean isWhole() {
        return fault.isEmpty();
    }

    /// Why it can't be read to its end; empty when it could.
    String fault() {
        return fault;
    }

    static Envelope read(byte[] bytes, Form form) {
        Reading reading = new Reading(bytes, form);
        String fault = "";
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                fault = "it is no object in JSON";
            } else {
                reading.object(parser, "");
                fault = parser.nextToken() == null ? "" : "something follows its end";
            }
        } catch (JsonProcessingException wrong) {
            String place = wrong.getLocation() == null
                    ? ""
                    : "line " + wrong.getLocation().getLineNr() + ", column "
                            + wrong.getLocation().getColumnNr() + ": ";
            fault = "it is no JSON: " + place + wrong.getOriginalMessage();
        } catch (IOException wrong) {
            fault = "it is no JSON: " + wrong.getMessage();
        }
        return new Envelope(Map.copyOf(reading.texts), reading.part, fault);
    }

    /// On its way through.
    private static final class Reading {

        private final byte[] bytes;
        private final Form form;
        private final Map<String, String> texts = new HashMap<>();
        private byte[] part = new byte[0];

        Reading(byte[] bytes, Form form) {
            this.bytes = bytes;
            this.form = form;
        }

        /// @param prefix of the paths in it
        void object(JsonParser parser, String prefix) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String path = prefix + parser.currentName();
                JsonToken token = parser.nextToken();
                boolean isObject = token == JsonToken.START_OBJECT;
                if (isObject && path.equals(form.part())) {
                    keep(parser);
                } else if (isObject && form.isAbove(path)) {
                    object(parser, path + ".");
                } else if (token == JsonToken.VALUE_STRING && form.texts().contains(path)) {
                    texts.put(path, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        }

        /// Offsets of bytes are known in UTF-8 only.
        private void keep(JsonParser parser) throws IOException {
            long start = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            long end = parser.currentLocation().getByteOffset();
            if (start < 0 || end > bytes.length) {
                throw new IOException("it is not in UTF-8");
            }
            part = Arrays.copyOfRange(bytes, (int) start, (int) end);
        }
    }
}
