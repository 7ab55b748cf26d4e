package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command line: `vedette run | endpoint | demo | doctor | version`.
///
/// Exit codes: 0 when a command did what it should, 1 when it could not, 2 when its options can't be used.
/// `run` ends with 0 whatever befell the agent, unless `--strict` asks otherwise: a sidecar must not make its
/// task look failed.
@Command(
        name = "vedette",
        description = "Watches what happens inside containers and delivers every event, or counts it.",
        subcommands = {
            RunCommand.class,
            EndpointCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            VersionCommand.class
        },
        footer = "%nEvery option can also be set as VEDETTE_OPTION_NAME in the environment, or as option-name in a "
                + "properties file named by --config. The command line comes first, then the environment.%n"
                + "%nExit code: 0 when the command did what it should, 1 when it could not, 2 when its options can't "
                + "be used. run ends with 0 also when nothing could be watched or delivered, unless --strict is given.",
        synopsisSubcommandLabel = "COMMAND")
public final class Vedette implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this text")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "a properties file with option names without the dashes")
    @SuppressWarnings("unused") // read ahead of all others, by OptionSources
    private @Nullable Path config;

    private final CommandLine commandLine;

    private Vedette() {
        commandLine = new CommandLine(this);
    }

    public static void main(String[] args) {
        System.exit(execute(args, System.getenv()));
    }

    /// Runs a command line.
    ///
    /// @return the exit code
    static int execute(String[] args, Map<String, String> environment) {
        CommandLine commandLine = commandLine();
        try {
            OptionSources sources = OptionSources.of(args, environment);
            sources.checkNames(commandLine);
            commandLine.setDefaultValueProvider(sources);
        } catch (ConfigException wrong) {
            return sayWrong(wrong.getMessage());
        }
        return commandLine.execute(args);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new Vedette().commandLine;
        commandLine.setParameterExceptionHandler((wrong, arguments) -> {
            String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
            return sayWrong(wrong.getMessage() + " (see " + command + " --help)");
        });
        commandLine.setExecutionExceptionHandler((fault, command, parsed) -> {
            if (fault instanceof ConfigException || fault instanceof IllegalArgumentException) {
                return sayWrong(fault.getMessage());
            }
            return say(sentence(fault), CommandLine.ExitCode.SOFTWARE);
        });
        return commandLine;
    }

    /// Some exceptions of files say nothing but the file's name.
    static String sentence(Throwable fault) {
        String message = fault.getMessage();
        return switch (fault) {
            case NoSuchFileException missing -> "no such file or directory: " + missing.getFile();
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            default -> message == null ? fault.getClass().getSimpleName() : message;
        };
    }

    @Override
    public void run() {
        commandLine.usage(System.out);
    }

    private static int sayWrong(@Nullable String sentence) {
        return say(String.valueOf(sentence), CommandLine.ExitCode.USAGE);
    }

    private static int say(String sentence, int exitCode) {
        System.err.println("vedette: " + sentence.replaceAll("\\s+", " "));
        return exitCode;
    }
}
