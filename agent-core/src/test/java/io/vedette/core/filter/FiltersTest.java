package io.vedette.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FiltersTest {

    private static final String ID = "0123456789abcdef".repeat(4);

    private static Filters paths(List<String> excluded, List<String> included) {
        return new Filters(Map.of(), excluded, included, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"var/log", "", "/var//log", "/var/./log", "/var/../log", "/var/log//"})
    void refusesPathsThatNoFileHas(String path) {
        assertThatThrownBy(() -> paths(List.of(path), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("exclude-path must be ")
                .hasMessageContaining("\"" + path + "\"");
    }

    @Test
    void refusesPathsThatAreTooLongForTheKernel() {
        assertThat(paths(List.of("/" + "x".repeat(246)), List.of()).excludedPaths())
                .hasSize(1);
        assertThatThrownBy(() -> paths(List.of(), List.of("/" + "ä".repeat(124))))
                .hasMessageStartingWith("include-path must have at most 247 bytes, not 249");
    }

    @Test
    void aSlashAtTheEndChangesNothing() {
        assertThat(paths(List.of("/var/log/", "/"), List.of()))
                .isEqualTo(paths(List.of("/", "/var/log", "/var/log"), List.of()));
    }

    @Test
    void refusesToLeaveOutAndTellTheSamePath() {
        assertThatThrownBy(() -> paths(List.of("/a"), List.of("/a/")))
                .hasMessage("exclude-path and include-path both have \"/a\"");
    }

    @Test
    void addsWhatTwoSourcesDoNotWant() {
        Filters first = new Filters(Map.of("open", 100), List.of("/a"), List.of(), List.of("x"));
        Filters second = new Filters(Map.of("exec", 16), List.of("/b"), List.of("/b/c"), List.of("x"));

        assertThat(first.and(second).lines())
                .containsExactly(
                        "exclude-kind=exec,open", "exclude-path=/a,/b", "include-path=/b/c", "exclude-container=x");
        assertThat(Filters.NONE.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ID, true",
        "01234567, true",
        "0123456789abcdef, true",
        "0123456, false",
        "12345678, false",
        "web, true",
        "we, false",
        "reg.io:5000/team/web:1@sha256:ab, true",
        "reg.io:5000/team/web, true",
        "reg.io, false",
        "team/web, false"
    })
    void knowsContainersByIdNameAndImage(String named, boolean matches) {
        Filters filters = new Filters(Map.of(), List.of(), List.of(), List.of(named.replace("ID", ID)));

        assertThat(filters.ignores(ID, "web", "reg.io:5000/team/web:1@sha256:ab"))
                .isEqualTo(matches);
    }

    @Test
    void whatIsNotKnownOfAContainerMatchesNothing() {
        assertThat(new Filters(Map.of(), List.of(), List.of(), List.of("web")).ignores(ID, "", ""))
                .isFalse();
        assertThatThrownBy(() -> new Filters(Map.of(), List.of(), List.of(), List.of("")))
                .hasMessageStartingWith("exclude-container must be ");
    }
}
