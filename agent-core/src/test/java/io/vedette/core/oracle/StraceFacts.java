package io.vedette.core.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What `strace -ff -y` saw of one process and all below it, in the words of [AgentFacts].
///
/// Left out, since they are no events: failed attempts to open for reading, and failed calls of the other file kinds,
/// and unix sockets that were made, which are told when they connect, are bound or accept.
final class StraceFacts {

    private static final Pattern EXITED = Pattern.compile("\\+\\+\\+ exited with ([0-9]+) \\+\\+\\+");
    private static final Pattern KILLED =
            Pattern.compile("\\+\\+\\+ killed by ([A-Z0-9]+)( \\(core dumped\\))? \\+\\+\\+");
    private static final Pattern FLAGS = Pattern.compile("flags=([A-Z_|0-9a-fx]+)");
    private static final Pattern INET =
            Pattern.compile("sin6?_port=htons\\(([0-9]+)\\).*\"([0-9a-f.:]+)\".*", Pattern.DOTALL);
    private static final Pattern UNIX = Pattern.compile("sun_path=(\".*\")\\}");

    private final Path directory;
    private final Set<String> scripts;
    private final Multiset facts = new Multiset();
    private final Multiset opens = new Multiset();

    private StraceFacts(Path directory, Set<String> scripts) {
        this.directory = directory;
        this.scripts = scripts;
    }

    /// @param first the process whose exec of `program` begins what is told
    /// @param scripts whose exec replaces the caller's first argument by the path
    static StraceFacts read(Path directory, long first, String program, Path workingDirectory, Set<String> scripts)
            throws IOException {
        StraceFacts all = new StraceFacts(directory, scripts);
        all.follow(first, first, "" + workingDirectory, program);
        return all;
    }

    Multiset facts() {
        return facts;
    }

    /// Every open that worked, as the caller named the file: `PID PATH`. Also what came before the program.
    Multiset opens() {
        return opens;
    }

    /// @param program what is before its exec is not told; empty for all
    private void follow(long tid, long pid, String startDirectory, String program) throws IOException {
        String cwd = startDirectory;
        boolean told = program.isEmpty();
        for (String line : Files.readAllLines(directory.resolve("t." + tid), StandardCharsets.ISO_8859_1)) {
            StraceCall call = StraceCall.parse(line);
            if (call != null && call.name().startsWith("open") && call.worked()) {
                opens.add(
                        pid + " " + StraceCall.unquote(call.argument(call.name().equals("open") ? 0 : 1)));
            }
            told = told || line.startsWith("execve(\"" + program + "\"");
            if (!told) {
                continue;
            }
            if (call == null) {
                exit(line, tid, pid);
            } else if (call.name().equals("chdir") && call.worked()) {
                cwd = join(cwd, StraceCall.unquote(call.argument(0)));
            } else if (call.name().equals("fchdir") && call.worked()) {
                cwd = StraceCall.described(call.argument(0));
            } else if (List.of("clone", "clone3", "fork", "vfork").contains(call.name())) {
                child(call, pid, cwd);
            } else {
                String fact = fact(call, cwd);
                if (!fact.isEmpty()) {
                    facts.add(pid + " " + fact);
                }
            }
        }
    }

    private void exit(String line, long tid, long pid) {
        Matcher exited = EXITED.matcher(line);
        Matcher killed = KILLED.matcher(line);
        if (tid == pid && exited.matches()) {
            facts.add(pid + " exit code=" + exited.group(1) + " signal=0");
        } else if (tid == pid && killed.matches()) {
            facts.add(pid + " exit code=0 signal=" + signal(killed.group(1)));
        }
    }

    private static int signal(String name) {
        return switch (name) {
            case "SIGINT" -> 2;
            case "SIGKILL" -> 9;
            case "SIGPIPE" -> 13;
            case "SIGTERM" -> 15;
            default -> throw new AssertionError("the workload should not end by " + name);
        };
    }

    private void child(StraceCall call, long pid, String cwd) throws IOException {
        if (!call.worked()) {
            return;
        }
        Matcher matcher = FLAGS.matcher(String.join(", ", call.arguments()));
        String flags = call.name().equals("vfork") ? "CLONE_VM|CLONE_VFORK" : matcher.find() ? matcher.group(1) : "";
        String names = Arrays.stream(flags.split("\\|", -1))
                .filter(flag -> flag.startsWith("CLONE_"))
                .sorted()
                .collect(Collectors.joining(","));
        boolean thread = names.contains("CLONE_THREAD");
        if (!thread) {
            facts.add(pid + " fork " + call.number() + " " + names);
        }
        follow(call.number(), thread ? pid : call.number(), cwd, "");
    }

    private String fact(StraceCall call, String cwd) {
        return switch (call.name()) {
            case "execve" -> exec(call);
            case "open" -> open(call, cwd, 0, call.argument(1));
            case "openat" -> open(call, StraceCall.described(call.argument(0)), 1, call.argument(2));
            case "creat" -> open(call, cwd, 0, "O_WRONLY|O_CREAT|O_TRUNC");
            case "socket" -> socket(call);
            case "connect", "bind" ->
                call.name() + " " + inode(call.argument(0)) + " " + address(call.argument(1)) + errno(call);
            case "listen" -> "listen " + inode(call.argument(0)) + " " + call.argument(1) + errno(call);
            case "accept", "accept4" ->
                call.worked()
                        ? "accept " + inode(call.result()) + " fd=" + call.number() + " " + address(call.argument(1))
                        : "accept" + errno(call);
            default -> call.worked() ? file(call, cwd) : "";
        };
    }

    private String exec(StraceCall call) {
        String given = StraceCall.unquote(call.argument(0));
        List<String> args = new ArrayList<>();
        StraceCall.elements(call.argument(1)).forEach(arg -> args.add(StraceCall.unquote(arg)));
        if (call.worked() && scripts.contains(given)) {
            args.set(0, given);
        }
        return call.worked() ? "exec " + given + " " + args : "exec_failed " + given + " " + args + errno(call);
    }

    private static String open(StraceCall call, String base, int pathIndex, String flagNames) {
        List<String> flags = flags(flagNames);
        boolean reads = flags.contains("rdonly") && !flags.contains("creat") && !flags.contains("trunc");
        String given = StraceCall.unquote(call.argument(pathIndex));
        if (!call.worked()) {
            return reads ? "" : "open_failed " + join(base, given) + " " + flags + errno(call);
        }
        String path = StraceCall.described(call.result());
        return reads ? "open " + path + " rdonly" : "open " + path + " " + given(path, given) + " " + flags;
    }

    private static List<String> flags(String names) {
        return Arrays.stream(names.split("\\|", -1))
                .map(name -> name.replaceFirst("^O_", "").toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    private static String file(StraceCall call, String cwd) {
        List<String> all = call.arguments();
        return switch (call.name()) {
            case "unlink", "rmdir" -> call.name() + " " + named(cwd, all.get(0));
            case "unlinkat" -> (all.get(2).contains("AT_REMOVEDIR") ? "rmdir " : "unlink ") + at(all, 0);
            case "rename" -> "rename " + named(cwd, all.get(0)) + " " + named(cwd, all.get(1));
            case "renameat", "renameat2" -> "rename " + at(all, 0) + " " + at(all, 2);
            case "mkdir" -> "mkdir " + named(cwd, all.get(0)) + " " + octal(all.get(1));
            case "mkdirat" -> "mkdir " + at(all, 0) + " " + octal(all.get(2));
            case "link" -> "link " + named(cwd, all.get(0)) + " " + named(cwd, all.get(1));
            case "linkat" -> "link " + at(all, 0) + " " + at(all, 2);
            case "symlink" -> "symlink " + StraceCall.unquote(all.get(0)) + " " + named(cwd, all.get(1));
            case "symlinkat" -> "symlink " + StraceCall.unquote(all.get(0)) + " " + at(all, 1);
            case "chmod" -> "chmod " + named(cwd, all.get(0)) + " " + octal(all.get(1));
            case "fchmod" -> "chmod " + described(all.get(0)) + " " + octal(all.get(1));
            case "fchmodat" -> "chmod " + at(all, 0) + " " + octal(all.get(2));
            case "chown", "lchown" -> "chown " + named(cwd, all.get(0)) + " " + all.get(1) + ":" + all.get(2);
            case "fchown" -> "chown " + described(all.get(0)) + " " + all.get(1) + ":" + all.get(2);
            case "fchownat" -> "chown " + at(all, 0) + " " + all.get(2) + ":" + all.get(3);
            case "ftruncate" -> "truncate " + described(all.get(0)) + " " + all.get(1);
            case "truncate" -> "truncate " + named(cwd, all.get(0)) + " " + all.get(1);
            default -> throw new AssertionError("no words for " + call);
        };
    }

    private static String described(String descriptor) {
        return StraceCall.described(descriptor).replaceFirst(" ?\\(deleted\\)$", "");
    }

    private static String at(List<String> all, int index) {
        return named(StraceCall.described(all.get(index)), all.get(index + 1));
    }

    private static String named(String base, String literal) {
        return join(base, StraceCall.unquote(literal));
    }

    private static String octal(String mode) {
        return "" + Integer.parseInt(mode, 8);
    }

    private static String given(String path, String given) {
        return path.equals(given) ? "" : given;
    }

    private static String join(String base, String path) {
        return Path.of(base).resolve(path).normalize().toString();
    }

    private static String socket(StraceCall call) {
        if (call.worked() && call.argument(0).equals("AF_UNIX")) {
            return "";
        }
        String type = call.argument(1).replaceFirst("\\|.*", "").replaceFirst("SOCK_", "");
        String family = call.argument(0).replaceFirst("AF_", "");
        String fd = call.worked() ? "" + call.number() : "-1";
        return ("socket " + family + " " + type + " fd=").toLowerCase(Locale.ROOT) + fd + errno(call);
    }

    private static String inode(String descriptor) {
        return StraceCall.described(descriptor).replaceAll("[^0-9]", "");
    }

    private static String address(String text) {
        Matcher inet = INET.matcher(text);
        Matcher unix = UNIX.matcher(text);
        if (inet.find()) {
            return inet.group(2).replaceFirst("^::ffff:", "") + ":" + inet.group(1);
        }
        return unix.find() ? StraceCall.unquote(unix.group(1)) : text;
    }

    private static String errno(StraceCall call) {
        return call.worked() ? "" : " " + call.error();
    }
}
