package io.vedette.transport.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the mapping to OCSF can do with the value of a field. The mapping names a function in lower case. Null
/// means that the attribute is left out.
enum OcsfFunction {
    /// The value as JSON lines have it; without one, or with empty text, nothing.
    PLAIN(true) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            return plain(owner, field, value);
        }
    },
    /// The number, where the lines would have a name.
    NUMBER(false) {
        @Override
        Object of(Message owner, FieldDescriptor field, Object value) {
            return Rendering.number(unsigned(value));
        }
    },
    /// The number, but not 0.
    KNOWN(true) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            long number = unsigned(value);
            return number == 0 ? null : Rendering.number(number);
        }
    },
    /// The number as text, as OCSF has ids.
    TEXT(true) {
        @Override
        Object of(Message owner, FieldDescriptor field, Object value) {
            return Rendering.number(unsigned(value)).toString();
        }
    },
    /// The name of a number, or the number as text.
    NAME(false) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            Object plain = plain(owner, field, value);
            return plain == null ? null : plain.toString();
        }
    },
    /// An address in memory.
    HEX(false) {
        @Override
        Object of(Message owner, FieldDescriptor field, Object value) {
            return "0x" + Long.toHexString(unsigned(value));
        }
    },
    /// Behind the last slash of a path.
    BASE_NAME(false) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            String path = ByteText.of((ByteString) value);
            return path.isEmpty() ? null : path.substring(path.lastIndexOf('/') + 1);
        }
    },
    /// Arguments as a shell would take them.
    COMMAND_LINE(false) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            List<?> args = (List<?>) value;
            return args.isEmpty()
                    ? null
                    : args.stream()
                            .map(arg -> quoted(ByteText.of((ByteString) arg)))
                            .collect(Collectors.joining(" "));
        }
    },
    /// From nanoseconds; nothing when it is 0.
    MILLISECONDS(false) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            long ns = (Long) value;
            return ns == 0 ? null : Long.divideUnsigned(ns, NS_A_MILLISECOND);
        }
    },
    /// A checksum as OCSF's fingerprints.
    SHA256(true) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            ByteString hash = (ByteString) value;
            return hash.isEmpty() ? null : List.of(fingerprint(HexFormat.of().formatHex(hash.toByteArray())));
        }
    },
    /// `sha256:…` as one of OCSF's fingerprints.
    DIGEST(true) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            String digest = (String) value;
            return digest.startsWith("sha256:") ? fingerprint(digest.substring("sha256:".length())) : null;
        }
    },
    /// OCSF's `status_id` of an errno: success, failure, or not known yet.
    STATUS(false) {
        @Override
        Object of(Message owner, FieldDescriptor field, Object value) {
            return switch ((Integer) value) {
                case 0 -> 1L;
                case EINPROGRESS -> 0L;
                default -> 2L;
            };
        }
    },
    /// The name of an errno.
    ERROR_NAME(false) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            return value.equals(0) ? null : Names.error((Integer) value);
        }
    },
    /// An address of the internet as text.
    IP(true) {
        @Override
        @Nullable
        Object of(Message owner, FieldDescriptor field, Object value) {
            ByteString ip = (ByteString) value;
            return ip.isEmpty() ? null : AddressText.ipOf(ip);
        }
    },
    /// OCSF's `protocol_ver_id` of a socket's family.
    IP_VERSION(false) {
        @Override
        Object of(Message owner, FieldDescriptor field, Object value) {
            return switch ((Integer) value) {
                case AF_INET -> 4L;
                case AF_INET6 -> 6L;
                default -> 0L;
            };
        }
    },
    /// OCSF's `rcode_id`: other for what it does not have.
    RCODE_ID(false) {
        @Override
        Object of(Message owner, FieldDescriptor field, Object value) {
            long code = unsigned(value);
            return DnsNumbers.RESPONSE_CODE.names().containsKey(code) ? code : OTHER;
        }
    };

    private static final long NS_A_MILLISECOND = 1_000_000;
    private static final int EINPROGRESS = 115;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final long OTHER = 99;

    /// Whether nothing is lost: the field need not be told again as unmapped.
    final boolean isWhole;

    OcsfFunction(boolean isWhole) {
        this.isWhole = isWhole;
    }

    /// @param value of the field; of a repeated one, a list
    abstract @Nullable Object of(Message owner, FieldDescriptor field, Object value);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static long unsigned(Object value) {
        return Rendering.unsigned(value);
    }

    private static @Nullable Object plain(Message owner, FieldDescriptor field, Object value) {
        if (value instanceof List<?> list) {
            List<Object> all = list.stream()
                    .map(element -> plain(owner, field, element))
                    .<Object>mapMulti((element, each) -> {
                        if (element != null) {
                            each.accept(element);
                        }
                    })
                    .toList();
            return all.isEmpty() ? null : all;
        }
        Rendering rendering = Renderings.of(field);
        if (rendering != null) {
            return rendering.of(owner, value);
        }
        return switch (value) {
            case ByteString bytes -> bytes.isEmpty() ? null : ByteText.of(bytes);
            case String text -> text.isEmpty() ? null : ByteText.of(text);
            case Boolean truth -> truth;
            case EnumValueDescriptor name -> Names.value(name);
            default -> isSigned(field) ? ((Number) value).longValue() : Rendering.number(unsigned(value));
        };
    }

    private static boolean isSigned(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.SINT32 || field.getType() == FieldDescriptor.Type.SINT64;
    }

    private static Map<String, Object> fingerprint(String value) {
        Map<String, Object> fingerprint = new LinkedHashMap<>();
        fingerprint.put("algorithm", "SHA-256");
        fingerprint.put("algorithm_id", 3L);
        fingerprint.put("value", value);
        return fingerprint;
    }

    private static String quoted(String arg) {
        return arg.matches("[\\w@%+=:,./-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'";
    }
}
