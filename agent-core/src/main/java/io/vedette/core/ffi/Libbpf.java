package io.vedette.core.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
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
        LIBBPF_SET_PRINT("libbpf_set_print"),
        LIBBPF_NUM_POSSIBLE_CPUS("libbpf_num_possible_cpus"),
        OBJECT_OPEN_MEM("bpf_object__open_mem"),
        OBJECT_LOAD("bpf_object__load"),
        OBJECT_CLOSE("bpf_object__close"),
        OBJECT_FIND_PROGRAM("bpf_object__find_program_by_name"),
        OBJECT_FIND_MAP("bpf_object__find_map_by_name"),
        PROGRAM_SET_AUTOLOAD("bpf_program__set_autoload"),
        PROGRAM_SET_LOG_BUF("bpf_program__set_log_buf"),
        PROGRAM_FD("bpf_program__fd"),
        PROGRAM_ATTACH("bpf_program__attach"),
        PROGRAM_ATTACH_ITER("bpf_program__attach_iter"),
        LINK_FD("bpf_link__fd"),
        LINK_DESTROY("bpf_link__destroy"),
        ITER_CREATE("bpf_iter_create"),
        MAP_FD("bpf_map__fd"),
        MAP_SET_MAX_ENTRIES("bpf_map__set_max_entries"),
        MAP_INITIAL_VALUE("bpf_map__initial_value"),
        MAP_LOOKUP("bpf_map_lookup_elem"),
        MAP_NEXT_KEY("bpf_map_get_next_key"),
        MAP_UPDATE("bpf_map_update_elem"),
        MAP_DELETE("bpf_map_delete_elem"),
        INFO_BY_FD("bpf_obj_get_info_by_fd");

        private final String symbol;

        Function(String symbol) {
            this.symbol = symbol;
        }
    }

    private final NativeCall call = new NativeCall();
    private final Map<Function, MemorySegment> functions;

    private Libbpf(Map<Function, MemorySegment> functions) {
        this.functions = functions;
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
        Map<Function, MemorySegment> functions = new EnumMap<>(Function.class);
        for (Function function : Function.values()) {
            Optional<MemorySegment> found = NativeCall.find(lookup, function.symbol);
            if (found.isEmpty()) {
                return new Lookup.Missing("the installed " + library + " is too old: it has no " + function.symbol);
            }
            functions.put(function, found.get());
        }
        Libbpf libbpf = new Libbpf(functions);
        libbpf.call(Function.LIBBPF_SET_PRINT, 0);
        return new Lookup.Found(libbpf);
    }

    public int possibleCpus() {
        return (int) call(Function.LIBBPF_NUM_POSSIBLE_CPUS, 0);
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

    private long call(Function function, long first) {
        return call(function, first, 0, 0, 0);
    }

    private long call(Function function, long first, long second) {
        return call(function, first, second, 0, 0);
    }

    private long call(Function function, long first, long second, long third) {
        return call(function, first, second, third, 0);
    }

    private long call(Function function, long first, long second, long third, long fourth) {
        MemorySegment address = Objects.requireNonNull(functions.get(function));
        return call.call(address, first, second, third, fourth, 0, 0);
    }

    /// Version 1 answers NULL and sets errno, version 0 puts the error into the pointer.
    private long pointer(long result) {
        if (result == 0) {
            return -call.errno();
        }
        return result;
    }

    /// Version 1 answers `-errno`, version 0 sometimes -1; both set errno.
    private int status(long result) {
        int value = (int) result;
        return value < 0 ? -call.errno() : value;
    }
}
