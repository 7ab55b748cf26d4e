package io.vedette.core.demo;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vedette.v1.Address;
import io.vedette.v1.DnsAnswer;
import io.vedette.v1.DnsQuestion;
import io.vedette.v1.Ids;
import io.vedette.v1.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/// What a person wants to know first of an event's own fields: paths, addresses, the other process, why it failed.
///
/// Goes by the names of the schema's fields, so that a new kind made of known ones needs nothing here.
final class DetailText {

    private static final Set<String> ARROWS = Set.of("new_path", "put_old", "remote", "new", "new_fd");
    private static final Set<String> NUMBERS = Set.of("fd", "new_fd", "signal", "backlog");
    private static final Set<String> TEXTS =
            Set.of("path", "new_path", "target", "source", "name", "new_root", "put_old", "program_name");

    /// Where a path may be empty: what the caller gave.
    private static final Map<String, String> INSTEAD = Map.of("path", "given_path", "target", "given_target");

    private DetailText() {}

    static String of(Message detail) {
        StringJoiner words = new StringJoiner(" ");
        for (FieldDescriptor field : detail.getDescriptorForType().getFields()) {
            String word = word(detail, field);
            if (!word.isEmpty()) {
                words.add(ARROWS.contains(field.getName()) ? "-> " + word : word);
            }
        }
        return words.toString();
    }

    /// 0 when it worked, or when the kind is told only then.
    static int errno(Message detail) {
        FieldDescriptor field = detail.getDescriptorForType().findFieldByName("errno");
        return field == null ? 0 : (Integer) detail.getField(field);
    }

    private static String word(Message detail, FieldDescriptor field) {
        Object value = detail.getField(field);
        String name = field.getName();
        return switch (value) {
            case ByteString bytes when TEXTS.contains(name) -> text(detail, name, bytes);
            case Address address when detail.hasField(field) -> address(address);
            case Target target
            when detail.hasField(field) ->
                "-> " + (target.getHostPid() == 0 ? target.getPid() : target.getHostPid()) + " "
                        + EventLine.printable(target.getBinary());
            case Ids ids when ids.hasEffective() -> Integer.toUnsignedString(ids.getEffective());
            case Integer number when NUMBERS.contains(name) -> name + " " + number;
            case Integer count when name.equals("count") && count > 1 -> count + " times";
            case List<?> list -> list(list);
            default -> "";
        };
    }

    private static String text(Message detail, String name, ByteString bytes) {
        String instead = INSTEAD.getOrDefault(name, "");
        FieldDescriptor given = detail.getDescriptorForType().findFieldByName(instead);
        return EventLine.printable(bytes.isEmpty() && given != null ? (ByteString) detail.getField(given) : bytes);
    }

    private static String list(List<?> list) {
        StringJoiner words = new StringJoiner(" ");
        for (Object one : list) {
            if (one instanceof DnsQuestion question) {
                words.add(EventLine.printable(question.getName()) + "?");
            } else if (one instanceof DnsAnswer answer) {
                words.add("= " + EventLine.printable(answer.getData()));
            }
        }
        return words.toString();
    }

    private static String address(Address address) {
        if (address.getIp().isEmpty()) {
            return EventLine.printable(address.getPath());
        }
        try {
            String ip = InetAddress.getByAddress(address.getIp().toByteArray()).getHostAddress();
            return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
        } catch (UnknownHostException noAddress) {
            return "?";
        }
    }
}
