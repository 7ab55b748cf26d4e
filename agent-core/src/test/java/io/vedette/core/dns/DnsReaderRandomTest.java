package io.vedette.core.dns;

import static io.vedette.core.dns.DnsBytes.RESPONSE;
import static io.vedette.core.dns.DnsBytes.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsPtrRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordEncoder;
import io.netty.handler.codec.dns.DnsRecordType;
import io.vedette.core.dns.DnsMessage.Answer;
import io.vedette.core.dns.DnsMessage.Question;
import io.vedette.core.dns.DnsMessage.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/// Messages made by Netty's encoder are read as they were meant.
class DnsReaderRandomTest {

    private static String name(Random random) {
        List<String> labels = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            labels.add(Integer.toString(random.nextInt(1 << 30), 36));
        }
        return String.join(".", labels);
    }

    @RepeatedTest(50)
    void readsWhatNettyWrites() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Question> questions = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        ByteBuf body = Unpooled.buffer(4096);
        for (int i = random.nextInt(4); i > 0; i--) {
            Question question = new Question(name(random), random.nextBoolean() ? 1 : 28);
            questions.add(question);
            DnsRecordEncoder.DEFAULT.encodeQuestion(
                    new DefaultDnsQuestion(question.name(), DnsRecordType.valueOf(question.type())), body);
        }
        for (int i = random.nextInt(20); i > 0; i--) {
            answers.add(encodeAnswer(random, body));
        }
        int id = random.nextInt(1 << 16);
        int rcode = random.nextInt(16);
        DnsBytes message = DnsBytes.header(id, RESPONSE | rcode, questions.size(), answers.size(), 0, 0);
        while (body.isReadable()) {
            message.u8(body.readByte());
        }

        assertThat(read(message.bytes()))
                .as("seed %d", seed)
                .isEqualTo(new DnsMessage(id, true, rcode, false, false, questions, answers));
    }

    private static Answer encodeAnswer(Random random, ByteBuf body) throws Exception {
        String name = name(random);
        int ttl = random.nextInt(1 << 30);
        if (random.nextBoolean()) {
            String host = name(random);
            DnsRecordEncoder.DEFAULT.encodeRecord(new DefaultDnsPtrRecord(name, 1, ttl, host), body);
            return new Answer(name, 12, ttl, new Text(host));
        }
        byte[] address = new byte[4];
        random.nextBytes(address);
        DnsRecordEncoder.DEFAULT.encodeRecord(
                new DefaultDnsRawRecord(name, DnsRecordType.A, ttl, Unpooled.wrappedBuffer(address)), body);
        String text =
                (address[0] & 0xFF) + "." + (address[1] & 0xFF) + "." + (address[2] & 0xFF) + "." + (address[3] & 0xFF);
        return new Answer(name, 1, ttl, new Text(text));
    }

    @RepeatedTest(20)
    void answersWithinItsBoundsWhateverHappenedToAMessage() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        DnsBytes built = DnsBytes.header(1, RESPONSE, 2, 30, random.nextInt(3), random.nextInt(3));
        built.question(name(random), 1).question("b.c.d", 28);
        for (int i = 0; i < 30; i++) {
            built.pointer(random.nextInt(1 << 6)).record(random.nextInt(64), 1, 0xC0, random.nextInt(1 << 8));
        }
        byte[] bytes = built.bytes();
        for (int round = 0; round < 2000; round++) {
            byte[] changed = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (int i = random.nextInt(8); i > 0 && changed.length > 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(1 << 8);
            }

            DnsMessage message = read(changed);

            assertThat(message.questions()).as("seed %d", seed).hasSizeLessThanOrEqualTo(DnsReader.MAX_QUESTIONS);
            assertThat(message.answers()).as("seed %d", seed).hasSizeLessThanOrEqualTo(DnsReader.MAX_ANSWERS);
            assertThat(message.questions()).allMatch(question -> question.name().length() <= DnsReader.MAX_NAME);
        }
    }
}
