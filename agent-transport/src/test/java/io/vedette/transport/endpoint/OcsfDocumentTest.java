package io.vedette.transport.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/ocsf.md` has the mapping, written from it.
final class OcsfDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/ocsf.md");
    private static final String START = "<!-- the mapping -->\n";

    private final OcsfMapping mapping = OcsfMapping.load();

    @Test
    void theDocumentHasTheMapping() throws IOException {
        String text = Files.readString(DOCUMENT);
        String head = text.substring(0, text.indexOf(START) + START.length());

        Golden.check(DOCUMENT, head + "\n" + tables());
    }

    private String tables() {
        StringBuilder text =
                new StringBuilder("## Kinds\n\n| kind | class | activity | `type_uid` |\n|---|---|---|---|\n");
        mapping.kinds()
                .forEach((kind, row) -> text.append("| `%s` | %d %s | %s | %d |\n"
                        .formatted(kind, row.classUid(), type(row).name(), activities(row), row.typeUid())));
        text.append("\n## Attributes of every event\n\n").append(shape(mapping.common()));
        text.append("\n## Attributes of each kind\n");
        mapping.kinds().forEach((kind, row) -> {
            if (!row.shape().fields().isEmpty() || !row.shape().constants().isEmpty()) {
                text.append("\n### ").append(kind).append("\n\n").append(shape(row.shape()));
            }
        });
        text.append("\n## Objects\n");
        mapping.objects()
                .forEach((name, shape) ->
                        text.append("\n### ").append(name).append("\n\n").append(shape(shape)));
        return text.toString();
    }

    private OcsfMapping.OcsfClass type(OcsfMapping.Row row) {
        OcsfMapping.OcsfClass type = mapping.classes().get(row.classUid());
        if (type == null) {
            throw new AssertionError("no class " + row.classUid());
        }
        return type;
    }

    private String activities(OcsfMapping.Row row) {
        Map<Long, String> names = type(row).activities();
        String cases = row.cases().stream()
                .map(one -> "; %d %s when `%s` is %s%s"
                        .formatted(
                                one.activityId(),
                                names.get(one.activityId()),
                                one.when().text(),
                                one.isIn() ? "" : "none of ",
                                one.values().stream().map(String::valueOf).collect(Collectors.joining(", "))))
                .collect(Collectors.joining());
        return row.activityId() + " " + names.get(row.activityId()) + cases;
    }

    private static String shape(OcsfMapping.Shape shape) {
        StringBuilder text = new StringBuilder("| OCSF | from |\n|---|---|\n");
        shape.constants().forEach((path, value) -> {
            String shown = value instanceof String word ? '"' + word + '"' : value.toString();
            text.append("| `%s` | always `%s`%s |\n"
                    .formatted(path, shown, shape.fields().containsKey(path) ? ", when there is nothing else" : ""));
        });
        shape.fields().forEach((path, source) -> text.append("| `%s` | `%s` |\n".formatted(path, source.text())));
        return text.toString();
    }
}
