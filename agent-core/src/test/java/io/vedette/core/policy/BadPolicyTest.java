package io.vedette.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.inject.text.DefinitionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What can't be used is said in one line: where, what, and what can be.
final class BadPolicyTest {

    static List<Path> files() throws IOException {
        return PolicyFiles.bad();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedAsRecorded(Path file) throws IOException {
        String said = said(Files.readAllBytes(file));

        Path golden = file.resolveSibling(file.getFileName() + ".said");
        if (Boolean.getBoolean("golden.regenerate")) {
            Files.writeString(golden, said + "\n");
        }
        assertThat(said.lines()).hasSize(1);
        assertThat(said + "\n")
                .as("if it should be so: ./mvnw -pl agent-core -am test -Dtest=BadPolicyTest "
                        + "-Dsurefire.failIfNoSpecifiedTests=false -Dtests.jvmArgs=-Dgolden.regenerate=true")
                .isEqualTo(Files.readString(golden));
    }

    private static String said(byte[] bytes) {
        try {
            Policy.parse(bytes);
            return "can be used";
        } catch (DefinitionException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        StringBuilder rules = new StringBuilder("version: 1\ndefault: on\nrules:\n");
        for (int i = 0; i <= 1000; i++) {
            rules.append("- {name: r").append(i).append(", inject: off, match: {family: web}}\n");
        }
        String values = "version: 1\ndefault: on\nrules: [{name: a, inject: off, match: {family: [%s]}}]"
                .formatted("x,".repeat(20_001));

        assertThatThrownBy(() -> Policy.parse(rules.toString().getBytes(StandardCharsets.UTF_8)))
                .hasMessage("line 1004, column 3: there are more than 1000 rules: put accounts or names of one kind "
                        + "into a list");
        assertThatThrownBy(() -> Policy.parse(values.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("there are more than 20000 values");
    }
}
