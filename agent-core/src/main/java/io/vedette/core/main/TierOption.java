package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.config.Tier;
import io.vedette.core.sensor.PtraceConfig;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The way of watching and its options, as they stand on the command line.
final class TierOption {

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
