package io.vedette.core.main;

import picocli.CommandLine.Command;

/// `vedette policy`: which tasks get the sidecar.
@Command(
        name = "policy",
        description = "Say which tasks of an account or organisation get the sidecar, and why.",
        subcommands = {PolicyExplainCommand.class, PolicyCheckCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {}
