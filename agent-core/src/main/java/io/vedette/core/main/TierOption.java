package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.config.Tier;
import io.vedette.core.filter.PathPrefix;
import io.vedette.core.sensor.PtraceConfig;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The way of watching and its options, as they stand on the command line.
final class TierOption {

    private static final String WATCH_PATH = "--watch-path";

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "auto",
            converter = Names.class,
            description = "the way of watching: auto for the best one that works here, or ebpf, ptrace, procfs "
                    + "(default: ${DEFAULT-VALUE})")
    Tier tier = Tier.AUTO;

    @Option(
            names = "--debuggers",
            paramLabel = "NAME",
            split = ",",
            description = "programs that trace processes themselves: while one runs, ptrace makes room for it "
                    + "(default: gdb, strace and others)")
    List<String> debuggers = PtraceConfig.DEBUGGERS;

    @Option(
            names = WATCH_PATH,
            paramLabel = "PATH",
            split = ",",
            converter = Watched.class,
            description = "without eBPF, also watch for changes of this path and of what is right in it, in each "
                    + "container, beside sensitive files; * in it stands for any one name. With eBPF all files are "
                    + "watched anyway, and it changes nothing")
    List<String> watchPaths = new ArrayList<>();

    /// For picocli.
    static final class Watched implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            try {
                String path = PathPrefix.checked(WATCH_PATH, text.strip());
                if (path.equals("/")) {
                    throw new TypeConversionException(WATCH_PATH + " must be a path below /, not / itself");
                }
                return path;
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /// For picocli, which shows the message of its own exception alone.
    static final class Names implements ITypeConverter<Tier> {
        @Override
        public Tier convert(String text) {
            try {
                return Tier.parse(text);
            } catch (ConfigException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}
