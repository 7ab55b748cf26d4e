package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.config.Tier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The way of watching, as it stands on the command line.
final class TierOption {

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "auto",
            converter = Names.class,
            description =
                    "the way of watching: auto for the best one that works here, or ebpf (default: ${DEFAULT-VALUE})")
    Tier tier = Tier.AUTO;

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
