package io.vedette.core.bpf;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Privileges;
import java.util.List;

/// Why a program does not run.
///
/// "The kernel refuses" and "could not find out" are different answers: the first one stays true until
/// something on this machine changes, the second one may not be true at the next try.
public sealed interface Refusal {

    Program program();

    /// What, why, and what would help, as one sentence.
    String sentence();

    /// Of an object of which nothing could be loaded: one sentence when all were refused for one cause.
    static List<String> sentences(List<Refusal> all) {
        List<KernelRefuses> alike = all.stream()
                .filter(KernelRefuses.class::isInstance)
                .map(KernelRefuses.class::cast)
                .filter(refusal -> refusal.hasCauseOf(all.getFirst()))
                .toList();
        return alike.size() == all.size() && all.size() > 1
                ? List.of(alike.getFirst().sentenceOfAll())
                : all.stream().map(Refusal::sentence).toList();
    }

    /// The verifier or the kernel's permissions said no.
    ///
    /// @param errno positive
    /// @param detail what the kernel said last about it, may be empty
    record KernelRefuses(Program program, int errno, String detail) implements Refusal {

        private static final long BPF_AND_PERFMON = 1L << 39 | 1L << 38;
        private static final long SYS_ADMIN = 1L << 21;

        @Override
        public String sentence() {
            return "No " + program.purpose() + ": the kernel refuses the program for the "
                    + program.hook().describe() + " (" + Errno.name(errno)
                    + (detail.isEmpty() ? "" : ", \"" + detail + "\"") + ")" + remedy(errno) + ".";
        }

        private boolean hasCauseOf(Refusal other) {
            return other instanceof KernelRefuses that && errno == that.errno && detail.equals(that.detail);
        }

        private String sentenceOfAll() {
            return "No events from the kernel: it refuses all programs (" + Errno.name(errno)
                    + (detail.isEmpty() ? "" : ", \"" + detail + "\"") + ")" + remedy(errno) + ".";
        }

        private static String remedy(int errno) {
            if (errno != Errno.EPERM && errno != Errno.EACCES) {
                return "";
            }
            long held = Math.max(0, new Privileges().capabilities());
            return (held & BPF_AND_PERFMON) == BPF_AND_PERFMON || (held & SYS_ADMIN) != 0
                    ? "; the capabilities are there, so a seccomp filter or a setting of the system refuses it"
                    : "; CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, would allow it";
        }
    }

    /// The hook is not there, or not to be seen from here.
    ///
    /// @param errno positive
    record HookNotFound(Program program, int errno) implements Refusal {
        @Override
        public String sentence() {
            return "No " + program.purpose() + ": the " + program.hook().describe() + " was not found ("
                    + Errno.name(errno) + "); a kernel of 5.17 or later with BTF has it.";
        }
    }

    /// It was not found out whether the kernel would take the program.
    record NotTried(Program program, String why) implements Refusal {
        @Override
        public String sentence() {
            return "No " + program.purpose() + ": could not find out whether the kernel takes the program, " + why
                    + ".";
        }
    }
}
