package io.vedette.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The templates, by the specification of CloudFormation's resources.
final class TemplatesTest {

    private static final String SCHEMA = "cloudformation.schema.json";
    private static final String ENDPOINT = "ecs/vpc-endpoint.yaml";

    @ParameterizedTest
    @ValueSource(strings = {ENDPOINT, "ecs/injector-macro.yaml"})
    void isWhatCloudFormationTakes(String name) throws IOException {
        Template template = Template.read(name);

        assertThat(DeployFiles.errors(SCHEMA, template.json())).isEmpty();
        assertThat(template.used()).isSubsetOf(known(template)).containsAll(parameters(template));
    }

    /// All that a template may refer to.
    private static Set<String> known(Template template) throws IOException {
        JsonNode attributes = new ObjectMapper()
                .readTree(TemplatesTest.class.getResourceAsStream(SCHEMA))
                .path("attributes");
        Set<String> names = new HashSet<>(Set.of("AWS::Region", "AWS::Partition"));
        names.addAll(parameters(template));
        template.json().path("Conditions").fieldNames().forEachRemaining(names::add);
        template.resources().properties().forEach(resource -> {
            names.add(resource.getKey());
            attributes
                    .path(resource.getValue().path("Type").asText())
                    .forEach(attribute -> names.add(resource.getKey() + "." + attribute.asText()));
        });
        return names;
    }

    private static Set<String> parameters(Template template) {
        Set<String> names = new HashSet<>();
        template.json().path("Parameters").fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void whatCloudFormationDoesNotKnowIsFound() throws IOException {
        Template template = Template.read(ENDPOINT);
        ((ObjectNode) template.resources().path("Endpoint").path("Properties")).put("SubnetId", "subnet-1");

        assertThat(DeployFiles.errors(SCHEMA, template.json())).anyMatch(error -> error.contains("SubnetId"));
    }

    @Test
    void nothingOutlivesItsStack() throws IOException {
        for (String name : Set.of(ENDPOINT, "ecs/injector-macro.yaml")) {
            assertThat(DeployFiles.text(name)).doesNotContain("DeletionPolicy", "UpdateReplacePolicy");
        }
    }

    @Test
    void theEndpointIsOpenForItsVpcOn443Alone() throws IOException {
        JsonNode resources = Template.read(ENDPOINT).resources();
        JsonNode group = resources.path("SecurityGroup").path("Properties");
        JsonNode endpoint = resources.path("Endpoint").path("Properties");

        assertThat(group.path("SecurityGroupIngress")).hasSize(1);
        JsonNode rule = group.path("SecurityGroupIngress").path(0);
        assertThat(rule.path("FromPort").asInt()).isEqualTo(443);
        assertThat(rule.path("ToPort").asInt()).isEqualTo(443);
        assertThat(rule.path("CidrIp").path("Ref").asText()).isEqualTo("VpcCidr");
        assertThat(endpoint.path("SecurityGroupIds").path(0).path("Fn::GetAtt").asText())
                .isEqualTo("SecurityGroup.GroupId");
        assertThat(endpoint.path("VpcId")).isEqualTo(group.path("VpcId"));
    }
}
