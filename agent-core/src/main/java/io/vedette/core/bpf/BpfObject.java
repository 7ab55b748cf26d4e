package io.vedette.core.bpf;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libbpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    private final SyscallTable syscalls;
    private boolean closed;

    BpfObject(Libbpf libbpf, long object, Iterable<Program> loaded) {
        syscalls = new SyscallTable(libbpf, this);
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
        return links.containsKey(program) || syscalls.contains(program);
    }

    /// Lets a loaded program run from now on; an iterator can be read from now on.
    public Optional<Refusal> attach(Program program) {
        Long address = programs.get(program);
        if (address == null) {
            return Optional.of(new Refusal.NotTried(program, "it is not loaded"));
        }
        return switch (program.hook()) {
            case Hook.Syscalls calls -> attachSyscalls(program, calls);
            case Hook.Continuation continuation -> attachContinuation(program, continuation);
            case Hook.Iterator iterator -> attached(program, libbpf.attachIterator(address));
            case Hook.Tracepoint tracepoint -> attached(program, libbpf.attach(address));
        };
    }

    private Optional<Refusal> attached(Program program, long link) {
        if (link < 0) {
            return Optional.of(new Refusal.KernelRefuses(program, (int) -link, "attach"));
        }
        links.put(program, link);
        return Optional.empty();
    }

    private Optional<Refusal> attachContinuation(Program program, Hook.Continuation continuation) {
        int status = syscalls.add(program, continuation);
        return status == 0
                ? Optional.empty()
                : Optional.of(new Refusal.KernelRefuses(program, -status, "table of programs"));
    }

    private Optional<Refusal> attachSyscalls(Program program, Hook.Syscalls calls) {
        if (!isAttached(Program.DISPATCH)) {
            return Optional.of(new Refusal.NotTried(program, "nothing hands system calls to it"));
        }
        int status = syscalls.add(program, calls.names());
        return status == 0
                ? Optional.empty()
                : Optional.of(new Refusal.KernelRefuses(program, -status, "table of system calls"));
    }

    /// Starts one run of an attached iterator.
    ///
    /// @return a file descriptor to read its output from, or `-errno`; the caller closes it
    public int openIterator(Program program) {
        Long link = links.get(program);
        return link == null ? -Errno.ENOENT : libbpf.createIterator(libbpf.linkFd(link));
    }

    /// A program that was attached and is not any more.
    ///
    /// @param procfs where the kernel says what this process's descriptors are
    public Optional<Program> brokenLink(Path procfs) {
        return links.entrySet().stream()
                .filter(link -> !isLink(procfs, libbpf.linkFd(link.getValue())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isLink(Path procfs, int fd) {
        try {
            return Files.readString(procfs.resolve("self/fdinfo/" + fd)).contains("link_id:");
        } catch (NoSuchFileException closed) {
            return false;
        } catch (IOException unreadable) {
            // Not known is not broken.
            return true;
        }
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
        syscalls.clear();
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
