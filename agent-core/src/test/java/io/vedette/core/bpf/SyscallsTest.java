package io.vedette.core.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SyscallsTest {

    @Test
    void knowsTheNumbersOfEachMachine() {
        Syscalls x86 = Syscalls.of("amd64");
        Syscalls arm = Syscalls.of("aarch64");

        assertThat(x86.number("execve")).hasValue(59);
        assertThat(x86.number32("execve")).hasValue(11);
        assertThat(x86.number("setuid32")).isEmpty();
        assertThat(arm.number("execve")).hasValue(221);
        assertThat(arm.number("open")).isEmpty();
        assertThat(arm.number32("execve")).isEmpty();
    }

    @Test
    void everyHandledCallIsInTheTable() {
        Syscalls x86 = Syscalls.of("amd64");

        for (Program program : Program.values()) {
            if (program.hook() instanceof Hook.Syscalls calls) {
                assertThat(calls.names())
                        .as("calls of %s", program)
                        .isNotEmpty()
                        .allMatch(name -> x86.number(name).isPresent()
                                || x86.number32(name).isPresent());
            }
        }
    }

    /// A call has one place in the table: the second handler would push the first one out.
    @Test
    void noCallHasTwoHandlers() {
        Map<String, Program> handlers = new HashMap<>();

        Stream.of(Program.values())
                .filter(program -> program.hook() instanceof Hook.Syscalls)
                .forEach(program -> ((Hook.Syscalls) program.hook())
                        .names()
                        .forEach(name -> assertThat(handlers.put(name, program))
                                .as("handler of %s beside %s", name, program)
                                .isNull()));
    }
}
