package io.vedette.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.v1.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 509, 510, 511, 512, 513, 5_000, 300_000})
    void whateverItsLengthAMessageIsWhole(int length) throws Exception {
        Container written = Container.parseFrom(Messages.write(message -> {
            message.text(Container.NAME_FIELD_NUMBER, "x".repeat(length));
            message.uint64(Container.CGROUP_ID_FIELD_NUMBER, length);
        }));

        assertThat(written.getName()).hasSize(length);
        assertThat(written.getCgroupId()).isEqualTo(length);
    }

    @Test
    void textOfAnyCharactersIsUtf8() throws Exception {
        String text = "h\u00fctte \u65e5\u672c \ud83d\udc1f \ud83d";

        Container written = Container.parseFrom(Messages.write(message -> {
            message.text(Container.NAME_FIELD_NUMBER, text);
            message.text(Container.IMAGE_FIELD_NUMBER, "");
        }));

        assertThat(written.getName()).isEqualTo("h\u00fctte \u65e5\u672c \ud83d\udc1f ?");
        assertThat(written.getSerializedSize()).isEqualTo(written.getNameBytes().size() + 2);
    }
}
