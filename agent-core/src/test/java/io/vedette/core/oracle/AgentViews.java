package io.vedette.core.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import java.util.ArrayList;
import java.util.List;

/// What the agent delivered of one container, as other tools would have put it.
record AgentViews(Delivered delivered, String containerId) {

    /// As execsnoop cuts arguments.
    private static final int ARG_CHARS = 127;

    /// `PID RETURNED PATH ARGS`
    Multiset execsnoop() {
        Multiset all = new Multiset();
        for (JsonNode line : delivered.of("exec", containerId)) {
            JsonNode process = line.path("process");
            String path = AgentFacts.execPath(process, line.path("exec"));
            all.add(pid(line) + " 0 " + spaced(path, AgentFacts.callersArgs(process)));
        }
        for (JsonNode line : delivered.of("exec_failed", containerId)) {
            JsonNode detail = line.path("exec_failed");
            String path = detail.path("path").asText();
            all.add(pid(line) + " -" + detail.path("errno").asInt() + " " + spaced(path, Delivered.args(detail)));
        }
        return all;
    }

    private static String spaced(String path, List<String> args) {
        List<String> all = new ArrayList<>(List.of(path));
        all.addAll(args.subList(1, args.size()));
        all.replaceAll(arg -> arg.substring(0, Math.min(arg.length(), ARG_CHARS)));
        return String.join(" ", all).replaceAll(" +", " ").strip();
    }

    /// `PID exit code=CODE signal=SIGNAL`
    Multiset exits() {
        Multiset all = new Multiset();
        for (JsonNode line : delivered.of("exit", containerId)) {
            JsonNode exit = line.path("exit");
            all.add(pid(line) + " exit code=" + exit.path("code").asText() + " signal="
                    + exit.path("signal").asText());
        }
        return all;
    }

    /// `CLIENT SERVER` of each TCP connection, from one side of it.
    Multiset connections(String kind, int serverPort) {
        String client = kind.equals("connect") ? "local" : "remote";
        String server = kind.equals("connect") ? "remote" : "local";
        Multiset all = new Multiset();
        for (JsonNode line : delivered.of(kind, containerId)) {
            JsonNode detail = line.path(kind);
            if (detail.path(server).path("port").asInt() == serverPort) {
                all.add(AgentFacts.address(detail.path(client)) + " " + AgentFacts.address(detail.path(server)));
            }
        }
        return all;
    }

    /// `FROM TO ID RESPONSE RCODE NAME TYPE ANSWER` of each message, from one side.
    Multiset names(String direction) {
        Multiset all = new Multiset();
        for (JsonNode line : delivered.of("dns", containerId)) {
            JsonNode dns = line.path("dns");
            if (dns.path("direction").asText().equals(direction)) {
                boolean sent = direction.equals("sent");
                String from = AgentFacts.address(dns.path(sent ? "local" : "remote"));
                String to = AgentFacts.address(dns.path(sent ? "remote" : "local"));
                all.add(from + " " + to + " " + dns.path("id").asInt() + " "
                        + dns.path("response").asBoolean() + " "
                        + dns.path("rcode").asText() + " "
                        + dns.path("questions").path(0).path("name").asText() + " "
                        + dns.path("questions").path(0).path("type").asText() + " "
                        + dns.path("answers").path(0).path("data").asText());
            }
        }
        return all;
    }

    private static String pid(JsonNode line) {
        return line.path("process").path("host_pid").asText();
    }
}
