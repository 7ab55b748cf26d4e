package io.vedette.core.ffi;

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

/// How C functions are linked here: pointers are plain `long` addresses, so that a call makes no objects, and
/// every call captures `errno` into a segment that its caller owns.
final class NativeCall {

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

    private NativeCall() {}

    /// Where calls leave `errno`. One thread at a time may use it.
    static MemorySegment newState() {
        return Arena.ofAuto().allocate(STATE);
    }

    static int errno(MemorySegment state) {
        return state.get(ValueLayout.JAVA_INT, ERRNO);
    }

    static FunctionDescriptor descriptor(MemoryLayout result, MemoryLayout... parameters) {
        return FunctionDescriptor.of(result, parameters);
    }

    @SuppressWarnings("restricted")
    static Optional<MethodHandle> find(SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
        return lookup.find(name).map(address -> Linker.nativeLinker().downcallHandle(address, descriptor, CAPTURE));
    }

    static SymbolLookup cLibrary() {
        return Linker.nativeLinker().defaultLookup();
    }

    /// A handle throws only when it is called with other types than it was linked for.
    static AssertionError misuse(Throwable cause) {
        return new AssertionError("native call does not match its descriptor", cause);
    }
}
