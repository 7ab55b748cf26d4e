package io.vedette.core.ffi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// How C functions are called here: all in one way, as six `long` parameters and a `long` result.
///
/// On x86_64 and arm64 each parameter that is an integer or a pointer fills a register of 64 bits, whatever its type,
/// and a register that a function does not look at means nothing to it. So one way serves for all of them; each more
/// would be code that the JVM has to make at every start, some ten milliseconds of it. The upper half of a narrower
/// result has no meaning: whoever reads it narrows it.
///
/// A call makes no objects. `errno` is left with the instance, so one thread at a time may use it.
final class NativeCall {

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CALL = link();

    private final MemorySegment state = Arena.ofAuto().allocate(STATE);

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        return Linker.nativeLinker()
                .downcallHandle(
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                        Linker.Option.captureCallState("errno"));
    }

    /// A function of the C library.
    ///
    /// @throws UnsatisfiedLinkError it has none of that name
    static MemorySegment ofLibc(String name) {
        return find(Linker.nativeLinker().defaultLookup(), name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }

    static Optional<MemorySegment> find(SymbolLookup library, String name) {
        return library.find(name);
    }

    /// What the last call that failed left.
    int errno() {
        return state.get(ValueLayout.JAVA_INT, ERRNO);
    }

    /// Calls a function that answers -1 when it fails, as a `long`.
    ///
    /// @return what it answers, or `-errno`
    long orErrno(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        long result = call(function, a, b, c, d, e, f);
        return result == -1 ? -errno() : result;
    }

    /// The same of a function whose result is an `int`.
    int intOrErrno(MemorySegment function, long a, long b, long c, long d, long e) {
        int result = (int) call(function, a, b, c, d, e, 0);
        return result == -1 ? -errno() : result;
    }

    long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, state, a, b, c, d, e, f);
        } catch (Throwable misuse) {
            // Only when it is called with other types than it was linked for.
            throw new AssertionError("native call does not match its descriptor", misuse);
        }
    }
}
