package io.vedette.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.vedette.core.dns.DnsBytes;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import io.vedette.v1.Dns;
import io.vedette.v1.DnsAnswer;
import io.vedette.v1.DnsDirection;
import io.vedette.v1.DnsQuestion;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/// What an event tells of a DNS message is read from the raw bytes, and the raw bytes are told too.
class DnsEncodingTest {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static Dns encode(byte[] payload) {
        UnsafeBuffer record = new UnsafeBuffer(new byte[NetworkLayout.DNS_LENGTH + payload.length]);
        record.putInt(RecordLayout.SIZE, record.capacity(), ORDER);
        record.putShort(RecordLayout.KIND, (short) Kinds.DNS, ORDER);
        record.putShort(RecordLayout.ABI_OFFSET, (short) RecordLayout.ABI, ORDER);
        record.putInt(RecordLayout.TGID, 42, ORDER);
        record.putInt(RecordLayout.TID, 42, ORDER);
        record.putShort(NetworkLayout.DNS_DIRECTION, (short) DnsDirection.DNS_DIRECTION_RECEIVED_VALUE, ORDER);
        record.putShort(NetworkLayout.DNS_PAYLOAD_LEN, (short) payload.length, ORDER);
        record.putBytes(NetworkLayout.DNS_LENGTH, payload);

        KeptBatches spool = new KeptBatches();
        Harness harness = new Harness(Harness.Sizes.ROOMY, discarded -> spool);
        harness.drain(record);
        harness.shipAll();
        harness.flush();
        return spool.batches().getFirst().getEvents(0).getDns();
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }

    @Test
    void tellsAResponse() {
        byte[] payload = DnsBytes.header(9, DnsBytes.RESPONSE | DnsBytes.TRUNCATED, 1, 2, 0, 0)
                .question("a.example", 1)
                .pointer(12)
                .record(1, 30, 192, 0, 2, 7)
                .pointer(12)
                .record(16, 31, 1, 255)
                .bytes();

        assertThat(encode(payload))
                .isEqualTo(Dns.newBuilder()
                        .setDirection(DnsDirection.DNS_DIRECTION_RECEIVED)
                        .setId(9)
                        .setResponse(true)
                        .addQuestions(DnsQuestion.newBuilder()
                                .setName(text("a.example"))
                                .setType(1))
                        .addAnswers(DnsAnswer.newBuilder()
                                .setName(text("a.example"))
                                .setType(1)
                                .setTtl(30)
                                .setData(text("192.0.2.7")))
                        .addAnswers(DnsAnswer.newBuilder()
                                .setName(text("a.example"))
                                .setType(16)
                                .setTtl(31)
                                .setData(ByteString.copyFrom(new byte[] {1, -1})))
                        .setRcode(0)
                        .setTruncated(true)
                        .setRaw(ByteString.copyFrom(payload))
                        .build());
    }

    @Test
    void keepsTheBytesOfWhatIsNoMessage() {
        byte[] payload = {1, 2, 3};

        assertThat(encode(payload))
                .isEqualTo(Dns.newBuilder()
                        .setDirection(DnsDirection.DNS_DIRECTION_RECEIVED)
                        .setMalformed(true)
                        .setRaw(ByteString.copyFrom(payload))
                        .build());
    }
}
