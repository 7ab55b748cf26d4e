package io.vedette.core.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.delivery.Delivered;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the agent delivered of one container, in words that others can be put in as well.
final class AgentFacts {

    private final Multiset facts = new Multiset();

    private AgentFacts() {}

    static Multiset of(Delivered delivered, String containerId) {
        AgentFacts all = new AgentFacts();
        for (JsonNode line : delivered.lines()) {
            if (line.has("process")
                    && line.path("container").path("id").asText().equals(containerId)) {
                all.add(line);
            }
        }
        return all.facts;
    }

    /// The paths of all scripts that were run.
    static Set<String> scripts(Delivered delivered, String containerId) {
        return delivered.of("exec", containerId).stream()
                .map(line -> text(line.path("process"), "script"))
                .collect(Collectors.toSet());
    }

    private void add(JsonNode line) {
        String kind = line.path("kind").asText();
        JsonNode process = line.path("process");
        JsonNode detail = line.path(kind);
        String pid = process.path("host_pid").asText() + " ";
        switch (kind) {
            case "exec" -> facts.add(pid + "exec " + execPath(process, detail) + " " + callersArgs(process));
            case "exec_failed" ->
                facts.add(pid + "exec_failed " + text(detail, "path") + " " + Delivered.args(detail) + errno(detail));
            case "exit" -> facts.add(pid + "exit code=" + text(detail, "code") + " signal=" + text(detail, "signal"));
            case "fork" ->
                facts.add(pid + "fork " + text(detail, "child_host_pid") + " "
                        + sorted(detail.path("clone_flags")).stream().collect(Collectors.joining(",")));
            case "open" -> open(pid, detail);
            default -> {
                String told = file(kind, detail);
                if (!told.isEmpty()) {
                    facts.add(pid + told);
                }
            }
        }
    }

    static String execPath(JsonNode process, JsonNode detail) {
        for (String path : List.of(text(detail, "path"), text(process, "script"))) {
            if (!path.isEmpty()) {
                return path;
            }
        }
        return text(process, "binary");
    }

    /// The kernel puts the interpreter and the script's path in place of the caller's first one.
    static List<String> callersArgs(JsonNode process) {
        List<String> args = Delivered.args(process);
        String script = text(process, "script");
        int at = script.isEmpty() ? -1 : args.indexOf(script);
        return at < 0 ? args : args.subList(at, args.size());
    }

    private void open(String pid, JsonNode detail) {
        List<String> flags = sorted(detail.path("flags"));
        boolean reads = flags.contains("rdonly") && !flags.contains("creat") && !flags.contains("trunc");
        String path = text(detail, "path");
        if (detail.path("errno").asInt() != 0) {
            facts.add(pid + "open_failed " + path + " " + flags + errno(detail));
        } else if (reads) {
            facts.add(pid + "open " + path + " rdonly", detail.path("count").asLong());
        } else {
            facts.add(pid + "open " + path + " " + text(detail, "given_path") + " " + flags);
        }
    }

    private static String file(String kind, JsonNode detail) {
        String path = kind + " " + text(detail, "path");
        return switch (kind) {
            case "unlink", "rmdir" -> path;
            case "rename", "link" -> path + " " + text(detail, "new_path");
            case "symlink" -> "symlink " + text(detail, "target") + " " + text(detail, "path");
            case "mkdir", "chmod" -> path + " " + Integer.parseInt(text(detail, "mode"), 8);
            case "chown" -> path + " " + id(detail, "uid") + ":" + id(detail, "gid");
            case "truncate" -> path + " " + text(detail, "length");
            default -> network(kind, detail);
        };
    }

    private static String network(String kind, JsonNode detail) {
        String socket = kind + " " + text(detail, "socket") + " ";
        return switch (kind) {
            case "socket" ->
                "socket " + text(detail, "family") + " " + text(detail, "type") + " fd=" + text(detail, "fd")
                        + errno(detail);
            case "connect" -> socket + address(detail.path("remote")) + errno(detail);
            case "bind" -> socket + address(detail.path("local")) + errno(detail);
            case "listen" -> socket + text(detail, "backlog") + errno(detail);
            case "accept" -> socket + "fd=" + text(detail, "fd") + " " + address(detail.path("remote")) + errno(detail);
            default -> "";
        };
    }

    static String address(JsonNode address) {
        return address.has("path") ? text(address, "path") : text(address, "address") + ":" + text(address, "port");
    }

    private static String id(JsonNode detail, String name) {
        return detail.has(name) ? text(detail, name) : "-1";
    }

    private static String errno(JsonNode detail) {
        return detail.has("error") ? " " + text(detail, "error") : "";
    }

    private static List<String> sorted(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        names.sort(null);
        return names;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
