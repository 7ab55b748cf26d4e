package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.telemetry.Plain;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command line: `vedette run | endpoint | demo | doctor | inject | injector | policy | coverage |
/// version`.
///
/// Its exit codes are in [ExitCode]. `vedette status` is answered by the launcher, without a JVM.
@Command(
        name = "vedette",
        description = "Watches what happens inside containers and delivers every event, or counts it.",
        subcommands = {
            RunCommand.class,
            EndpointCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            InjectCommand.class,
            InjectorCommand.class,
            PolicyCommand.class,
            CoverageCommand.class,
            VersionCommand.class
        },
        footer = "%nEvery option can also be set as VEDETTE_OPTION_NAME in the environment, or as option-name in a "
                + "properties file named by --config. The command line comes first, then the environment.%n"
                + "%nvedette status [--json] [--status-file FILE] tells how a running agent is: 0 when it works, 1 when "
                + "it is unhealthy or starting, 2 when it isn't running or does not answer.%n"
                + "%nExit code: 0 when the command did what it should, 1 when it could not, 2 when its options can't "
                + "be used. run ends with 0 whatever happens, unless --strict is given.",
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
        OptionSources sources = OptionSources.ofEnvironment(System.getenv());
        try {
            System.exit(execute(args, System.getenv()));
        } catch (OutOfMemoryError exhausted) {
            int code = ExitCode.OUT_OF_MEMORY.ofRun(!isRun(args) || sources.isStrict(args));
            say(sentence(exhausted), code);
            Runtime.getRuntime().halt(code);
        }
    }

    /// Runs a command line.
    ///
    /// @return the exit code
    static int execute(String[] args, Map<String, String> environment) {
        CommandLine commandLine = commandLine();
        OptionSources sources = OptionSources.ofEnvironment(environment);
        boolean isRun = isRun(args);
        int code;
        try {
            sources = OptionSources.of(args, environment);
            sources.checkNames(commandLine);
            commandLine.setDefaultValueProvider(sources);
            if (isRun) {
                sources.unknownVariables(commandLine).forEach(sentence -> say(sentence, 0));
            }
            code = commandLine.execute(args);
        } catch (ConfigException wrong) {
            code = sayWrong(wrong.getMessage());
        }
        // What can't be used for a run is said, and told by the code only if that is wanted.
        return isRun && code == ExitCode.BAD_CONFIGURATION.number()
                ? ExitCode.BAD_CONFIGURATION.ofRun(sources.isStrict(args))
                : code;
    }

    private static boolean isRun(String[] args) {
        return Arrays.asList(args).contains("run");
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
            return say(sentence(fault), ExitCode.FAILED.number());
        });
        return commandLine;
    }

    /// Some exceptions of files say nothing but the file's name.
    static String sentence(Throwable fault) {
        String message = fault.getMessage();
        return switch (fault) {
            case NoSuchFileException missing -> "no such file or directory: " + missing.getFile();
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case OutOfMemoryError exhausted -> "no memory left: " + message;
            default -> message == null ? fault.getClass().getSimpleName() : message;
        };
    }

    @Override
    public void run() {
        commandLine.usage(System.out);
    }

    private static int sayWrong(@Nullable String sentence) {
        return say(String.valueOf(sentence), ExitCode.BAD_CONFIGURATION.number());
    }

    private static int say(String sentence, int exitCode) {
        System.err.println("vedette: " + Plain.text(sentence));
        return exitCode;
    }
}
