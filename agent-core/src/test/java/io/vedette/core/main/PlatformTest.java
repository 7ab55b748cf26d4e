package io.vedette.core.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformTest {

    @Test
    void thisProcessIsTold() {
        assertThat(Platform.ofThisProcess(Path.of("/proc")).lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("machine Linux ").contains(System.getProperty("os.arch")))
                .anySatisfy(line -> assertThat(line).startsWith("java ").contains("" + Runtime.version()))
                .anySatisfy(line -> assertThat(line).startsWith("collector ").contains(" MiB at most"))
                .anySatisfy(line -> assertThat(line).startsWith("flags ").contains("--enable-native-access"));
    }

    @Test
    void anArchiveThatTheRuntimeTookIsInUse() {
        assertThat(archive(List.of("-XX:AOTCache=/a/first", "-XX:AOTCache=/opt/vedette.aot"), "/opt/vedette.aot"))
                .isEqualTo("archive /opt/vedette.aot is in use");
    }

    @Test
    void oneThatItRefusedIsNot() {
        assertThat(archive(List.of("-XX:AOTCache=/opt/vedette.aot"), "/opt/jdk/lib/modules"))
                .isEqualTo("archive /opt/vedette.aot is NOT in use: the start takes longer");
    }

    @Test
    void withoutAnyThereIsNone() {
        assertThat(archive(List.of("-Xmx24m"), "/opt/vedette.aot")).isEqualTo("archive none: the start takes longer");
    }

    private static String archive(List<String> flags, String mapped) {
        return new Platform("6.1", flags, List.of(mapped))
                .lines().stream()
                        .filter(line -> line.startsWith("archive "))
                        .findFirst()
                        .orElseThrow();
    }
}
