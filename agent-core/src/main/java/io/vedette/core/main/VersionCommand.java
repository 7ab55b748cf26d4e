package io.vedette.core.main;

import io.vedette.transport.stream.NetworkStack;
import io.vedette.transport.stream.QuietNetwork;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `vedette version`.
@Command(name = "version", description = "Print the version, and which native parts work here.")
final class VersionCommand implements Runnable {

    @Option(names = "--verbose", description = "also what it runs on: the machine, the Java runtime and its flags")
    private boolean verbose;

    @Override
    public void run() {
        System.out.println("vedette " + Version.text());
        QuietNetwork.configure();
        NetworkStack stack = NetworkStack.ofThisMachine();
        System.out.println("network " + stack
                + (stack.engine().why().isEmpty()
                        ? ""
                        : " (no BoringSSL: " + stack.engine().why() + ")"));
        if (verbose) {
            Platform.ofThisProcess(Path.of("/proc")).lines().forEach(System.out::println);
        }
    }
}
