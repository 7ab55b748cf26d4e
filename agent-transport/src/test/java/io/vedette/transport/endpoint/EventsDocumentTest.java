package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.vedette.v1.Address;
import io.vedette.v1.Capabilities;
import io.vedette.v1.Container;
import io.vedette.v1.Digest;
import io.vedette.v1.DnsAnswer;
import io.vedette.v1.DnsQuestion;
import io.vedette.v1.EcsTask;
import io.vedette.v1.Ids;
import io.vedette.v1.Incomplete;
import io.vedette.v1.KubernetesPod;
import io.vedette.v1.Namespaces;
import io.vedette.v1.Target;
import io.vedette.v1.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/events.md` has every kind and every field of the schema.
final class EventsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/events.md");

    @Test
    void hasASectionForEveryKindWithItsHookAndFields() throws IOException {
        for (FieldDescriptor kind : JsonLines.DETAIL.getFields()) {
            String section = section("\n### " + kind.getName() + "\n");

            assertThat(section).as(kind.getName()).startsWith("\nFrom ").contains(names(kind.getMessageType()));
        }
    }

    @Test
    void hasNoSectionForAKindThatThereIsNot() throws IOException {
        List<String> kinds = JsonLines.DETAIL.getFields().stream()
                .map(FieldDescriptor::getName)
                .toList();

        assertThat(lines().filter(line -> line.matches("### [a-z_]+")).map(line -> line.substring("### ".length())))
                .containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void hasTheFieldsOfObjectsThatKindsShare() throws IOException {
        assertThat(row("`target`")).contains(names(Target.getDescriptor()));
        assertThat(row("`writer`")).contains(names(Writer.getDescriptor()));
        assertThat(row("`old`, `new`"))
                .contains(names(Ids.getDescriptor()))
                .contains(names(Capabilities.getDescriptor()));
        assertThat(row("`namespaces`")).contains(names(Namespaces.getDescriptor()));
        assertThat(row("`local`, `remote`"))
                .contains("\"address\"", "\"port\"", "\"path\"")
                .satisfies(
                        row -> assertThat(Address.getDescriptor().getFields()).hasSize(3));
        assertThat(row("`questions`")).contains(names(DnsQuestion.getDescriptor()));
        assertThat(row("`answers`")).contains(names(DnsAnswer.getDescriptor()));
        assertThat(row("`container.ecs_task`")).contains(names(EcsTask.getDescriptor()));
        assertThat(row("`container.kubernetes_pod`")).contains(names(KubernetesPod.getDescriptor()));
    }

    @Test
    void hasWhatIsToldOfContainersAndDigests() throws IOException {
        String text = Files.readString(DOCUMENT);

        assertThat(Arrays.stream(names(Container.getDescriptor()))
                        .map(name -> "`container." + name.substring(1))
                        .filter(name -> !List.of(
                                        "`container.cgroup_path`",
                                        "`container.cgroup_id`",
                                        "`container.mnt_ns`",
                                        "`container.first_host_pid`",
                                        "`container.described`")
                                .contains(name)))
                .allSatisfy(name -> assertThat(text).contains(name));
        assertThat(Arrays.stream(names(Digest.getDescriptor())).filter(name -> !name.equals("`container`")))
                .allSatisfy(name -> assertThat(row("`digest`")).contains(name));
    }

    @Test
    void saysWhatEachValueOfIncompleteMeans() throws IOException {
        EnumDescriptor type = Incomplete.getDescriptor();
        String section = section("\n## incomplete\n");

        assertThat(type.getValues().stream().skip(1).map(value -> "`" + Names.value(value) + "`"))
                .allSatisfy(name -> assertThat(section).contains(name));
    }

    private static String[] names(Descriptor message) {
        return message.getFields().stream()
                .map(field -> "`" + Renderings.nameOf(field) + "`")
                .toArray(String[]::new);
    }

    /// What stands between a heading and the next one.
    private static String section(String heading) throws IOException {
        String text = Files.readString(DOCUMENT);
        int start = text.indexOf(heading);
        assertThat(start).as("section %s", heading.strip()).isNotNegative();
        int end = text.indexOf("\n#", start + heading.length());
        return text.substring(start + heading.length(), end < 0 ? text.length() : end);
    }

    /// The row of a table whose first cell is this.
    private static String row(String cell) throws IOException {
        return lines().filter(line -> line.startsWith("| " + cell + " |"))
                .findFirst()
                .orElse("no row of " + cell);
    }

    private static Stream<String> lines() throws IOException {
        return Files.readString(DOCUMENT).lines();
    }
}
