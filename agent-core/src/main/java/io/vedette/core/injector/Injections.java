package io.vedette.core.injector;

import io.vedette.core.inject.Format;
import io.vedette.core.inject.Gate;
import io.vedette.core.inject.Injector;
import io.vedette.core.inject.Outcome;
import io.vedette.core.inject.target.Sidecar;
import io.vedette.core.inject.target.Traits;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.policy.Facts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// What is added to which definitions, whoever sends them. Any thread.
///
/// @param given what is known of all tasks
public record Injections(Sidecar sidecar, Facts given, Rules rules) {

    /// @param format empty to find out
    /// @param known what is known of its tasks beside it
    /// @param better what is known of a task better than the definition tells
    Injected inject(Optional<Format> format, byte[] input, Facts known, UnaryOperator<Traits> better) {
        AtomicBoolean isOff = new AtomicBoolean();
        Outcome outcome;
        try {
            Gate gate = rules.gate(known);
            outcome = new Injector(format).inject(input, sidecar, traits -> {
                Optional<String> refusal = gate.refusal(better.apply(traits));
                isOff.compareAndSet(false, refusal.isPresent());
                return refusal;
            });
        } catch (DefinitionException unusable) {
            outcome = Outcome.unreadable(input, String.valueOf(unusable.getMessage()));
        }
        return Injected.of(input, outcome, isOff.get());
    }
}
