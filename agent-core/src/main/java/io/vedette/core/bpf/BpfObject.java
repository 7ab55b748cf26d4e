package io.vedette.core.bpf;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libbpf;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A loaded object: its programs, maps and links.
///
/// Made by [BpfLoader]. One thread uses it. What programs are attached is freed by [#detach()], the rest,
/// maps included, by [#close()].
public final class BpfObject implements AutoCloseable {

    private final Libbpf libbpf;
    private final long object;
    private final Map<Program, Long> programs = new EnumMap<>(Program.class);
    private final Map<Program, Long> links = new EnumMap<>(Program.class);
    private boolean closed;

    BpfObject(Libbpf libbpf, long object, Iterable<Program> loaded) {
        this.libbpf = libbpf;
        this.object = object;
        for (Program program : loaded) {
            programs.put(program, libbpf.findProgram(object, program.function()));
        }
    }

    /// Whether the kernel took the program.
    public boolean isLoaded(Program program) {
        return programs.containsKey(program);
    }

    public boolean isAttached(Program program) {
        return links.containsKey(program);
    }

    /// Lets a loaded program run from now on; an iterator can be read from now on.
    public Optional<Refusal> attach(Program program) {
        Long address = programs.get(program);
        if (address == null) {
            return Optional.of(new Refusal.NotTried(program, "it is not loaded"));
        }
        long link = program.isIterator() ? libbpf.attachIterator(address) : libbpf.attach(address);
        if (link < 0) {
            int errno = (int) -link;
            return Optional.of(
                    program.needsTracefs() && errno == Errno.ENOENT
                            ? new Refusal.HookNotFound(program, errno)
                            : new Refusal.KernelRefuses(program, errno, "attach"));
        }
        links.put(program, link);
        return Optional.empty();
    }

    /// Starts one run of an attached iterator.
    ///
    /// @return a file descriptor to read its output from, or `-errno`; the caller closes it
    public int openIterator(Program program) {
        Long link = links.get(program);
        return link == null ? -Errno.ENOENT : libbpf.createIterator(libbpf.linkFd(link));
    }

    /// The file descriptor of a program, valid until [#close()], or `-errno`.
    public int programFd(Program program) {
        Long address = programs.get(program);
        return address == null ? -Errno.ENOENT : libbpf.programFd(address);
    }

    /// The file descriptor of a map, valid until [#close()], or `-errno`.
    public int mapFd(String name) {
        long map = libbpf.findMap(object, name);
        return map < 0 ? (int) map : libbpf.mapFd(map);
    }

    /// Stops all programs. Maps stay.
    public void detach() {
        links.values().forEach(libbpf::destroyLink);
        links.clear();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            detach();
            programs.clear();
            libbpf.close(object);
        }
    }
}
