package io.vedette.core.injector;

import io.vedette.core.http.Page;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A definition in, the same with the sidecar out, or as it was; in any format that there is. Any thread.
public final class Definitions implements Function<byte[], Page.Reply> {

    static final String PATH = "/ecs";

    private final Injections injections;
    private final Desk desk;

    /// @param desk where what comes of it is told
    public Definitions(Injections injections, Desk desk) {
        this.injections = injections;
        this.desk = desk;
    }

    @Override
    public Page.Reply apply(byte[] body) {
        long start = desk.now();
        Injected injected = inject(body);
        desk.tell(PATH, injected.result(), injected.sentences(), start);
        return new Page.Reply(200, contentType(body), injected.output(), OutcomeHeaders.of(injected));
    }

    private Injected inject(byte[] body) {
        try {
            return injections.inject(Optional.empty(), body, injections.given(), UnaryOperator.identity());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError fault) {
            return Injected.failed(body, fault);
        }
    }

    private static String contentType(byte[] body) {
        int first = 0;
        while (first < body.length && body[first] <= ' ') {
            first++;
        }
        boolean isJson = first < body.length && (body[first] == '{' || body[first] == '[');
        return isJson ? "application/json" : "application/yaml";
    }
}
