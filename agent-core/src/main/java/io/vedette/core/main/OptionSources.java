package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where an option comes from when it isn't on the command line: `--spool-quota` from `VEDETTE_SPOOL_QUOTA`,
/// else from `spool-quota` in the properties file that `VEDETTE_CONFIG` or `--config` names.
final class OptionSources implements IDefaultValueProvider {

    private static final String PREFIX = "VEDETTE_";
    private static final String CONFIG = "--config";

    private final Map<String, String> environment;
    private final Properties file;
    private final String fileName;

    private OptionSources(Map<String, String> environment, Properties file, String fileName) {
        this.environment = environment;
        this.file = file;
        this.fileName = fileName;
    }

    /// @throws ConfigException when the file can't be read
    static OptionSources of(String[] args, Map<String, String> environment) {
        String name = environment.get(PREFIX + "CONFIG");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(CONFIG) && i + 1 < args.length) {
                name = args[i + 1];
            } else if (args[i].startsWith(CONFIG + "=")) {
                name = args[i].substring(CONFIG.length() + 1);
            }
        }
        Properties properties = new Properties();
        if (name != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(name))) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new ConfigException("the configuration file " + name + " can't be read: "
                        + Vedette.sentence(unreadable) + "; check its path and that it is a properties file");
            }
        }
        return new OptionSources(environment, properties, name == null ? "" : name);
    }

    /// What can be known when the file can't be read.
    static OptionSources ofEnvironment(Map<String, String> environment) {
        return new OptionSources(environment, new Properties(), "");
    }

    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
        return arg instanceof OptionSpec option ? value(option.longestName().substring(2)) : null;
    }

    /// Whether `run` is to tell faults by its exit code: asked before options are known to be usable.
    boolean isStrict(String[] args) {
        boolean strict = Boolean.parseBoolean(value("strict"));
        for (String arg : args) {
            if (arg.equals("--strict") || arg.startsWith("--strict=")) {
                strict = arg.equals("--strict") || arg.equals("--strict=true");
            }
        }
        return strict;
    }

    /// Variables that no option has, one sentence each.
    List<String> unknownVariables(CommandLine root) {
        Set<String> known = new TreeSet<>();
        collect(root, known);
        return UnknownVariables.sentences(
                environment, known.stream().map(OptionSources::variable).toList());
    }

    private static String variable(String name) {
        return PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private @Nullable String value(String name) {
        String variable = variable(name);
        String fromEnvironment = environment.get(variable);
        return fromEnvironment != null ? fromEnvironment : file.getProperty(name);
    }

    /// A name in the file that no command has is a mistake that would otherwise go unnoticed.
    ///
    /// @throws ConfigException naming it
    void checkNames(CommandLine root) {
        Set<String> known = new TreeSet<>();
        collect(root, known);
        for (String name : file.stringPropertyNames()) {
            if (!known.contains(name)) {
                throw new ConfigException(
                        "the configuration file " + fileName + " has the unknown name \"" + name + "\"; see --help");
            }
        }
    }

    private static void collect(CommandLine command, Set<String> names) {
        command.getCommandSpec()
                .options()
                .forEach(option -> names.add(option.longestName().substring(2)));
        command.getSubcommands().values().forEach(sub -> collect(sub, names));
    }
}
