package io.vedette.core.dns;

import static io.vedette.core.dns.DnsBytes.RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsPtrRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordEncoder;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vedette.core.dns.DnsMessage.Answer;
import io.vedette.core.dns.DnsMessage.Question;
import io.vedette.core.dns.DnsMessage.Raw;
import io.vedette.core.dns.DnsMessage.Text;
import io.vedette.core.fuzz.Mutator;
import io.vedette.core.fuzz.Rounds;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// Damaged messages, of Netty's encoder and built by hand: what is answered stays within its bounds.
final class DnsDamageTest {

    private static final int CAPACITY = 1024;
    private static final int MESSAGES = 100;
    private static final DnsReader READER = new DnsReader(CAPACITY);

    @Test
    void aDamagedMessageIsAnsweredWithinBounds() throws Exception {
        Rounds.of(500, DnsDamageTest::round);
    }

    private static void round(Random random) throws Exception {
        List<byte[]> seeds = List.of(byNetty(), withPointers(), withManyNames(random));
        Mutator mutator = new Mutator(random, seeds);
        for (int i = 0; i < MESSAGES; i++) {
            check(mutator.damage(seeds.get(random.nextInt(seeds.size()))), random.nextInt(8));
        }
    }

    private static void check(byte[] bytes, int offset) {
        byte[] placed = new byte[bytes.length + offset];
        System.arraycopy(bytes, 0, placed, offset, bytes.length);

        DnsMessage message = READER.read(new UnsafeBuffer(placed), offset, bytes.length);

        assertThat(message).isEqualTo(READER.read(new UnsafeBuffer(placed), offset, bytes.length));
        assertThat(message.questions()).hasSizeLessThanOrEqualTo(DnsReader.MAX_QUESTIONS);
        assertThat(message.answers()).hasSizeLessThanOrEqualTo(DnsReader.MAX_ANSWERS);
        for (Question question : message.questions()) {
            assertThat(question.name().length()).isLessThanOrEqualTo(DnsReader.MAX_NAME);
        }
        for (Answer answer : message.answers()) {
            assertThat(answer.name().length()).isLessThanOrEqualTo(DnsReader.MAX_NAME);
            switch (answer.data()) {
                case Text text -> assertThat(text.text().length()).isLessThanOrEqualTo(DnsReader.MAX_NAME);
                case Raw raw -> assertThat(raw.offset() + raw.length()).isBetween(0, Math.min(bytes.length, CAPACITY));
            }
        }
        assertThat(bytes.length > CAPACITY && !message.malformed()).isFalse();
    }

    private static byte[] byNetty() throws Exception {
        ByteBuf body = Unpooled.buffer();
        DnsRecordEncoder.DEFAULT.encodeQuestion(new DefaultDnsQuestion("a.example.com", DnsRecordType.PTR), body);
        DnsRecordEncoder.DEFAULT.encodeRecord(new DefaultDnsPtrRecord("a.example.com", 1, 30, "b.example.com"), body);
        DnsRecordEncoder.DEFAULT.encodeRecord(new DefaultDnsPtrRecord("b.example.com", 1, 30, "c"), body);
        DnsBytes message = DnsBytes.header(1, RESPONSE, 1, 2, 0, 0);
        while (body.isReadable()) {
            message.u8(body.readByte());
        }
        return message.bytes();
    }

    /// Every place that may have a name has a pointer, and there are all types that are read.
    private static byte[] withPointers() {
        return DnsBytes.header(2, RESPONSE, 1, 6, 1, 1)
                .question("host.example.org", 255)
                .pointer(12)
                .record(1, 5, 192, 0, 2, 1)
                .pointer(17)
                .record(28, 5, 0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
                .pointer(12)
                .record(5, 5, 1, 'x', 0xC0, 12)
                .pointer(12)
                .record(39, 5, 0xC0, 17)
                .pointer(12)
                .record(16, 5, 3, 'a', 'b', 'c')
                .pointer(12)
                .record(33, 5, 0, 1, 0, 2, 0, 80, 0xC0, 12)
                .pointer(12)
                .record(6, 5, 0xC0, 12, 0xC0, 12, 0, 0, 0, 1)
                .u8(0)
                .record(41, 0)
                .bytes();
    }

    private static byte[] withManyNames(Random random) {
        DnsBytes built = DnsBytes.header(3, RESPONSE, 20, 70, 0, 0);
        for (int i = 0; i < 20; i++) {
            built.name("l" + random.nextInt(9)).u16(1, 1);
        }
        for (int i = 0; i < 70; i++) {
            built.pointer(12 + random.nextInt(100)).record(random.nextInt(64), i, 0xC0, random.nextInt(256));
        }
        return built.bytes();
    }
}
