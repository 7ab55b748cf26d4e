package io.vedette.core.main;

import io.vedette.transport.stream.NetworkStack;
import io.vedette.transport.stream.QuietNetwork;
import picocli.CommandLine.Command;

/// `vedette version`.
@Command(name = "version", description = "Print the version, and which native parts work here.")
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("vedette " + Version.text());
        QuietNetwork.configure();
        NetworkStack stack = NetworkStack.ofThisMachine();
        System.out.println("network " + stack
                + (stack.engine().why().isEmpty()
                        ? ""
                        : " (no BoringSSL: " + stack.engine().why() + ")"));
    }
}
