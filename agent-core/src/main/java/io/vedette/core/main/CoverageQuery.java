package io.vedette.core.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vedette.core.config.ConfigException;
import io.vedette.core.coverage.State;
import io.vedette.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `vedette coverage` does with its options.
///
/// @param address with the query
record CoverageQuery(URI address, boolean json, boolean strict) {

    private static final int TIMEOUT_MS = 10_000;
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_VALUES = 5_000_000;

    /// @throws ConfigException with one line about the option that can't be used
    static CoverageQuery of(CoverageCommand options) {
        URI base = CoverageOptions.address("--url", options.url);
        if (!options.state.isEmpty() && State.named(options.state).isEmpty()) {
            throw new ConfigException(
                    "--state must be one of " + List.of(State.values()) + ", not \"" + options.state + "\"");
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("account", options.account);
        query.put("cluster", options.cluster);
        query.put("service", options.service);
        query.put("state", options.state);
        List<String> parts = new ArrayList<>();
        query.forEach((name, value) -> {
            if (!value.isEmpty()) {
                parts.add(name + "=" + URLEncoder.encode(value, UTF_8));
            }
        });
        String text = base.toString().replaceFirst("/+$", "") + "/coverage"
                + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
        return new CoverageQuery(URI.create(text), options.json, options.strict);
    }

    /// @throws IOException in one line, when there is no answer, or another one than is expected
    ExitCode run() throws IOException {
        byte[] answer = get();
        List<Json> documents = Json.parseAll(answer, MOST_VALUES);
        Json report = documents.isEmpty() ? new Json(null) : documents.getFirst();
        if (!report.at("totals").isObject()) {
            throw new IOException(where() + " answers, but not with a report of coverage: see --url");
        }
        if (json) {
            System.out.write(answer, 0, answer.length);
            System.out.println();
        } else {
            new CoverageTable(report).lines().forEach(System.out::println);
        }
        boolean isUnhealthy = report.at("totals").number(State.UNHEALTHY.toString()) > 0;
        return strict && isUnhealthy ? ExitCode.NOT_COVERED : ExitCode.OK;
    }

    private String where() {
        return address.getScheme() + "://" + address.getAuthority();
    }

    private byte[] get() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("it answers with status " + status);
            }
            try (InputStream body = connection.getInputStream()) {
                byte[] bytes = body.readNBytes(MOST_BYTES);
                if (bytes.length == MOST_BYTES) {
                    throw new IOException("its answer has more than " + MOST_BYTES + " bytes: ask for a part of it");
                }
                return bytes;
            }
        } catch (IOException failed) {
            throw new IOException(
                    "no coverage from " + where() + ": " + failed.getMessage()
                            + ". See --url, and that the endpoint runs with --coverage",
                    failed);
        } finally {
            connection.disconnect();
        }
    }
}
