package io.vedette.core.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The functions of libbpf that the agent uses: life of an object, maps, iterators.
///
/// Every method answers what C does, or `-errno` when it failed; none throws. One thread at a time uses an
/// instance. Pointers are addresses: of an object, program, map or link that libbpf owns, or of memory that
/// the caller owns.
public final class Libbpf {

    /// Whether libbpf can be used here.
    public sealed interface Lookup {
        /// It can.
        record Found(Libbpf libbpf) implements Lookup {}

        /// It can't.
        ///
        /// @param reason why, as a sentence without its full stop
        record Missing(String reason) implements Lookup {}
    }

    private static final List<String> LIBRARIES = List.of("libbpf.so.1", "libbpf.so.0");

    private enum Function {
        LIBBPF_SET_PRINT("libbpf_set_print", 1),
        LIBBPF_NUM_POSSIBLE_CPUS("libbpf_num_possible_cpus", 0),
        OBJECT_OPEN_MEM("bpf_object__open_mem", 3),
        OBJECT_LOAD("bpf_object__load", 1),
        OBJECT_CLOSE("bpf_object__close", 1),
        OBJECT_FIND_PROGRAM("bpf_object__find_program_by_name", 2),
        OBJECT_FIND_MAP("bpf_object__find_map_by_name", 2),
        PROGRAM_SET_AUTOLOAD("bpf_program__set_autoload", 2),
        PROGRAM_SET_LOG_BUF("bpf_program__set_log_buf", 3),
        PROGRAM_FD("bpf_program__fd", 1),
        PROGRAM_ATTACH("bpf_program__attach", 1),
        PROGRAM_ATTACH_ITER("bpf_program__attach_iter", 2),
        LINK_FD("bpf_link__fd", 1),
        LINK_DESTROY("bpf_link__destroy", 1),
        ITER_CREATE("bpf_iter_create", 1),
        MAP_FD("bpf_map__fd", 1),
        MAP_SET_MAX_ENTRIES("bpf_map__set_max_entries", 2),
        MAP_INITIAL_VALUE("bpf_map__initial_value", 2),
        MAP_LOOKUP("bpf_map_lookup_elem", 3),
        MAP_NEXT_KEY("bpf_map_get_next_key", 3),
        MAP_UPDATE("bpf_map_update_elem", 4),
        MAP_DELETE("bpf_map_delete_elem", 2),
        INFO_BY_FD("bpf_obj_get_info_by_fd", 3);

        private final String symbol;
        private final int parameters;

        Function(String symbol, int parameters) {
            this.symbol = symbol;
            this.parameters = parameters;
        }

        /// Every parameter and result fills a 64 bit register on x86_64 and arm64, where the upper half of a
        /// narrower one has no meaning: so `long` serves for all of them, and a result is narrowed by who
        /// reads it.
        private FunctionDescriptor descriptor() {
            MemoryLayout[] arguments = new MemoryLayout[parameters];
            Arrays.fill(arguments, ValueLayout.JAVA_LONG);
            return NativeCall.descriptor(ValueLayout.JAVA_LONG, arguments);
        }
    }

    private final MemorySegment state = NativeCall.newState();
    private final Map<Function, MethodHandle> handles;

    private Libbpf(Map<Function, MethodHandle> handles) {
        this.handles = handles;
    }

    /// Looks for the library, and keeps it from printing: what fails is told in the agent's own words.
    public static Lookup find() {
        for (String library : LIBRARIES) {
            Optional<SymbolLookup> found = open(library);
            if (found.isPresent()) {
                return link(library, found.get());
            }
        }
        return new Lookup.Missing(
                "the library libbpf is not installed (looked for " + String.join(", ", LIBRARIES) + ")");
    }

    @SuppressWarnings("restricted")
    private static Optional<SymbolLookup> open(String library) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(library, Arena.global()));
        } catch (IllegalArgumentException notThere) {
            return Optional.empty();
        }
    }

    private static Lookup link(String library, SymbolLookup lookup) {
        Map<Function, MethodHandle> handles = new EnumMap<>(Function.class);
        for (Function function : Function.values()) {
            Optional<MethodHandle> handle = NativeCall.find(lookup, function.symbol, function.descriptor());
            if (handle.isEmpty()) {
                return new Lookup.Missing("the installed " + library + " is too old: it has no " + function.symbol);
            }
            handles.put(function, handle.get());
        }
        Libbpf libbpf = new Libbpf(handles);
        libbpf.call(Function.LIBBPF_SET_PRINT, 0);
        return new Lookup.Found(libbpf);
    }

    public int possibleCpus() {
        try {
            return (int) (long) handle(Function.LIBBPF_NUM_POSSIBLE_CPUS).invokeExact(state);
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    /// Reads an object file; it is to be closed with [#close].
    public long openMem(long address, long length) {
        return pointer(call(Function.OBJECT_OPEN_MEM, address, length, 0));
    }

    public int load(long object) {
        return status(call(Function.OBJECT_LOAD, object));
    }

    public void close(long object) {
        call(Function.OBJECT_CLOSE, object);
    }

    public long findProgram(long object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return pointer(call(
                    Function.OBJECT_FIND_PROGRAM,
                    object,
                    arena.allocateFrom(name).address()));
        }
    }

    public long findMap(long object, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return pointer(call(
                    Function.OBJECT_FIND_MAP, object, arena.allocateFrom(name).address()));
        }
    }

    public int setAutoload(long program, boolean load) {
        return status(call(Function.PROGRAM_SET_AUTOLOAD, program, load ? 1 : 0));
    }

    /// Where the verifier is to write when it refuses the program; libbpf keeps the address until the object
    /// is closed.
    public int setLogBuffer(long program, long address, long length) {
        return status(call(Function.PROGRAM_SET_LOG_BUF, program, address, length));
    }

    public int programFd(long program) {
        return status(call(Function.PROGRAM_FD, program));
    }

    /// Makes a link, which is to be destroyed with [#destroyLink].
    public long attach(long program) {
        return pointer(call(Function.PROGRAM_ATTACH, program));
    }

    /// Makes a link, which is to be destroyed with [#destroyLink].
    public long attachIterator(long program) {
        return pointer(call(Function.PROGRAM_ATTACH_ITER, program, 0));
    }

    public int linkFd(long link) {
        return status(call(Function.LINK_FD, link));
    }

    public void destroyLink(long link) {
        call(Function.LINK_DESTROY, link);
    }

    /// Opens a file descriptor to read the iterator's output from, once.
    public int createIterator(int linkFd) {
        return status(call(Function.ITER_CREATE, linkFd));
    }

    public int mapFd(long map) {
        return status(call(Function.MAP_FD, map));
    }

    public int setMaxEntries(long map, int entries) {
        return status(call(Function.MAP_SET_MAX_ENTRIES, map, entries));
    }

    /// The contents that a map of variables is loaded with, or 0.
    public long initialValue(long map) {
        try (Arena arena = Arena.ofConfined()) {
            long size = arena.allocate(ValueLayout.JAVA_LONG).address();
            return Math.max(0, call(Function.MAP_INITIAL_VALUE, map, size));
        }
    }

    public int lookup(int mapFd, long key, long value) {
        return status(call(Function.MAP_LOOKUP, mapFd, key, value));
    }

    /// Writes the key that comes after `key`, or the first one when that is 0.
    public int nextKey(int mapFd, long key, long next) {
        return status(call(Function.MAP_NEXT_KEY, mapFd, key, next));
    }

    public int update(int mapFd, long key, long value) {
        return status(call(Function.MAP_UPDATE, mapFd, key, value, 0));
    }

    public int delete(int mapFd, long key) {
        return status(call(Function.MAP_DELETE, mapFd, key));
    }

    /// Fills `info`. `length` is the address of 32 bits: how long it is, then how much of it was filled.
    public int infoByFd(int fd, long info, long length) {
        return status(call(Function.INFO_BY_FD, fd, info, length));
    }

    private MethodHandle handle(Function function) {
        return Objects.requireNonNull(handles.get(function));
    }

    private long call(Function function, long first) {
        try {
            return (long) handle(function).invokeExact(state, first);
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    private long call(Function function, long first, long second) {
        try {
            return (long) handle(function).invokeExact(state, first, second);
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    private long call(Function function, long first, long second, long third) {
        try {
            return (long) handle(function).invokeExact(state, first, second, third);
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    private long call(Function function, long first, long second, long third, long fourth) {
        try {
            return (long) handle(function).invokeExact(state, first, second, third, fourth);
        } catch (Throwable misuse) {
            throw NativeCall.misuse(misuse);
        }
    }

    /// Version 1 answers NULL and sets errno, version 0 puts the error into the pointer.
    private long pointer(long result) {
        if (result == 0) {
            return -NativeCall.errno(state);
        }
        return result;
    }

    /// Version 1 answers `-errno`, version 0 sometimes -1; both set errno.
    private int status(long result) {
        int value = (int) result;
        return value < 0 ? -NativeCall.errno(state) : value;
    }
}
