package io.vedette.core.main;

import io.vedette.core.config.Tier;
import io.vedette.core.sensor.ChosenSensor;
import io.vedette.core.sensor.EbpfConfig;
import io.vedette.core.sensor.EbpfSensor;
import io.vedette.core.sensor.Sensor;
import io.vedette.core.sensor.SensorGroup;
import io.vedette.core.sensor.ThreadedSensor;
import io.vedette.core.sensor.inotify.InotifySource;
import io.vedette.core.sensor.packet.PacketSource;
import io.vedette.core.sensor.sockets.SocketsSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Which sensors there are, and which of them come before others.
final class SensorChoice {

    private SensorChoice() {}

    /// @param tier the only one to be tried, or [Tier#AUTO]
    static Sensor of(Tier tier, EbpfConfig ebpf) {
        List<Supplier<Sensor>> candidates = new ArrayList<>();
        if (tier == Tier.AUTO || tier == Tier.EBPF) {
            candidates.add(() -> EbpfSensor.open(ebpf));
        }
        if (tier == Tier.AUTO) {
            candidates.add(() -> new SensorGroup(fromOutside(ebpf.procfs()), ebpf.turnNs()));
        }
        return new ChosenSensor(candidates);
    }

    /// What takes no programs in the kernel, each for kinds of its own.
    private static List<Sensor> fromOutside(Path procfs) {
        return List.of(
                network(procfs), new ThreadedSensor("vedette-files", procfs, new InotifySource(procfs, List.of())));
    }

    /// Packets tell most; without the right to see them the sockets are looked at.
    private static Sensor network(Path procfs) {
        return new ChosenSensor(List.of(
                () -> new ThreadedSensor("vedette-packets", procfs, new PacketSource(procfs)),
                () -> new ThreadedSensor("vedette-sockets", procfs, new SocketsSource(procfs))));
    }
}
