package io.vedette.core.injector;

import io.vedette.core.http.Page;
import io.vedette.core.inject.Format;
import io.vedette.core.inject.Injector;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.inject.text.Document;
import io.vedette.core.inject.text.JsonPatch;
import io.vedette.core.inject.text.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Answers a Kubernetes API server that asks about a new object: always yes, with a patch that adds the sidecar where
/// it can be. Any thread.
public final class Admission implements Function<byte[], Page.Reply> {

    static final String PATH = "/kubernetes";

    private static final String VERSION = "admission.k8s.io/v1";
    private static final String KIND = "AdmissionReview";
    private static final Envelope.Form FORM = new Envelope.Form(
            Set.of(
                    "apiVersion",
                    "kind",
                    "request.uid",
                    "request.operation",
                    "request.subResource",
                    "request.namespace"),
            "request.object");
    private static final Optional<Format> FORMAT = Optional.of(Format.KUBERNETES);

    private final Injections injections;
    private final Desk desk;

    /// @param desk where what comes of it is told
    public Admission(Injections injections, Desk desk) {
        this.injections = injections;
        this.desk = desk;
    }

    @Override
    public Page.Reply apply(byte[] body) {
        long start = desk.now();
        Envelope review = Envelope.read(body, FORM);
        if (review.text("request.uid").isEmpty()) {
            String why = "this is no review that can be answered: "
                    + (review.isWhole() ? "it has no request.uid" : review.fault());
            desk.tell(PATH, Result.UNREADABLE, List.of(why), start);
            return Page.Reply.plain(400, why);
        }
        AdmissionAnswer answer = answer(review);
        desk.tell(PATH, answer.result(), answer.sentences(), start);
        return answer.reply(review.text("apiVersion"), review.text("request.uid"));
    }

    /// From here on everything is answered with a yes.
    private AdmissionAnswer answer(Envelope review) {
        boolean isKnown =
                review.text("apiVersion").equals(VERSION) && review.text("kind").equals(KIND);
        if (!isKnown) {
            return AdmissionAnswer.unreadable("it is admitted without the sidecar: only " + KIND + " of " + VERSION
                    + " is understood, name it alone in admissionReviewVersions");
        }
        if (!review.isWhole()) {
            return AdmissionAnswer.unreadable("it is admitted without the sidecar: " + review.fault());
        }
        boolean isNew = review.text("request.operation").equals("CREATE")
                && review.text("request.subResource").isEmpty();
        if (!isNew) {
            return AdmissionAnswer.unchanged(Result.UNCHANGED);
        }
        if (review.part().length == 0) {
            return AdmissionAnswer.unreadable("it is admitted without the sidecar: request.object is no object");
        }
        try {
            return inject(review);
        } catch (DefinitionException wrong) {
            return AdmissionAnswer.unreadable("it is admitted without the sidecar: " + wrong.getMessage());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError fault) {
            return AdmissionAnswer.failed("it is admitted without the sidecar: " + fault);
        }
    }

    /// Who has the sidecar keeps it as it is: others may have changed it since, and would be asked again and again.
    private AdmissionAnswer inject(Envelope review) throws DefinitionException {
        boolean isThere = new Injector(FORMAT)
                .targets(review.part()).stream()
                        .anyMatch(target -> !target.added().isEmpty());
        if (isThere) {
            return AdmissionAnswer.unchanged(Result.UNCHANGED);
        }
        Document before = document(review.part());
        String owner = Owner.of(before.roots().getFirst());
        Injected injected = injections.inject(
                FORMAT,
                review.part(),
                injections.given(),
                traits -> traits.with(review.text("request.namespace"), owner));
        if (injected.result() != Result.INJECTED) {
            return AdmissionAnswer.unchanged(injected);
        }
        return JsonPatch.between(before, document(injected.output()))
                .map(patch -> AdmissionAnswer.patched(patch, injected))
                .orElseGet(() -> AdmissionAnswer.failed(
                        "it is admitted without the sidecar: that would take more than additions"));
    }

    private static Document document(byte[] bytes) throws DefinitionException {
        return Document.parse(Source.decode(bytes));
    }
}
