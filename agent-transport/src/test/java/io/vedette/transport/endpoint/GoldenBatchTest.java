package io.vedette.transport.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class GoldenBatchTest {

    private final Set<String> filled = new HashSet<>();

    @Test
    void hasEveryKindWithEveryField() {
        GoldenBatch.ofEveryKind().forEach(this::fill);

        Set<String> missing = new TreeSet<>();
        for (FieldDescriptor kind : JsonLines.DETAIL.getFields()) {
            collect(kind, missing, new HashSet<>());
        }

        assertThat(missing).as("fields that no golden event has").isEmpty();
    }

    @Test
    void hasEveryKindOnce() {
        assertThat(GoldenBatch.ofEveryKind().stream().map(Event::getDetailCase))
                .doesNotHaveDuplicates()
                .hasSize(JsonLines.DETAIL.getFieldCount());
    }

    private void fill(Message message) {
        message.getAllFields().forEach((field, value) -> {
            filled.add(field.getFullName());
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            values.forEach(one -> {
                if (one instanceof Message nested) {
                    fill(nested);
                }
            });
        });
    }

    private void collect(FieldDescriptor field, Set<String> missing, Set<String> seen) {
        if (!filled.contains(field.getFullName())) {
            missing.add(field.getFullName());
        }
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && seen.add(field.getMessageType().getFullName())) {
            field.getMessageType().getFields().forEach(nested -> collect(nested, missing, seen));
        }
    }
}
