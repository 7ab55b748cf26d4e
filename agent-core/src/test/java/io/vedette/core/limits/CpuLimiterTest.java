package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CpuLimiterTest {

    private static final long SECOND_NS = 1_000_000_000;

    private final List<String> log = new ArrayList<>();
    private final AtomicLong cpuNs = new AtomicLong();

    private void run(CpuLimiter limiter, int fromSecond, int seconds, long cpuPerSecondNs) {
        for (int second = fromSecond + 1; second <= fromSecond + seconds; second++) {
            cpuNs.addAndGet(cpuPerSecondNs);
            limiter.update(second * SECOND_NS);
        }
    }

    @Test
    void saysOnceWhenItBeginsAndOnceWhenItEnds() {
        CpuLimiter limiter = new CpuLimiter(SECOND_NS / 10, cpuNs::get, 0, log::add);

        run(limiter, 0, 60, SECOND_NS);
        assertThat(limiter.issue())
                .isEqualTo("less is told to keep to the CPU budget of 0.100 CPUs: level 12 of 12, 1.000 are used");
        run(limiter, 60, 60, 0);

        assertThat(limiter.issue()).isNull();
        assertThat(log).hasSize(2);
        assertThat(log.get(0))
                .isEqualTo("uses 1.000 CPUs, more than its budget of 0.100: tells less until it is below, what matters "
                        + "least first, and counts it");
        assertThat(log.get(1)).startsWith("is within its CPU budget again").endsWith("at level 12 at most");
    }

    @Test
    void withoutABudgetNothingIsShed() {
        CpuLimiter limiter = new CpuLimiter(0, cpuNs::get, 0, log::add);

        run(limiter, 0, 60, 2 * SECOND_NS);

        assertThat(limiter.shedding()).isEqualTo(Shedding.NONE);
        assertThat(limiter.issue()).isNull();
        assertThat(log).isEmpty();
    }
}
