package io.vedette.core.config;

import java.util.Locale;

/// Which way of watching is used.
public enum Tier {
    /// The best one that works here.
    AUTO,
    /// Programs in the kernel.
    EBPF,
    /// The tracer, a process of its own.
    PTRACE,
    /// Looks into procfs.
    PROCFS;

    /// @throws ConfigException when there is none of that name
    public static Tier parse(String text) {
        for (Tier tier : values()) {
            if (tier.text().equals(text)) {
                return tier;
            }
        }
        throw new ConfigException("--tier must be " + names() + ", not " + text);
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String names() {
        StringBuilder names = new StringBuilder(AUTO.text());
        for (Tier tier : values()) {
            names.append(tier == AUTO ? "" : ", " + tier.text());
        }
        return names.toString();
    }
}
