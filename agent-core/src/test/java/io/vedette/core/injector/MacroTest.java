package io.vedette.core.injector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.core.http.Page;
import io.vedette.core.inject.Format;
import io.vedette.core.inject.Injector;
import io.vedette.core.policy.Facts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MacroTest {

    private static final Path CORPUS = Path.of("src/test/resources/io/vedette/core/inject/corpus");

    private final RequestBook book = new RequestBook();
    private final List<String> said = new ArrayList<>();

    private Page.Reply ask(String event, Rules rules) {
        Injections injections = new Injections(Reviews.sidecar(false), new Facts.Builder().build(), rules);
        return new Macro(injections, new Desk(() -> 0, book, said::add)).apply(event.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String fragment) {
        return """
                {"region":"eu-west-1","accountId":"111122223333","fragment":%s,"transformId":"111122223333::Vedette",
                 "params":{},"requestId":"0b0a6b0e-6c3f-4f6f-8f0e-0d8f5a3f2c11","templateParameterValues":{"Tag":"1"}}""".formatted(fragment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cfn-fargate-service.json", "cfn-cdk-synth.json"})
    void aTemplateComesBackAsTheEngineMakesIt(String name) throws IOException {
        byte[] template = Files.readAllBytes(CORPUS.resolve(name));
        byte[] injected = new Injector(Optional.of(Format.CLOUDFORMATION))
                .inject(
                        new String(template, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8),
                        Reviews.sidecar(false))
                .output();

        Page.Reply reply = ask(event(new String(template, StandardCharsets.UTF_8)), Rules.NONE);

        JsonNode answer = Reviews.JSON.readTree(reply.body());
        assertThat(answer.get("requestId").textValue()).isEqualTo("0b0a6b0e-6c3f-4f6f-8f0e-0d8f5a3f2c11");
        assertThat(answer.get("status").textValue()).isEqualTo("success");
        assertThat(answer.get("fragment")).isEqualTo(Reviews.JSON.readTree(injected));
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .contains(new String(injected, StandardCharsets.UTF_8));
        assertThat(Reviews.headers(reply, "Vedette-Outcome")).containsExactly("done");
        assertThat(book.count(Macro.PATH, Result.INJECTED)).isEqualTo(1);
    }

    @Test
    void regionAndAccountOfTheStackDecideByThePolicy() throws IOException {
        String template = Files.readString(CORPUS.resolve("cfn-fargate-service.json"));
        Rules rules = Reviews.rules("""
                version: 1
                default: on
                rules:
                  - {name: there, inject: off, match: {region: eu-west-1, account: "111122223333"}}
                """);

        Page.Reply reply = ask(event(template), rules);

        assertThat(Reviews.JSON.readTree(reply.body()).get("fragment")).isEqualTo(Reviews.JSON.readTree(template));
        assertThat(book.count(Macro.PATH, Result.OFF)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Resources\": 7}",
                "{\"Resources\": {\"T\": {\"Type\": \"AWS::ECS::TaskDefinition\", \"Properties\": 7}}}",
                "{\"Type\": \"AWS::ECS::TaskDefinition\", \"Properties\": {}}",
                "{\"a\": 1, \"a\": 2}",
            })
    void whatCannotBeInjectedComesBackAsItWasWithSuccess(String fragment) throws IOException {
        Page.Reply reply = ask(event(fragment), Rules.NONE);

        JsonNode answer = Reviews.JSON.readTree(reply.body());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(answer.get("status").textValue()).isEqualTo("success");
        assertThat(answer.get("fragment")).isEqualTo(Reviews.JSON.readTree(fragment));
    }

    @Test
    void anEventThatIsCutOffBehindItsFragmentComesBackAsItWas() throws IOException {
        String template = Files.readString(CORPUS.resolve("cfn-fargate-service.json"));
        String event = event(template);

        Page.Reply reply = ask(event.substring(0, event.indexOf("\"transformId\"") + 3), Rules.NONE);

        assertThat(Reviews.JSON.readTree(reply.body()).get("fragment")).isEqualTo(Reviews.JSON.readTree(template));
        assertThat(Reviews.headers(reply, "Vedette-Outcome")).containsExactly("unreadable");
        assertThat(said).singleElement().asString().startsWith("/cloudformation: it is no JSON");
    }

    @Test
    void aFaultOfOursComesBackAsItWas() throws IOException {
        String template = Files.readString(CORPUS.resolve("cfn-fargate-service.json"));

        Page.Reply reply = ask(event(template), given -> {
            throw new IllegalStateException("a fault");
        });

        assertThat(Reviews.JSON.readTree(reply.body()).get("fragment")).isEqualTo(Reviews.JSON.readTree(template));
        assertThat(book.count(Macro.PATH, Result.FAILED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "[]", "{\"requestId\":\"x\"}", "{\"fragment\":\"text\"}"})
    void whatHasNoTemplateIsToldSo(String event) {
        Page.Reply reply = ask(event, Rules.NONE);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .startsWith("this is nothing that CloudFormation sends a macro: ");
    }
}
