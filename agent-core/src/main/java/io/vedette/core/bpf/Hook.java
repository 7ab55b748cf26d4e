package io.vedette.core.bpf;

import java.util.List;

/// What a program hangs on in the kernel.
public sealed interface Hook {

    /// For people.
    String describe();

    /// A tracepoint that is found through the kernel's types, attached for itself.
    record Tracepoint(String name) implements Hook {
        @Override
        public String describe() {
            return "tracepoint " + name;
        }
    }

    /// The end of system calls, by their names: a place in the table of [Program#DISPATCH] for each.
    record Syscalls(List<String> names) implements Hook {

        public Syscalls {
            names = List.copyOf(names);
        }

        static Syscalls of(String... names) {
            return new Syscalls(List.of(names));
        }

        @Override
        public String describe() {
            return "exit of " + String.join(", ", names);
        }
    }

    /// What another program hands on to.
    ///
    /// @param calls for people
    /// @param table map of programs
    /// @param place in the table
    record Continuation(String calls, String table, int place) implements Hook {
        @Override
        public String describe() {
            return "exit of " + calls;
        }
    }

    /// Read by the agent instead of run by what processes do.
    record Iterator(String over) implements Hook {
        @Override
        public String describe() {
            return "iterator over " + over;
        }
    }
}
