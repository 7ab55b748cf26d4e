package io.vedette.core.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/// Runs commands of the host.
public final class Shell {

    private Shell() {}

    /// Runs a script to its end.
    ///
    /// @return what it wrote
    /// @throws IllegalStateException it failed
    public static String run(String script, String... args) throws IOException, InterruptedException {
        String[] command = new String[args.length + 4];
        command[0] = "sh";
        command[1] = "-ec";
        command[2] = script;
        command[3] = "sh";
        System.arraycopy(args, 0, command, 4, args.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("\"" + script + "\" failed: " + text);
        }
        return text;
    }
}
