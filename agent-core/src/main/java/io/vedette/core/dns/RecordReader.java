package io.vedette.core.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import io.vedette.core.dns.DnsMessage.Answer;
import io.vedette.core.dns.DnsMessage.Data;
import io.vedette.core.dns.DnsMessage.Raw;
import io.vedette.core.dns.DnsMessage.Text;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads resource records one after the other, and keeps those that are to be told. Netty's own record types are not
/// made: they refuse names that are no host names.
final class RecordReader extends DefaultDnsRecordDecoder {

    private static final int DNAME = 39;

    private final List<Answer> answers = new ArrayList<>();
    private boolean told;

    void clear() {
        answers.clear();
    }

    List<Answer> answers() {
        return answers;
    }

    /// @param told whether to keep it
    /// @return whether it was all there, and could be read
    boolean read(ByteBuf message, boolean told) {
        this.told = told;
        int start = message.readerIndex();
        try {
            decodeRecord(message);
        } catch (Exception e) {
            // Netty declares it of whatever a record's own reader may throw.
            return false;
        }
        return message.readerIndex() > start;
    }

    @Override
    protected @Nullable DnsRecord decodeRecord(
            String name, DnsRecordType type, int dnsClass, long timeToLive, ByteBuf message, int offset, int length)
            throws Exception {
        if (name.length() > DnsReader.MAX_NAME) {
            throw new CorruptedFrameException("name of " + name.length() + " characters");
        }
        if (told) {
            String dotless = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            answers.add(new Answer(dotless, type.intValue(), (int) timeToLive, data(type, message, offset, length)));
        }
        return null;
    }

    private static Data data(DnsRecordType type, ByteBuf message, int offset, int length) throws UnknownHostException {
        if ((type.equals(DnsRecordType.A) && length == 4) || (type.equals(DnsRecordType.AAAA) && length == 16)) {
            byte[] address = new byte[length];
            message.getBytes(offset, address);
            return new Text(NetUtil.toAddressString(InetAddress.getByAddress(address)));
        }
        if (type.equals(DnsRecordType.CNAME)
                || type.equals(DnsRecordType.NS)
                || type.equals(DnsRecordType.PTR)
                || type.intValue() == DNAME) {
            return new Text(Names.read(message.duplicate().setIndex(offset, offset + length)));
        }
        return new Raw(offset, length);
    }
}
