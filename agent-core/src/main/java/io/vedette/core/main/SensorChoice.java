package io.vedette.core.main;

import io.vedette.core.config.Tier;
import io.vedette.core.sensor.ChosenSensor;
import io.vedette.core.sensor.EbpfConfig;
import io.vedette.core.sensor.EbpfSensor;
import io.vedette.core.sensor.Sensor;
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
        return new ChosenSensor(candidates);
    }
}
