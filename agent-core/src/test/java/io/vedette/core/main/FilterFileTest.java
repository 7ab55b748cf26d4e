package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.config.ConfigException;
import io.vedette.core.filter.Filters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterFileTest {

    private static final Filters FIXED = new Filters(Map.of(), List.of("/fixed"), List.of(), List.of());

    @TempDir
    Path directory;

    private final List<String> log = new ArrayList<>();
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("filters");
    }

    private FilterFile open(String text) throws IOException {
        Files.writeString(file, text);
        return FilterFile.open(FIXED, file, log::add);
    }

    @Test
    void addsToWhatIsFixed() throws IOException {
        FilterFile filters = open("exclude-kind = open, WRITE\nexclude-path=/var/log,\n");

        assertThat(filters.get().lines()).containsExactly("exclude-kind=open,write", "exclude-path=/fixed,/var/log");
        assertThat(filters.get().kindsOff()).containsEntry("open", 100).containsEntry("write", 101);
    }

    @Test
    void takesAChangeAndSaysSo() throws IOException {
        FilterFile filters = open("");
        Files.writeString(file, "exclude-container=web");

        filters.look();

        assertThat(filters.get().containers()).containsExactly("web");
        assertThat(log).containsExactly("filters: exclude-path=/fixed exclude-container=web");
    }

    @ParameterizedTest
    @CsvSource({
        "exclude-kind=opened, exclude-kind has no kind \"opened\"",
        "exclude-path=log, exclude-path must be an absolute path",
        "include-path=/fixed, exclude-path and include-path both have",
        "exclude-paths=/a, unknown name \"exclude-paths\"",
        "a=\\u00zz, Malformed"
    })
    void aBadFileIsToldOnceAndTheFiltersStay(String text, String problem) throws IOException {
        FilterFile filters = open("exclude-path=/a");
        Filters before = filters.get();
        Files.writeString(file, text);

        filters.look();
        filters.look();

        assertThat(filters.get()).isSameAs(before);
        assertThat(log).hasSize(1).first().asString().hasLineCount(1).contains(file.toString(), problem, "stay");
    }

    @Test
    void aFileThatIsGoneIsToldAndOneThatIsBackIsTaken() throws IOException {
        FilterFile filters = open("exclude-path=/a");
        Files.delete(file);
        filters.look();
        Files.writeString(file, "exclude-path=/b");
        filters.look();

        assertThat(log).hasSize(2).first().asString().contains("no such file or directory");
        assertThat(filters.get().excludedPaths()).containsExactly("/b", "/fixed");
    }

    @Test
    void aFileThatIsGoneAtTheStartIsRefused() {
        assertThatThrownBy(() -> FilterFile.open(FIXED, file, log::add))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no such file or directory");
    }
}
