package io.vedette.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.inject.target.Traits;
import io.vedette.core.inject.text.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyTest {

    private static final Facts NOTHING = new Facts.Builder().build();

    private static Policy policy(String text) throws DefinitionException {
        return Policy.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Policy rules(String... rules) throws DefinitionException {
        return policy("version: 1\ndefault: on\nrules:\n" + String.join("\n", rules));
    }

    private static Facts tagged(Attribute attribute, String key, String value) {
        return new Facts.Builder().put(attribute, Map.of(key, value)).build();
    }

    @Test
    void theDefaultHoldsWhereNoRuleMatches() throws DefinitionException {
        Decision on = policy("{\"version\": 1, \"default\": \"on\"}").decide(NOTHING);
        Decision off = policy("version: 1\ndefault: off\nrules: []\n").decide(NOTHING);

        assertThat(on.isOn()).isTrue();
        assertThat(on.reason()).isEqualTo("no rule of the policy matches, and its default is on");
        assertThat(off.isOn()).isFalse();
    }

    @Test
    void whatOlderToolsMakeOfOnAndOffIsTheSame() throws DefinitionException {
        assertThat(policy("version: 1\ndefault: false\n").decide(NOTHING).isOn())
                .isFalse();
        assertThat(policy("{\"version\": 1, \"default\": true}").decide(NOTHING).isOn())
                .isTrue();
    }

    @Test
    void allConditionsOfARuleHaveToHold() throws DefinitionException {
        Policy policy = rules("- {name: a, inject: off, match: {family: web, cluster: prod}}");
        Facts.Builder facts = new Facts.Builder().put(Attribute.FAMILY, "web");

        assertThat(policy.decide(facts.build()).isOn()).isTrue();
        assertThat(policy.decide(facts.put(Attribute.CLUSTER, "test").build()).isOn())
                .isTrue();
        assertThat(policy.decide(facts.put(Attribute.CLUSTER, "prod").build()).isOn())
                .isFalse();
    }

    @Test
    void whatIsNotKnownMatchesNothingAndIsAskedFor() throws DefinitionException {
        Decision decision =
                rules("- {name: a, inject: off, match: {cluster: '*'}}").decide(NOTHING);

        assertThat(decision.isOn()).isTrue();
        assertThat(decision.others())
                .extracting(Finding::sentence)
                .containsExactly("cluster is not known: give --cluster");
    }

    @Test
    void anEmptyTagIsKnownAndHasEveryStar() throws DefinitionException {
        Policy policy = rules("- {name: a, inject: off, match: {tag: {team: '*'}}}");

        assertThat(policy.decide(tagged(Attribute.TAG, "team", "")).isOn()).isFalse();
        assertThat(policy.decide(tagged(Attribute.TAG, "Team", "")).isOn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TAG, GuardDutyManaged",
        "CLUSTER_TAG, GuardDutyManaged",
        "TAG, VedetteManaged",
        "CLUSTER_TAG, VedetteManaged",
        "LABEL, VedetteManaged",
        "ANNOTATION, VedetteManaged"
    })
    void tagsThatSayItThemselvesAreHonouredUnlessTheyAreIgnored(Attribute attribute, String key)
            throws DefinitionException {
        String off = "version: 1\ndefault: off\n";
        String on = "version: 1\ndefault: on\n";
        String ignored = key.startsWith("Guard") ? "guardduty-tag: ignore\n" : "vedette-tag: ignore\n";

        assertThat(policy(off).decide(tagged(attribute, key, "true")).isOn()).isTrue();
        assertThat(policy(on).decide(tagged(attribute, key, "false")).isOn()).isFalse();
        assertThat(policy(off + ignored).decide(tagged(attribute, key, "true")).isOn())
                .isFalse();
        assertThat(policy(on + ignored).decide(tagged(attribute, key, "false")).isOn())
                .isTrue();
    }

    @Test
    void aTagOfTheTaskGoesBeforeOneOfItsClusterAndVedettesBeforeGuardDutys() throws DefinitionException {
        Policy policy = policy("version: 1\ndefault: on\n");
        Facts.Builder facts = new Facts.Builder().put(Attribute.CLUSTER_TAG, Map.of("VedetteManaged", "false"));

        assertThat(policy.decide(facts.build()).isOn()).isFalse();
        facts.put(Attribute.TAG, Map.of("GuardDutyManaged", "true"));
        assertThat(policy.decide(facts.build()).isOn()).isTrue();
        facts.put(Attribute.TAG, Map.of("GuardDutyManaged", "false", "VedetteManaged", "true"));
        Decision decision = policy.decide(facts.build());
        assertThat(decision.isOn()).isTrue();
        assertThat(decision.reason())
                .isEqualTo("the tag VedetteManaged=true says on: tag VedetteManaged is \"true\"; against the tag "
                        + "GuardDutyManaged=false it is as specific, and VedetteManaged goes before others");
    }

    @Test
    void vedettesTagGoesBeforeARuleOnOneTagAndARuleOnTwoBeforeIt() throws DefinitionException {
        Facts facts = new Facts.Builder()
                .put(Attribute.TAG, Map.of("VedetteManaged", "true", "team", "pay", "stage", "live"))
                .build();

        assertThat(rules("- {name: a, inject: off, match: {tag: {team: pay}}}")
                        .decide(facts)
                        .isOn())
                .isTrue();
        assertThat(rules("- {name: a, inject: off, match: {tag: {team: pay, stage: live}}}")
                        .decide(facts)
                        .isOn())
                .isFalse();
    }

    @Test
    void aTagThatSaysNeitherIsTold() throws DefinitionException {
        Decision decision = policy("version: 1\ndefault: on\n").decide(tagged(Attribute.TAG, "VedetteManaged", "no"));

        assertThat(decision.isOn()).isTrue();
        assertThat(decision.notes())
                .containsExactly("the tag VedetteManaged is \"no\" and counts for nothing: it has to be true or false");
    }

    @Test
    void aDefinitionTellsWhatItSaysAndOptionsTheRest() {
        Facts given = new Facts.Builder()
                .put(Attribute.FAMILY, "other")
                .put(Attribute.NAMESPACE, "shop")
                .put(Attribute.TAG, Map.of("team", "run", "stage", "live"))
                .named(Attribute.CLUSTER, "arn:aws:ecs:eu-west-1:111122223333:cluster/prod")
                .build();

        Facts all = given.and(Traits.ofTask(
                "arn:aws:ecs:us-east-1:444455556666:task-definition/web:3", "web", Map.of("team", "web")));

        assertThat(all.values(Attribute.FAMILY, "")).containsExactly("web");
        assertThat(all.values(Attribute.NAMESPACE, "")).containsExactly("shop");
        assertThat(all.values(Attribute.CLUSTER, "")).containsExactly("prod");
        assertThat(all.values(Attribute.REGION, "")).containsExactly("us-east-1");
        assertThat(all.values(Attribute.ACCOUNT, "")).containsExactly("444455556666");
        assertThat(all.keyed().get(Attribute.TAG)).isEqualTo(Map.of("team", "run", "stage", "live"));
    }

    @Test
    void rulesWithoutEffectAreNamed() throws DefinitionException {
        Policy policy = rules(
                "- {name: web, inject: on, match: {family: [web, api]}}",
                "- {name: all, inject: off, match: {family: [job, api, web]}}",
                "- {name: stars, inject: off, match: {family: 'web-*-eu'}}",
                "- {name: more stars, inject: off, match: {family: 'web-*'}}",
                "- {name: exact, inject: on, match: {family: web-1}}",
                "- {name: same, inject: off, match: {family: [api, web, job]}}",
                "- {name: tag, inject: on, match: {tag: {VedetteManaged: 'false'}}}",
                "- {name: closer, inject: on, match: {family: web, cluster: prod}}");

        assertThat(policy.notes())
                .extracting(note -> note.substring(0, note.indexOf(" matches")))
                .isEqualTo(List.of(
                        "rule \"web\" has no effect: rule \"all\"",
                        "rule \"stars\" has no effect: rule \"more stars\"",
                        "rule \"same\" has no effect: rule \"all\"",
                        "rule \"tag\" has no effect: the tag VedetteManaged=false"));
    }
}
