package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {

    @TempDir
    private Path proc;

    private List<String> problems(String most) throws IOException {
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(
                proc.resolve("self/limits"),
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max open files            " + most + "                 1048576              files     \n");
        List<String> problems = new ArrayList<>();
        new OpenFiles(proc).check(problems::add);
        return problems;
    }

    @Test
    void saysWhenTheyAreTooFew() throws IOException {
        assertThat(problems("150"))
                .containsExactly(
                        "At most 150 files may be open, and the agent needs some 200: raise the limit, else parts "
                                + "of it are missing.");
    }

    @Test
    void saysNothingWhenTheyAreEnough() throws IOException {
        assertThat(problems("1024")).isEmpty();
        assertThat(problems("unlimited")).isEmpty();
    }
}
