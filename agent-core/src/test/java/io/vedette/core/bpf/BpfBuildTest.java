package io.vedette.core.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the make targets that need clang and bpftool.
@Tag("kernel")
class BpfBuildTest {

    @TempDir
    private Path out;

    private record Ended(int code, String output) {}

    private Ended make(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("make", "--silent", "-C", "src/main/bpf", "OUT=" + out);
        builder.command().addAll(List.of(arguments));
        Process make = builder.redirectErrorStream(true).start();
        String output = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(make.waitFor(), output);
    }

    @Test
    void layoutOfTheRecordsIsTheGoldenOne() throws Exception {
        Ended check = make("check-layout");

        assertThat(check.code()).as(check.output()).isZero();
    }

    @Test
    void saysWhatToInstallWhenToolsAreMissing() throws Exception {
        assertThat(make("CLANG=no-such-clang").output())
                .startsWith("vedette: clang is missing, install it: apt-get install clang\n");
        assertThat(make("BPFTOOL=no-such-bpftool").output())
                .startsWith("vedette: bpftool is missing, install it: apt-get install bpftool\n");
    }
}
