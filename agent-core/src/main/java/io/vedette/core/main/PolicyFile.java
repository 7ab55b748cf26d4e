package io.vedette.core.main;

import io.vedette.core.inject.Gate;
import io.vedette.core.inject.target.Traits;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.policy.Decision;
import io.vedette.core.policy.Facts;
import io.vedette.core.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A policy and where it came from.
record PolicyFile(Path file, Policy policy) {

    /// @throws DefinitionException naming the file, and what in it can't be used
    static PolicyFile read(Path file) throws DefinitionException {
        return parse(file, bytes(file));
    }

    /// @throws DefinitionException naming the file, and why it can't be read
    static byte[] bytes(Path file) throws DefinitionException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new DefinitionException("the policy " + file + " can't be read: " + Vedette.sentence(unreadable));
        }
    }

    /// @param bytes of the file
    /// @throws DefinitionException naming the file, and what in it can't be used
    static PolicyFile parse(Path file, byte[] bytes) throws DefinitionException {
        try {
            return new PolicyFile(file, Policy.parse(bytes));
        } catch (DefinitionException wrong) {
            throw new DefinitionException(file + ": " + wrong.getMessage());
        }
    }

    /// What is in it, and what its owner should know.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String rules = policy.size() == 1 ? "1 rule" : policy.size() + " rules";
        lines.add(file + ": " + rules + ", default " + (policy.byDefault() ? "on" : "off"));
        policy.notes().forEach(note -> lines.add(file + ": note: " + note));
        return lines;
    }

    /// Lets those have the sidecar that it says on for.
    ///
    /// @param given what is known of the tasks beside their definitions
    Gate gate(Facts given) {
        Map<Traits, Optional<String>> answers = new HashMap<>();
        return traits -> answers.computeIfAbsent(traits, asked -> refusal(policy.decide(given.and(asked))));
    }

    private Optional<String> refusal(Decision decision) {
        return decision.isOn() ? Optional.empty() : Optional.of("by the policy " + file + ", " + decision.reason());
    }
}
