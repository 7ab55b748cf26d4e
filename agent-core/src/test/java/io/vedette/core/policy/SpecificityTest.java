package io.vedette.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.inject.text.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Of two rules that match a task, which one decides.
final class SpecificityTest {

    private static final String BELOW_NAMESPACE =
            "cluster: prod, cluster-tag: {env: prod}, region: eu-west-1, account: '111122223333', organizational-unit: ou-in";
    private static final String BELOW_WORKLOAD = "namespace: shop, " + BELOW_NAMESPACE;
    private static final String BELOW_TASK = "service: api, family: web, workload: web, " + BELOW_WORKLOAD;

    /// Of a task that no platform has: all attributes at once.
    private static final Facts FACTS = new Facts.Builder()
            .put(Attribute.TAG, Map.of("team", "pay", "stage", "live"))
            .put(Attribute.LABEL, Map.of("app", "web"))
            .put(Attribute.ANNOTATION, Map.of("note", "x"))
            .put(Attribute.SERVICE, "api")
            .put(Attribute.FAMILY, "web")
            .put(Attribute.WORKLOAD, "web")
            .put(Attribute.NAMESPACE, "shop")
            .put(Attribute.CLUSTER, "prod")
            .put(Attribute.CLUSTER_TAG, Map.of("env", "prod"))
            .put(Attribute.REGION, "eu-west-1")
            .put(Attribute.ACCOUNT, "111122223333")
            .units("r-1/ou-out/ou-in")
            .build();

    private static boolean isOn(String first, boolean firstIsOn, String second, boolean secondIsOn)
            throws DefinitionException {
        String policy = """
                version: 1
                default: on
                rules:
                - {name: first, inject: %s, match: {%s}}
                - {name: second, inject: %s, match: {%s}}
                """.formatted(firstIsOn, expanded(first), secondIsOn, expanded(second));
        Decision decision =
                Policy.parse(policy.getBytes(StandardCharsets.UTF_8)).decide(FACTS);
        assertThat(decision.matching()).as("both match").hasSize(2);
        return decision.isOn();
    }

    private static String expanded(String match) {
        return match.replace("BELOW_TASK", BELOW_TASK)
                .replace("BELOW_WORKLOAD", BELOW_WORKLOAD)
                .replace("BELOW_NAMESPACE", BELOW_NAMESPACE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tag: {team: '*'}                       | BELOW_TASK
            label: {app: '*'}                      | BELOW_TASK
            annotation: {note: '*'}                | BELOW_TASK
            service: '*'                           | BELOW_WORKLOAD
            family: '*'                            | BELOW_WORKLOAD
            workload: '*'                          | BELOW_WORKLOAD
            namespace: '*'                         | BELOW_NAMESPACE
            cluster: '*'                           | region: eu-west-1, account: '111122223333'
            cluster-tag: {env: '*'}                | region: eu-west-1, account: '111122223333'
            region: '*'                            | account: '111122223333', organizational-unit: ou-in
            account: '*'                           | organizational-unit: ou-in
            organizational-unit: ou-in             | organizational-unit: ou-out
            organizational-unit: 'ou-i*'           | organizational-unit: ou-out
            organizational-unit: [ou-out, ou-in]   | organizational-unit: ou-out
            tag: {team: '*', stage: '*'}           | tag: {team: pay}, BELOW_TASK
            tag: {team: '*'}, label: {app: '*'}    | tag: {team: pay}, BELOW_TASK
            service: '*', family: '*'              | family: web, BELOW_WORKLOAD
            cluster: '*', cluster-tag: {env: '*'}  | cluster: prod, region: eu-west-1
            family: web                            | family: 'w*'
            family: web                            | family: 'w*', BELOW_WORKLOAD
            tag: {team: pay}                       | tag: {team: 'p*'}, BELOW_TASK
            service: api, family: 'w*'             | service: 'a*', family: 'w*'
            family: 'w*', cluster: 'p*'            | family: '*b'
            family: web, region: '*'               | family: web
            family: web, region: eu-west-1         | family: web, region: 'eu-*'
            family: [job, web]                     | family: 'w*'
            family: ['w*', web]                    | family: 'w*'
            """)
    void theFirstDecidesWhateverItSaysAndWhereverItStands(String stronger, String weaker) throws DefinitionException {
        assertThat(isOn(stronger, true, weaker, false)).isTrue();
        assertThat(isOn(stronger, false, weaker, true)).isFalse();
        assertThat(isOn(weaker, false, stronger, true)).isTrue();
        assertThat(isOn(weaker, true, stronger, false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tag: {team: pay}                       | tag: {stage: live}
            tag: {team: pay}                       | label: {app: web}
            label: {app: web}                      | annotation: {note: x}
            service: api                           | family: web
            family: web                            | workload: web
            cluster: prod                          | cluster-tag: {env: prod}
            family: 'w*'                           | family: '*b'
            family: web                            | family: [web, job]
            BELOW_TASK                             | BELOW_TASK
            """)
    void offDecidesBetweenTwoThatAreAsSpecific(String one, String other) throws DefinitionException {
        assertThat(isOn(one, true, other, false)).isFalse();
        assertThat(isOn(one, false, other, true)).isFalse();
        assertThat(isOn(one, true, other, true)).isTrue();
        assertThat(isOn(one, false, other, false)).isFalse();
    }
}
