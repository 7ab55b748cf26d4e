package io.vedette.core.chaos;

import io.vedette.core.container.Confinement;
import io.vedette.core.container.ContainerSpec;
import io.vedette.core.container.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The agent's image or its rights are not what it needs.
@Tag("chaos")
class ImageRowsTest {

    private static final String TRACER = "/lib/native/vedette-tracer";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> imageCannotStart() throws Exception {
        Path garbage = Files.write(directory.resolve("garbage"), new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3});
        Files.setPosixFilePermissions(garbage, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        Path nothing = Files.createDirectory(directory.resolve("nothing"));
        UnaryOperator<ContainerSpec> withoutLibrary = hiding(nothing, "libbpf");
        return Chaos.tests(
                "1 Image",
                directory,
                on -> List.of(
                        on.row("bad binary")
                                .sidecar(with(Mount.readOnly(garbage, Sidecar.HOME + "/bin/vedette")))
                                .says("[Ee]xec format error")
                                .watched(Watched.NEVER)
                                .gone(1, 126, 127),
                        on.row("no such binary")
                                .sidecar(spec -> spec.args("/opt/elsewhere/vedette", "run"))
                                .says("No such file or directory")
                                .watched(Watched.NEVER)
                                .gone(1, 126, 127),
                        on.row("no libc")
                                .sidecar(spec -> spec.confined(all -> all.withoutMount("/lib64")))
                                .says("not found")
                                .watched(Watched.NEVER)
                                .gone(127),
                        on == Watching.EBPF
                                ? blind(on.row("no libbpf").sidecar(withoutLibrary))
                                : on.row("no libbpf").sidecar(withoutLibrary),
                        blind(on.row("no capabilities").sidecar(spec -> spec.capabilities(new String[0]))),
                        on.row("read-only root").sidecar(spec -> spec.confined(Confinement::withReadOnlyRoot)),
                        blind(on.row("seccomp denies bpf")
                                        .sidecar(spec -> spec.confined(all -> all.deny("bpf", "perf_event_open"))))
                                .only(Watching.EBPF, "there it is always denied"),
                        blind(on.row("no BTF").sidecar(with(Mount.memory("/sys/kernel/btf", "4k"))))
                                .only(Watching.EBPF, "what the kernel knows of its types is for eBPF alone"),
                        blind(on.row("seccomp denies ptrace").sidecar(spec -> spec.confined(all -> all.deny("ptrace"))))
                                .only(Watching.PTRACE, "nothing is traced with eBPF"),
                        blind(on.row("no tracer").sidecar(with(Mount.readOnly(garbage, Sidecar.HOME + TRACER))))
                                .only(Watching.PTRACE, "nothing is traced with eBPF"),
                        on.row("memlock refused")
                                .sidecar(spec -> spec.confined(all -> all.limit("RLIMIT_MEMLOCK", 0)))));
    }

    /// It is to watch in this way only, and can't.
    private static Row blind(Row row) {
        return row.options("--tier=" + row.watching().tier())
                .says("ready tier=none kinds= in")
                .watched(Watched.NEVER);
    }

    private static UnaryOperator<ContainerSpec> with(Mount mount) {
        return spec -> spec.confined(all -> all.mount(mount));
    }

    /// Without the one library, wherever it is.
    private static UnaryOperator<ContainerSpec> hiding(Path nothing, String library) throws java.io.IOException {
        Path empty = Files.createFile(nothing.resolve("empty"));
        UnaryOperator<ContainerSpec> hidden = spec -> spec;
        try (Stream<Path> files = Files.find(
                Path.of("/usr/lib"),
                3,
                (path, facts) ->
                        facts.isRegularFile() && path.getFileName().toString().startsWith(library + ".so"))) {
            for (Path file : files.toList()) {
                UnaryOperator<ContainerSpec> before = hidden;
                hidden = spec -> before.apply(spec)
                        .confined(all -> all.mount(Mount.readOnly(empty, file.toString()))
                                .mount(Mount.readOnly(empty, file.toString().substring("/usr".length()))));
            }
        }
        return hidden;
    }
}
