package io.vedette.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// That a scenario fails when what came is not what happened.
class JsonMatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a':1} | {'a':1,'b':2}",
                "{'a':{'b':[1,'x']}} | {'a':{'b':[1,'x'],'c':0}}",
                "{'a':{'$ends':'yz'}} | {'a':'xyz'}",
                "{'a':{'$starts':'xy'}} | {'a':'xyz'}",
                "{'a':{'$contains':'y'}} | {'a':'xyz'}",
                "{'a':{'$contains':{'b':1}}} | {'a':[{'b':0},{'b':1,'c':2}]}",
                "{'a':{'$not':0}} | {'a':1}",
                "{'a':{'$min':3}} | {'a':3}",
                "{'a':{'$any':true}} | {'a':null}",
                "{'b':{'$absent':true}} | {'a':1}",
                "{'a':{'$is':'n'},'b':{'$is':'n'}} | {'a':'x','b':'x'}",
                "{'a':{'$is':'n'},'b':{'$isnt':'n'}} | {'a':'x','b':'y'}",
            })
    void fits(String expected, String actual) throws IOException {
        assertThat(differences(expected, actual)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a':1} | {'a':2}",
                "{'a':1} | {'a':'1'}",
                "{'a':1} | {'b':1}",
                "{'a':[1]} | {'a':[1,2]}",
                "{'a':[1,3]} | {'a':[1,2]}",
                "{'a':{'$ends':'y'}} | {'a':'xyz'}",
                "{'a':{'$starts':'y'}} | {'a':'xyz'}",
                "{'a':{'$contains':'q'}} | {'a':'xyz'}",
                "{'a':{'$contains':1}} | {'a':[2,3]}",
                "{'a':{'$not':0}} | {'a':0}",
                "{'a':{'$not':0}} | {'b':1}",
                "{'a':{'$min':3}} | {'a':2}",
                "{'a':{'$any':true}} | {'b':1}",
                "{'a':{'$absent':true}} | {'a':1}",
                "{'a':{'$is':'n'},'b':{'$is':'n'}} | {'a':'x','b':'y'}",
                "{'a':{'$is':'n'},'b':{'$isnt':'n'}} | {'a':'x','b':'x'}",
            })
    void differs(String expected, String actual) throws IOException {
        assertThat(differences(expected, actual)).hasSize(1);
    }

    @Test
    void givesEachExpectationAnEventOfItsOwn() throws IOException {
        List<Expectation> twice = List.of(expectation("{'code':1}"), expectation("{'code':1}"));

        assertThatThrownBy(() -> new Assignment(twice, List.of(exit(1, 'a'))).check())
                .hasMessageContaining("no event of this kind and process came");
        new Assignment(twice, List.of(exit(1, 'a'), exit(1, 'b'))).check();
    }

    @Test
    void takesAnotherEventWhereALaterExpectationNeedsIt() throws IOException {
        List<Expectation> expectations = List.of(expectation("{'code':{'$any':true}}"), expectation("{'code':1}"));

        new Assignment(expectations, List.of(exit(1, 'a'), exit(2, 'b'))).check();
    }

    @Test
    void failsWhenWhatMustNeverComeCame() throws IOException {
        List<Expectation> never =
                List.of(new Expectation(json("{'kind':'exit','pid':7,'expect':{'code':1},'never':true}")));

        new Assignment(never, List.of(exit(2, 'a'))).check();
        assertThatThrownBy(() -> new Assignment(never, List.of(exit(1, 'a')))).hasMessageContaining("must never come");
    }

    @Test
    void failsWhenSomethingIsIncompleteUnasked() throws IOException {
        List<Expectation> expectations = List.of(expectation("{}"));
        JsonNode event = json("{'kind':'exit','process':{'pid':7},'exit':{},'incomplete':['args_cut']}");

        assertThatThrownBy(() -> new Assignment(expectations, List.of(event)).check())
                .hasMessageContaining("incomplete: expected [], but it is [\"args_cut\"]");
    }

    private static Expectation expectation(String detail) throws IOException {
        return new Expectation(json("{'kind':'exit','pid':7,'expect':" + detail + ",'incomplete':[]}"));
    }

    private static JsonNode exit(int code, char id) throws IOException {
        return json("{'kind':'exit','process':{'pid':7,'exec_id':'" + id + "'},'exit':{'code':" + code + "}}");
    }

    private static List<String> differences(String expected, String actual) throws IOException {
        return JsonMatch.differences(json(expected), json(actual), new HashMap<>());
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
