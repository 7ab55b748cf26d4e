package io.vedette.core.main;

import io.vedette.core.coverage.CoverageService;
import io.vedette.core.coverage.Documents;
import io.vedette.core.coverage.Filter;
import io.vedette.core.coverage.Place;
import io.vedette.core.coverage.ReportJson;
import io.vedette.core.coverage.State;
import io.vedette.core.http.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an endpoint answers about coverage, over HTTP.
final class CoveragePages {

    private static final String JSON = "application/json";

    private CoveragePages() {}

    static List<Page> of(CoverageService service) {
        return List.of(
                Page.get("/coverage", request -> report(service, request.query())),
                Page.post("/tasks", Documents.MOST_BYTES, request -> take(service, request)));
    }

    private static Page.Reply report(CoverageService service, Map<String, String> query) {
        String wanted = query.getOrDefault("state", "");
        Optional<State> state = State.named(wanted);
        if (!wanted.isEmpty() && state.isEmpty()) {
            return Page.Reply.plain(400, "state has to be one of " + List.of(State.values()));
        }
        Filter filter = new Filter(
                query.getOrDefault("account", ""),
                query.getOrDefault("cluster", ""),
                query.getOrDefault("service", ""),
                state);
        return new Page.Reply(200, JSON, ReportJson.of(service.report(filter)), List.of());
    }

    private static Page.Reply take(CoverageService service, Page.Request request) {
        Map<String, String> query = request.query();
        Place place = new Place(
                query.getOrDefault("account", ""),
                query.getOrDefault("region", ""),
                query.getOrDefault("cluster", ""),
                "");
        try {
            int tasks = service.tell(request.body(), place);
            return new Page.Reply(200, JSON, "{\"tasks\":" + tasks + "}\n");
        } catch (IOException unreadable) {
            return Page.Reply.plain(400, "" + unreadable.getMessage());
        }
    }
}
