package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.inject.Injector;
import io.vedette.core.inject.target.Target;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.policy.Decision;
import io.vedette.core.policy.Explanation;
import io.vedette.core.policy.ExplanationJson;
import io.vedette.core.policy.Facts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What `vedette policy explain` does with its options.
///
/// @param given what is known of the tasks beside the definition
record PolicyExplaining(DefinitionFile definition, Path policy, Facts given, boolean json) {

    /// @throws ConfigException with one line about the option that can't be used
    static PolicyExplaining of(PolicyExplainCommand options) {
        return new PolicyExplaining(
                DefinitionFile.of(options.file), options.policy, PolicyFacts.of(options.task), options.json);
    }

    ExitCode run() throws IOException, DefinitionException {
        PolicyFile read = PolicyFile.read(policy);
        List<Target> targets = targets();
        if (targets.isEmpty()) {
            throw new DefinitionException(definition + ": nothing in it runs containers");
        }
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            Decision decision = read.policy().decide(given.and(target.traits()));
            if (json) {
                System.out.println(ExplanationJson.line(target.label(), decision));
            } else {
                if (i > 0) {
                    System.out.println();
                }
                new Explanation(target.label(), decision).lines().forEach(System.out::println);
            }
        }
        return ExitCode.OK;
    }

    private List<Target> targets() throws IOException, DefinitionException {
        try {
            return new Injector(Optional.empty()).targets(definition.read());
        } catch (DefinitionException wrong) {
            throw new DefinitionException(definition + ": " + wrong.getMessage());
        }
    }
}
