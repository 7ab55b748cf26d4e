package io.vedette.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.fuzz.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What holds for all policies, tried with random ones.
final class PolicyPropertiesTest {

    private static final List<String> VALUES = List.of("a", "b", "ab", "a*", "*b", "*");
    private static final List<String> KNOWN = List.of("a", "b", "ab", "aab");
    private static final List<String> KEYS = List.of("k", "l");

    private static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static List<Rule> rules(Random random) {
        return new ArrayList<>(IntStream.range(0, random.nextInt(8) + 1)
                .mapToObj(number -> rule(random, "rule " + number))
                .toList());
    }

    private static Rule rule(Random random, String name) {
        List<Condition> conditions = new ArrayList<>();
        for (int count = random.nextInt(3) + 1; count > 0; count--) {
            Attribute attribute = one(random, List.of(Attribute.values()));
            String key = attribute.hasKeys() ? one(random, KEYS) : "";
            List<Glob> patterns = IntStream.range(0, random.nextInt(2) + 1)
                    .mapToObj(any -> new Glob(one(random, VALUES)))
                    .toList();
            Condition condition = new Condition(attribute, key, patterns);
            if (conditions.stream().noneMatch(condition::isAbout)) {
                conditions.add(condition);
            }
        }
        return new Rule(name, random.nextBoolean(), Rule.Origin.POLICY, conditions);
    }

    private static Facts facts(Random random) {
        Facts.Builder facts = new Facts.Builder();
        for (Attribute attribute : Attribute.values()) {
            if (random.nextInt(4) > 0) {
                String value = one(random, KNOWN);
                if (attribute.hasKeys()) {
                    facts.put(attribute, Map.of(one(random, KEYS), value));
                } else if (attribute == Attribute.ORGANIZATIONAL_UNIT) {
                    facts.units(value + "/" + one(random, KNOWN));
                } else {
                    facts.put(attribute, value);
                }
            }
        }
        return facts.build();
    }

    @Test
    void theOrderOfTheRulesNeverMatters() throws Exception {
        Rounds.of(5_000, random -> {
            List<Rule> rules = rules(random);
            Facts facts = facts(random);
            Decision before = new Policy(true, rules, ManagedTags.own()).decide(facts);

            Collections.shuffle(rules, random);
            Decision after = new Policy(true, rules, ManagedTags.own()).decide(facts);

            assertThat(after.isOn()).isEqualTo(before.isOn());
            assertThat(after.reason()).isEqualTo(before.reason());
            assertThat(after.matching()).isEqualTo(before.matching());
        });
    }

    @Test
    void nobodyThatMatchesIsMoreSpecificThanWhoDecides() throws Exception {
        Rounds.of(5_000, random -> {
            Decision decision = new Policy(false, rules(random), List.of()).decide(facts(random));

            decision.winner().ifPresent(winner -> {
                assertThat(decision.matching())
                        .allSatisfy(
                                finding -> assertThat(finding.specificity()).isLessThanOrEqualTo(winner.specificity()));
                boolean isOff = decision.matching().stream()
                        .filter(finding -> finding.specificity().equals(winner.specificity()))
                        .anyMatch(finding -> !finding.rule().isOn());
                assertThat(decision.isOn()).isEqualTo(!isOff);
            });
        });
    }

    @Test
    void aRuleThatDecidesIsNeverSaidToHaveNoEffectUnlessAnotherSaysTheSame() throws Exception {
        Rounds.of(5_000, random -> {
            List<Rule> rules = rules(random);
            Rule last = rules.getLast();
            Facts facts = facts(random);

            boolean isSaid = new Policy(true, rules, List.of())
                    .notes().stream().anyMatch(note -> note.startsWith(last.title() + " has no effect"));

            if (isSaid) {
                Decision without = new Policy(true, rules.subList(0, rules.size() - 1), List.of()).decide(facts);
                assertThat(without.isOn())
                        .isEqualTo(
                                new Policy(true, rules, List.of()).decide(facts).isOn());
            }
        });
    }
}
