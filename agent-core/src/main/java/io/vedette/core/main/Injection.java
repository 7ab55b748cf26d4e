package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.inject.Format;
import io.vedette.core.inject.Gate;
import io.vedette.core.inject.Injector;
import io.vedette.core.inject.Outcome;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.policy.Facts;
import io.vedette.core.telemetry.Plain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What `vedette inject` does with its options.
///
/// @param policy that says which tasks get the sidecar, if there is one
/// @param given what is known of the tasks beside their definitions
/// @param remove whether the sidecar is to be taken out
record Injection(
        DefinitionFile file,
        Injector injector,
        Sidecar sidecar,
        Optional<Path> policy,
        Facts given,
        boolean remove,
        boolean diff,
        boolean inPlace) {

    private static final String AUTO = "auto";
    private static final int MOST_SENTENCES = 100;

    /// @throws ConfigException with one line about the option that can't be used
    static Injection of(InjectCommand options) {
        DefinitionFile file = DefinitionFile.of(options.file);
        check(!file.isStandard() || !options.inPlace, "--in-place takes a file to write to");
        return new Injection(
                file,
                new Injector(format(options.format)),
                SidecarSettings.of(options.sidecar),
                Optional.ofNullable(options.policy),
                PolicyFacts.of(options.task),
                options.remove,
                options.diff,
                options.inPlace);
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new ConfigException(sentence);
        }
    }

    private static Optional<Format> format(String name) {
        Optional<Format> format = Format.named(name);
        check(
                name.equals(AUTO) || format.isPresent(),
                "--format must be auto or one of " + Arrays.toString(Format.values()) + ", not \"" + name + "\"");
        return format;
    }

    ExitCode run() throws IOException {
        byte[] input = file.read();
        Outcome outcome = remove ? injector.remove(input) : inject(input);
        say(outcome.sentences());
        boolean isChanged = !Arrays.equals(input, outcome.output());
        if (inPlace && isChanged) {
            FileReplacement.of(file.path()).with(outcome.output());
        }
        if (diff) {
            write(UnifiedDiff.of(file.isStandard() ? "definition" : file.toString(), input, outcome.output()));
        } else if (!inPlace) {
            write(outcome.output());
        }
        return switch (outcome.state()) {
            case DONE -> ExitCode.OK;
            case LEFT -> ExitCode.NOT_INJECTED;
            case UNREADABLE -> ExitCode.FAILED;
        };
    }

    /// A policy that can't be read gives nobody the sidecar.
    private Outcome inject(byte[] input) {
        try {
            Gate gate = policy.isPresent() ? PolicyFile.read(policy.get()).gate(given) : Gate.OPEN;
            return injector.inject(input, sidecar, gate);
        } catch (DefinitionException unusable) {
            return Outcome.unreadable(input, String.valueOf(unusable.getMessage()));
        }
    }

    private void say(List<String> sentences) {
        sentences.stream()
                .limit(MOST_SENTENCES)
                .forEach(sentence -> System.err.println("vedette inject: " + Plain.text(file + ": " + sentence)));
        if (sentences.size() > MOST_SENTENCES) {
            System.err.println(
                    "vedette inject: " + (sentences.size() - MOST_SENTENCES) + " more sentences are left out");
        }
    }

    private static void write(byte[] bytes) throws IOException {
        PrintStream out = System.out;
        out.write(bytes, 0, bytes.length);
        out.flush();
        if (out.checkError()) {
            throw new IOException("the definition could not be written to the standard output");
        }
    }
}
