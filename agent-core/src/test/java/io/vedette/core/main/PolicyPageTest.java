package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/policy.md` shows is what there is.
final class PolicyPageTest {

    private static final Path PAGE = Path.of("../docs/policy.md");
    private static final Path JOB = Path.of("src/test/resources/io/vedette/core/inject/corpus/ecs-one-off-job.json");
    private static final Pattern BLOCK = Pattern.compile("(?m)^    .*\n(?:(?:    .*)?\n)*(?:    .*\n)?");
    private static final String PROMPT = "$ ";

    @TempDir
    private Path directory = Path.of("");

    /// Pieces of text that are indented, without the indentation.
    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(block -> block.replaceAll("(?m)^    ", "").stripTrailing() + "\n")
                .toList();
    }

    private static List<String> policies() throws IOException {
        return blocks().stream()
                .filter(block -> block.startsWith("version: 1") || block.startsWith("{\"version\""))
                .flatMap(block -> block.startsWith("{") ? block.lines() : Stream.of(block))
                .toList();
    }

    @Test
    void itsPoliciesCanBeUsedAndEachOfTheirRulesHasAnEffect() throws IOException {
        List<String> policies = policies();

        assertThat(policies).hasSize(7);
        for (String policy : policies) {
            Path file = Files.writeString(directory.resolve("policy.yaml"), policy);
            CommandRun run = CommandRun.of("policy", "check", file.toString());
            assertThat(run.exitCode()).as(policy + run.err()).isZero();
            assertThat(run.out()).as(policy).hasLineCount(1);
        }
    }

    @Test
    void itsExplanationIsWhatComesOut() throws IOException {
        String shown = blocks().stream()
                .filter(block -> block.startsWith(PROMPT))
                .findFirst()
                .orElse("no block begins with " + PROMPT);
        String command = shown.lines().findFirst().orElse("").substring(PROMPT.length());
        Path policy =
                Files.writeString(directory.resolve("policy.yaml"), policies().getFirst());

        CommandRun run = CommandRun.of(command.replace("vedette ", "")
                .replace("job.json", JOB.toString())
                .replace("policy.yaml", policy.toString())
                .split(" "));

        assertThat(shown).isEqualTo(PROMPT + command + "\n" + run.out());
    }
}
