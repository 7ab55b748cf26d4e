package io.vedette.core.main;

import io.vedette.core.config.Tier;
import io.vedette.core.limits.CgroupLimits;
import io.vedette.core.sensor.ChosenSensor;
import io.vedette.core.sensor.EbpfConfig;
import io.vedette.core.sensor.EbpfSensor;
import io.vedette.core.sensor.OutsideConfig;
import io.vedette.core.sensor.ProcfsSensor;
import io.vedette.core.sensor.PtraceConfig;
import io.vedette.core.sensor.PtraceSensor;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorGroup;
import io.vedette.core.sensor.ThreadedSensor;
import io.vedette.core.sensor.inotify.InotifySource;
import io.vedette.core.sensor.packet.PacketSource;
import io.vedette.core.sensor.sockets.OwnConnects;
import io.vedette.core.sensor.sockets.SocketsSource;
import io.vedette.core.time.KernelClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Which sensors there are, and which of them come before others.
final class SensorChoice {

    private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";
    private static final String TRACER = "vedette-tracer";

    private SensorChoice() {}

    /// @param tier the only one to be tried, or [Tier#AUTO]
    /// @param debuggers that the tracer makes room for
    /// @param starter of the tracer
    static Sensor of(
            Tier tier, EbpfConfig ebpf, List<String> debuggers, OutsideConfig outside, PtraceConfig.Starter starter) {
        PtraceConfig ptrace = new PtraceConfig(
                tracer(),
                ebpf.procfs(),
                ebpf.ringBytes(),
                ebpf.turnNs(),
                debuggers,
                CgroupLimits.ofThisMachine().throttling(),
                starter);
        List<Supplier<Sensor>> candidates = new ArrayList<>();
        if (tier == Tier.AUTO || tier == Tier.EBPF) {
            candidates.add(() -> EbpfSensor.open(ebpf));
        }
        if (tier == Tier.AUTO) {
            candidates.add(() -> new SensorGroup(fromOutside(ptrace, outside), ebpf.turnNs()));
        }
        if (tier == Tier.PTRACE) {
            candidates.add(() -> new PtraceSensor(ptrace));
        }
        if (tier == Tier.PROCFS) {
            candidates.add(() -> new ProcfsSensor(ebpf.procfs(), new KernelClock()));
        }
        return new ChosenSensor(candidates);
    }

    /// What takes no programs in the kernel, each for kinds of its own.
    private static List<Sensor> fromOutside(PtraceConfig ptrace, OutsideConfig outside) {
        Path procfs = ptrace.procfs();
        return List.of(
                processes(ptrace),
                network(procfs, outside.own()),
                new ThreadedSensor("vedette-files", procfs, new InotifySource(procfs, outside.watchPaths())));
    }

    /// A whole machine is traced only if that is asked for.
    private static Sensor processes(PtraceConfig ptrace) {
        List<Supplier<Sensor>> candidates = new ArrayList<>();
        if (!isHost(ptrace.procfs())) {
            candidates.add(() -> new PtraceSensor(ptrace));
        }
        candidates.add(() -> new ProcfsSensor(ptrace.procfs(), new KernelClock()));
        return new ChosenSensor(candidates);
    }

    /// Packets tell most; without the right to see them the sockets are looked at.
    private static Sensor network(Path procfs, OwnConnects own) {
        return new ChosenSensor(List.of(
                () -> new ThreadedSensor("vedette-packets", procfs, new PacketSource(procfs, own)),
                () -> new ThreadedSensor("vedette-sockets", procfs, new SocketsSource(procfs))));
    }

    private static boolean isHost(Path procfs) {
        try {
            return Files.readSymbolicLink(procfs.resolve("self/ns/pid"))
                    .toString()
                    .equals(INITIAL_PID_NAMESPACE);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// Beside the native libraries.
    private static Path tracer() {
        String[] directories = System.getProperty("java.library.path", "").split(":", -1);
        for (String directory : directories) {
            Path program = Path.of(directory, TRACER);
            if (Files.exists(program)) {
                return program;
            }
        }
        return Path.of(directories[0], TRACER);
    }
}
