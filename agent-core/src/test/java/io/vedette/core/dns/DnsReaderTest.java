package io.vedette.core.dns;

import static io.vedette.core.dns.DnsBytes.RESPONSE;
import static io.vedette.core.dns.DnsBytes.TRUNCATED;
import static io.vedette.core.dns.DnsBytes.header;
import static io.vedette.core.dns.DnsBytes.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.dns.DnsMessage.Answer;
import io.vedette.core.dns.DnsMessage.Question;
import io.vedette.core.dns.DnsMessage.Raw;
import io.vedette.core.dns.DnsMessage.Text;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DnsReaderTest {

    private static final int A = 1;
    private static final int CNAME = 5;
    private static final int TXT = 16;
    private static final int AAAA = 28;
    private static final int FIRST_NAME = 12;

    private static byte[] goodResponse() {
        return header(0x1234, RESPONSE | TRUNCATED | 3, 1, 4, 0, 0)
                .question("www.example.com", A)
                .pointer(FIRST_NAME)
                .record(CNAME, 60, 1, 'c', 0xC0, FIRST_NAME + 4)
                .pointer(FIRST_NAME)
                .record(A, 0xFFFFFFFF, 192, 0, 2, 1)
                .pointer(FIRST_NAME)
                .record(AAAA, 5, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
                .pointer(FIRST_NAME)
                .record(TXT, 5, 2, 'h', 'i')
                .bytes();
    }

    @Test
    void tellsQuestionsAndAnswers() {
        byte[] bytes = goodResponse();

        DnsMessage message = read(bytes);

        assertThat(message)
                .isEqualTo(new DnsMessage(
                        0x1234,
                        true,
                        3,
                        true,
                        false,
                        List.of(new Question("www.example.com", A)),
                        List.of(
                                new Answer("www.example.com", CNAME, 60, new Text("c.example.com")),
                                new Answer("www.example.com", A, 0xFFFFFFFF, new Text("192.0.2.1")),
                                new Answer("www.example.com", AAAA, 5, new Text("2001:db8::1")),
                                new Answer("www.example.com", TXT, 5, new Raw(bytes.length - 3, 3)))));
    }

    @Test
    void keepsNamesThatAreNoHostNames() {
        DnsMessage message = read(header(1, 0, 3, 0, 0, 0)
                .question("_dmarc.a b.exämple", TXT)
                .question("", 2)
                .question("xn--.-", A)
                .bytes());

        assertThat(message.malformed()).isFalse();
        assertThat(message.questions())
                .containsExactly(
                        new Question("_dmarc.a b.exämple", TXT), new Question("", 2), new Question("xn--.-", A));
    }

    @Test
    void everyPrefixOfAMessageIsMalformedAndTellsWhatCameBefore() {
        byte[] whole = goodResponse();
        DnsMessage all = read(whole);

        for (int length = 0; length < whole.length; length++) {
            DnsMessage message = read(Arrays.copyOf(whole, length));

            assertThat(message.malformed()).as("of %d bytes", length).isTrue();
            assertThat(message.questions())
                    .isEqualTo(all.questions().subList(0, message.questions().size()));
            assertThat(message.answers())
                    .isEqualTo(all.answers().subList(0, message.answers().size()));
        }
    }

    @Test
    void bytesAfterTheEndAreMalformed() {
        assertThat(read(header(1, 0, 0, 0, 0, 0).u8(0).bytes()).malformed()).isTrue();
    }

    @Test
    void pointersThatGoRoundOrOutEndTheMessage() {
        for (int to : new int[] {FIRST_NAME, FIRST_NAME + 2, 0x3FFF}) {
            DnsMessage message = read(header(7, 0, 1, 0, 0, 0)
                    .pointer(to)
                    .pointer(FIRST_NAME)
                    .u16(A, 1)
                    .bytes());

            assertThat(message.malformed()).as("pointer to %d", to).isTrue();
            assertThat(message.id()).isEqualTo(7);
        }
    }

    @Test
    void namesThatPointersMakeLongAreNotTold() {
        DnsBytes bytes = header(7, 0, 2, 0, 0, 0);
        bytes.question("a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(60), A);
        bytes.u8(63).u8("e".repeat(63).chars().toArray()).pointer(FIRST_NAME).u16(A, 1);

        DnsMessage message = read(bytes.bytes());

        assertThat(message.malformed()).isTrue();
        assertThat(message.questions()).hasSize(1);
    }

    @Test
    void countsThatLieAreMalformed() {
        DnsMessage message = read(header(1, RESPONSE, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)
                .question("a", A)
                .bytes());

        assertThat(message.malformed()).isTrue();
        assertThat(message.questions()).containsExactly(new Question("a", A));
    }

    @Test
    void tellsOnlySoManyQuestionsAndAnswers() {
        DnsBytes bytes = header(1, RESPONSE, 20, 100, 0, 0);
        IntStream.range(0, 20).forEach(i -> bytes.question("", A));
        IntStream.range(0, 100).forEach(i -> bytes.u8(0).record(TXT, 0));

        DnsMessage message = read(bytes.bytes());

        assertThat(message.malformed()).isFalse();
        assertThat(message.questions()).hasSize(DnsReader.MAX_QUESTIONS);
        assertThat(message.answers()).hasSize(DnsReader.MAX_ANSWERS);
    }

    @Test
    void addressesOfAWrongLengthAreRaw() {
        DnsMessage message =
                read(header(1, RESPONSE, 0, 1, 0, 0).u8(0).record(A, 0, 1, 2, 3).bytes());

        assertThat(message.malformed()).isFalse();
        assertThat(message.answers().getFirst().data()).isInstanceOf(Raw.class);
    }

    @Test
    void whatIsLongerThanTheReaderIsMalformed() {
        assertThat(read(new byte[64 << 10]).malformed()).isTrue();
    }
}
