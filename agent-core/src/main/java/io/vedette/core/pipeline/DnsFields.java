package io.vedette.core.pipeline;

import io.vedette.core.dns.DnsMessage;
import io.vedette.core.dns.DnsMessage.Answer;
import io.vedette.core.dns.DnsMessage.Data;
import io.vedette.core.dns.DnsMessage.Question;
import io.vedette.core.dns.DnsMessage.Raw;
import io.vedette.core.dns.DnsMessage.Text;
import io.vedette.core.dns.DnsReader;
import io.vedette.core.event.DetailFlyweight;
import io.vedette.transport.codec.WireWriter;
import io.vedette.v1.Dns;
import io.vedette.v1.DnsAnswer;
import io.vedette.v1.DnsQuestion;
import java.nio.charset.StandardCharsets;

/// Writes what a DNS message says, from its raw bytes in a part of the tail. One thread, the ship; the only field
/// writer that allocates.
final class DnsFields implements FieldWriter {

    private static final int MAX_PAYLOAD = 4096;

    private final DnsReader reader = new DnsReader(MAX_PAYLOAD);
    private final int part;

    DnsFields(int part) {
        this.part = part;
    }

    @Override
    public void write(WireWriter writer, DetailFlyweight record, EncodeContext context) {
        DnsMessage message = reader.read(record.buffer(), record.partOffset(part), record.partLength(part));
        if (message.id() != 0) {
            writer.uint32(Dns.ID_FIELD_NUMBER, message.id());
        }
        flag(writer, Dns.RESPONSE_FIELD_NUMBER, message.response());
        message.questions().forEach(question -> write(writer, question));
        message.answers().forEach(answer -> write(writer, answer));
        if (message.response()) {
            writer.uint32(Dns.RCODE_FIELD_NUMBER, message.rcode());
        }
        flag(writer, Dns.TRUNCATED_FIELD_NUMBER, message.truncated());
        flag(writer, Dns.MALFORMED_FIELD_NUMBER, message.malformed());
    }

    private static void write(WireWriter writer, Question question) {
        int mark = writer.beginMessage(Dns.QUESTIONS_FIELD_NUMBER);
        text(writer, DnsQuestion.NAME_FIELD_NUMBER, question.name());
        writer.uint32(DnsQuestion.TYPE_FIELD_NUMBER, question.type());
        writer.endMessage(mark);
    }

    private void write(WireWriter writer, Answer answer) {
        int mark = writer.beginMessage(Dns.ANSWERS_FIELD_NUMBER);
        text(writer, DnsAnswer.NAME_FIELD_NUMBER, answer.name());
        writer.uint32(DnsAnswer.TYPE_FIELD_NUMBER, answer.type());
        writer.uint32(DnsAnswer.TTL_FIELD_NUMBER, answer.ttl());
        data(writer, answer.data());
        writer.endMessage(mark);
    }

    private void data(WireWriter writer, Data data) {
        switch (data) {
            case Text text -> text(writer, DnsAnswer.DATA_FIELD_NUMBER, text.text());
            case Raw raw -> writer.bytes(DnsAnswer.DATA_FIELD_NUMBER, reader.bytes(), raw.offset(), raw.length());
        }
    }

    private static void text(WireWriter writer, int field, String text) {
        writer.bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void flag(WireWriter writer, int field, boolean set) {
        if (set) {
            writer.bool(field, true);
        }
    }
}
