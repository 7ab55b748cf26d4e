package io.vedette.core.bpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Numbers of system calls on this machine.
final class Syscalls {

    private static final String TABLE = "syscalls.txt";
    private static final int X86_64 = 1;
    private static final int X86_32 = 2;
    private static final int ARM64 = 3;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> numbers32 = new HashMap<>();

    private Syscalls(String table, String architecture) {
        boolean arm = architecture.equals("aarch64");
        for (String line : table.split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] columns = line.split(" +", -1);
                put(numbers, columns[0], columns[arm ? ARM64 : X86_64]);
                if (!arm) {
                    put(numbers32, columns[0], columns[X86_32]);
                }
            }
        }
    }

    /// @param architecture as `os.arch` has it
    static Syscalls of(String architecture) {
        try (InputStream in = Syscalls.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + TABLE);
            }
            return new Syscalls(new String(in.readAllBytes(), StandardCharsets.US_ASCII), architecture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Map<String, Integer> numbers, String name, String number) {
        if (!number.equals("-")) {
            numbers.put(name, Integer.valueOf(number));
        }
    }

    /// Empty when this machine has no such call.
    OptionalInt number(String name) {
        return find(numbers, name);
    }

    /// Of the 32-bit interface, which 64-bit processes can use too.
    OptionalInt number32(String name) {
        return find(numbers32, name);
    }

    private static OptionalInt find(Map<String, Integer> numbers, String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
