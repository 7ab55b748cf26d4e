package io.vedette.core.injector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.http.Page;
import io.vedette.core.inject.Format;
import io.vedette.core.policy.Attribute;
import io.vedette.core.policy.Facts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Answers what CloudFormation asks a macro: always with success, and the template as it was where nothing can be done.
/// Any thread.
public final class Macro implements Function<byte[], Page.Reply> {

    static final String PATH = "/cloudformation";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Optional<Format> FORMAT = Optional.of(Format.CLOUDFORMATION);
    private static final Envelope.Form FORM = new Envelope.Form(Set.of("requestId", "region", "accountId"), "fragment");

    private final Injections injections;
    private final Desk desk;

    /// @param desk where what comes of it is told
    public Macro(Injections injections, Desk desk) {
        this.injections = injections;
        this.desk = desk;
    }

    @Override
    public Page.Reply apply(byte[] body) {
        long start = desk.now();
        Envelope event = Envelope.read(body, FORM);
        if (event.part().length == 0) {
            String why = "this is nothing that CloudFormation sends a macro: "
                    + (event.isWhole() ? "it has no fragment" : event.fault());
            desk.tell(PATH, Result.UNREADABLE, List.of(why), start);
            return Page.Reply.plain(400, why);
        }
        Injected injected = inject(event);
        desk.tell(PATH, injected.result(), injected.sentences(), start);
        return new Page.Reply(
                200,
                "application/json",
                success(event.text("requestId"), injected.output()),
                OutcomeHeaders.of(injected));
    }

    private Injected inject(Envelope event) {
        if (!event.isWhole()) {
            return Injected.unreadable(event.part(), event.fault());
        }
        Facts known = injections
                .given()
                .with(Attribute.REGION, event.text("region"))
                .with(Attribute.ACCOUNT, event.text("accountId"));
        try {
            return injections.inject(FORMAT, event.part(), known, UnaryOperator.identity());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError fault) {
            return Injected.failed(event.part(), fault);
        }
    }

    /// @param fragment in JSON, which stays as it is written
    private static byte[] success(String requestId, byte[] fragment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(fragment.length + 200);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("requestId", requestId);
            json.writeStringField("status", "success");
            json.writeFieldName("fragment");
            json.writeRawValue("");
            json.flush();
            bytes.writeBytes(fragment);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
