package io.vedette.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.v1.EventKind;
import io.vedette.v1.Incomplete;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the Java constants to the golden file, which the build of the C side is held to.
class RecordLayoutTest {

    private static final Path GOLDEN = Path.of("src/main/bpf/layout/record-layout.golden");
    private static final List<String> NOT_LAYOUT = List.of("ABI", "PATH_MAX", "ARGS_MAX", "COMM_LENGTH");

    /// Constants that are not named after struct and field: those of the header have no prefix.
    private static String constant(String field) {
        String name = field.replace('.', '_').toUpperCase(Locale.ROOT);
        if (name.startsWith("HEADER_") && !name.equals("HEADER_SIZE") && !name.equals("HEADER_ABI")) {
            return name.substring("HEADER_".length());
        }
        return switch (name) {
            case "HEADER_SIZE" -> "SIZE";
            case "HEADER_ABI" -> "ABI_OFFSET";
            default -> name;
        };
    }

    private static Map<String, Integer> golden() throws IOException {
        Map<String, Integer> offsets = new TreeMap<>();
        for (String line : Files.readAllLines(GOLDEN)) {
            String[] parts = line.split(" ", -1);
            if (parts[1].equals("size")) {
                offsets.put(parts[0].toUpperCase(Locale.ROOT) + "_LENGTH", Integer.parseInt(parts[2]));
            } else if (!parts[0].endsWith(".pad") && !parts[0].endsWith(".header")) {
                offsets.put(constant(parts[0]), Integer.parseInt(parts[1]));
            }
        }
        return offsets;
    }

    private static Map<String, Integer> constants(Class<?> type) {
        Map<String, Integer> constants = new TreeMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && Modifier.isStatic(field.getModifiers())
                    && field.getType() == int.class) {
                try {
                    constants.put(field.getName(), field.getInt(null));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return constants;
    }

    @Test
    void javaKnowsEveryFieldOfTheGoldenLayoutAndNoOther() throws IOException {
        Map<String, Integer> constants = constants(RecordLayout.class);
        constants.putAll(constants(SecurityLayout.class));
        constants.putAll(constants(FileLayout.class));
        constants.putAll(constants(NetworkLayout.class));
        NOT_LAYOUT.forEach(constants::remove);

        assertThat(constants).isEqualTo(golden());
    }

    @Test
    void headerFileAgreesOnLimitsAndAbi() throws IOException {
        String header = Files.readString(Path.of("src/main/bpf/include/record.h"));

        assertThat(header)
                .contains("#define VEDETTE_ABI " + RecordLayout.ABI + "\n")
                .contains("#define VEDETTE_PATH_MAX " + RecordLayout.PATH_MAX + "\n")
                .contains("#define VEDETTE_ARGS_MAX " + RecordLayout.ARGS_MAX + "\n")
                .contains("#define VEDETTE_COMM_LEN " + RecordLayout.COMM_LENGTH + "\n");
        constants(Kinds.class).forEach((name, number) -> {
            if (!name.startsWith("FIRST_")) {
                assertThat(header).contains("#define VEDETTE_KIND_" + name + " " + number + "\n");
            }
        });
    }

    @Test
    void kindsOfEventsAreThoseOfTheSchema() {
        constants(Kinds.class).forEach((name, number) -> {
            if (number >= Kinds.FIRST_EVENT && !name.startsWith("FIRST_")) {
                assertThat(EventKind.forNumber(number)).isEqualTo(EventKind.valueOf(name));
            }
        });
    }

    @Test
    void incompleteBitsAreThoseOfTheSchema() {
        Map<String, Integer> expected = new TreeMap<>();
        Arrays.stream(Incomplete.values())
                .filter(value -> value != Incomplete.UNRECOGNIZED && value.getNumber() > 0)
                .forEach(value -> expected.put(value.name().substring("INCOMPLETE_".length()), 1 << value.getNumber()));

        assertThat(constants(IncompleteBits.class)).isEqualTo(expected);
    }

    @Test
    void lengthsAreMultiplesOfEight() {
        assertThat(Stream.of(
                        RecordLayout.HEADER_LENGTH,
                        RecordLayout.PROCESS_LENGTH,
                        RecordLayout.EXEC_LENGTH,
                        RecordLayout.FORK_LENGTH))
                .allMatch(length -> length % 8 == 0);
    }
}
