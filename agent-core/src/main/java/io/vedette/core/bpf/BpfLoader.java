package io.vedette.core.bpf;

import io.vedette.core.event.RecordLayout;
import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libbpf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/// Loads as many programs of the object as the kernel takes.
///
/// All at once first. libbpf gives up at the first program that is refused, so when that fails each one is
/// tried alone, and the object is loaded again with those that were taken.
public final class BpfLoader {

    /// What came of it.
    public sealed interface Result {
        /// Some programs are loaded, none is attached yet.
        ///
        /// @param refusals of the others
        record Loaded(BpfObject object, List<Refusal> refusals) implements Result {}

        /// Nothing is loaded.
        ///
        /// @param reasons sentences
        record NotLoaded(List<String> reasons) implements Result {}
    }

    private static final String OBJECT = "vedette.bpf.o";

    /// Room for what the verifier says; older kernels say nothing at all when it is too small. Only touched
    /// when needed.
    private static final int LOG_BYTES = 1 << 20;

    private final Libbpf libbpf;
    private final Map<String, Integer> mapEntries;
    private final byte[] image;

    /// Of the object that the build packed.
    ///
    /// @param mapEntries how many entries maps are to have, by name; bytes for a ring
    public BpfLoader(Libbpf libbpf, Map<String, Integer> mapEntries) {
        this(libbpf, mapEntries, packagedImage());
    }

    BpfLoader(Libbpf libbpf, Map<String, Integer> mapEntries, byte[] image) {
        this.libbpf = libbpf;
        this.mapEntries = Map.copyOf(mapEntries);
        this.image = image;
    }

    private static byte[] packagedImage() {
        try (InputStream in = BpfLoader.class.getResourceAsStream(OBJECT)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + OBJECT);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Result load() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, image);
            long object = open(bytes);
            if (object < 0) {
                return notLoaded("libbpf can't read the object (" + Errno.name((int) object) + ")");
            }
            int abi = abi(object);
            if (abi != RecordLayout.ABI) {
                libbpf.close(object);
                return notLoaded("the object has ABI " + abi + ", this agent reads " + RecordLayout.ABI);
            }
            Set<Program> all = EnumSet.allOf(Program.class);
            if (load(object, all) == 0) {
                return new Result.Loaded(new BpfObject(libbpf, object, all), List.of());
            }
            libbpf.close(object);
            return loadOneByOne(bytes, arena);
        }
    }

    private Result loadOneByOne(MemorySegment bytes, Arena arena) {
        long log = arena.allocate(LOG_BYTES).address();
        Set<Program> taken = EnumSet.noneOf(Program.class);
        List<Refusal> refusals = new ArrayList<>();
        for (Program program : Program.values()) {
            long object = open(bytes);
            UnsafeBuffer text = new UnsafeBuffer(log, LOG_BYTES);
            text.putByte(0, (byte) 0);
            libbpf.setLogBuffer(libbpf.findProgram(object, program.function()), log, LOG_BYTES);
            int status = load(object, EnumSet.of(program));
            if (status == 0) {
                taken.add(program);
            } else {
                refusals.add(refusal(program, -status, VerifierLog.lastLine(text)));
            }
            libbpf.close(object);
        }
        if (taken.isEmpty()) {
            return new Result.NotLoaded(Refusal.sentences(refusals));
        }
        long object = open(bytes);
        int status = load(object, taken);
        if (status != 0) {
            libbpf.close(object);
            return notLoaded("the kernel took the programs one by one but not together (" + Errno.name(status) + ")");
        }
        return new Result.Loaded(new BpfObject(libbpf, object, taken), refusals);
    }

    /// libbpf looks for the hook's type before it asks the kernel, which then has nothing to say.
    private static Refusal refusal(Program program, int errno, String lastLine) {
        return lastLine.isEmpty() && (errno == Errno.ESRCH || errno == Errno.ENOENT)
                ? new Refusal.HookNotFound(program, errno)
                : new Refusal.KernelRefuses(program, errno, lastLine);
    }

    private long open(MemorySegment bytes) {
        return libbpf.openMem(bytes.address(), bytes.byteSize());
    }

    private int load(long object, Set<Program> wanted) {
        for (Program program : Program.values()) {
            libbpf.setAutoload(libbpf.findProgram(object, program.function()), wanted.contains(program));
        }
        mapEntries.forEach((name, entries) -> libbpf.setMaxEntries(libbpf.findMap(object, name), entries));
        return libbpf.load(object);
    }

    /// The first constant of the object.
    private int abi(long object) {
        long constants = libbpf.findMap(object, ".rodata");
        long value = constants < 0 ? 0 : libbpf.initialValue(constants);
        return value == 0 ? 0 : new UnsafeBuffer(value, Integer.BYTES).getInt(0, ByteOrder.nativeOrder());
    }

    private static Result notLoaded(String reason) {
        return new Result.NotLoaded(List.of("No events from the kernel: " + reason + "."));
    }
}
