package io.vedette.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vedette.core.dns.DnsMessage.Answer;
import io.vedette.core.dns.DnsMessage.Question;
import io.vedette.core.dns.DnsMessage.Raw;
import io.vedette.core.dns.DnsMessage.Text;
import org.agrona.concurrent.UnsafeBuffer;

final class DnsReaderFuzzTest {

    private static final int CAPACITY = 1024;
    private static final DnsReader READER = new DnsReader(CAPACITY);

    @FuzzTest(maxDuration = "30s")
    void answersWithinItsBoundsWhateverComes(FuzzedDataProvider data) {
        int offset = data.consumeInt(0, 8);
        byte[] bytes = data.consumeRemainingAsBytes();
        int length = Math.max(0, bytes.length - offset);

        DnsMessage message = READER.read(new UnsafeBuffer(bytes), Math.min(offset, bytes.length), length);

        assertThat(message.questions()).hasSizeLessThanOrEqualTo(DnsReader.MAX_QUESTIONS);
        assertThat(message.answers()).hasSizeLessThanOrEqualTo(DnsReader.MAX_ANSWERS);
        for (Question question : message.questions()) {
            assertThat(question.name().length()).isLessThanOrEqualTo(DnsReader.MAX_NAME);
        }
        for (Answer answer : message.answers()) {
            assertThat(answer.name().length()).isLessThanOrEqualTo(DnsReader.MAX_NAME);
            switch (answer.data()) {
                case Text text -> assertThat(text.text().length()).isLessThanOrEqualTo(DnsReader.MAX_NAME);
                case Raw raw -> assertThat(raw.offset() + raw.length()).isLessThanOrEqualTo(Math.min(length, CAPACITY));
            }
        }
        assertThat(length > CAPACITY && !message.malformed()).isFalse();
    }
}
