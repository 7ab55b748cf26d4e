package io.vedette.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What it is measured on.
final class Machine {

    private Machine() {}

    static String describe() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        return Runtime.getRuntime().availableProcessors() + " × " + cpu + ", Linux " + kernel + ", JDK "
                + Runtime.version() + ", the agent with the flags of `deploy/jvm.options`";
    }
}
