package io.vedette.core.outside;

import java.util.List;
import java.util.stream.Stream;

/// Capabilities that Docker gives a container that asks for none, and others.
final class Dockers {

    static final List<String> DEFAULT = Stream.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FSETID",
                    "FOWNER",
                    "MKNOD",
                    "NET_RAW",
                    "SETGID",
                    "SETUID",
                    "SETFCAP",
                    "SETPCAP",
                    "NET_BIND_SERVICE",
                    "SYS_CHROOT",
                    "KILL",
                    "AUDIT_WRITE")
            .map(name -> "CAP_" + name)
            .toList();

    private Dockers() {}

    static List<String> and(String capability) {
        return Stream.concat(DEFAULT.stream(), Stream.of(capability)).toList();
    }

    static List<String> without(List<String> all, String capability) {
        return all.stream().filter(one -> !one.equals(capability)).toList();
    }
}
