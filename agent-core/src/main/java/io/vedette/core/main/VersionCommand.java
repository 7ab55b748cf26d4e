package io.vedette.core.main;

import picocli.CommandLine.Command;

/// `vedette version`.
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("vedette " + Version.text());
    }
}
