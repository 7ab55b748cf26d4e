package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CpuBudgetTest {

    private static final long SECOND_NS = 1_000_000_000;
    private static final long STEP_NS = 250_000_000;
    private static final long BUDGET_NS = SECOND_NS / 5;
    private static final int MAX_LEVEL = 12;

    private final CpuBudget budget = new CpuBudget(BUDGET_NS, MAX_LEVEL, 0, 0);
    private long nowNs;
    private double cpuNs;
    private int highest;

    /// @param cpus what the agent uses at a level
    private void run(int seconds, IntToDoubleFunction cpus) {
        for (long end = nowNs + seconds * SECOND_NS; nowNs < end; ) {
            cpuNs += cpus.applyAsDouble(budget.level()) * STEP_NS;
            nowNs += STEP_NS;
            highest = Math.max(highest, budget.update(nowNs, (long) cpuNs));
        }
    }

    /// What a flood costs that each level halves, with a rest that nothing saves.
    private static double flood(int level) {
        return 0.02 + 1.0 / (1 << level);
    }

    @Test
    void aStartThatTakesASecondOfCpuShedsNothing() {
        CpuBudget small = new CpuBudget(SECOND_NS / 50, MAX_LEVEL, 0, 0);

        assertThat(small.update(STEP_NS, SECOND_NS / 2)).isZero();
        assertThat(small.update(4 * STEP_NS, SECOND_NS * 9 / 10)).isZero();
        assertThat(small.update(12 * STEP_NS, SECOND_NS * 9 / 10 + SECOND_NS / 50))
                .isZero();
    }

    @Test
    void aBurstOfSecondsShedsNothing() {
        run(2, level -> 1.0);
        run(60, level -> 0.1);

        assertThat(highest).isZero();
    }

    @Test
    void aShortBurstShedsNothing() {
        run(30, level -> 0.05);
        run(2, level -> 1.0);
        run(30, level -> 0.05);

        assertThat(highest).isZero();
    }

    @Test
    void whatStaysWithinTheBudgetShedsNothing() {
        run(600, level -> 0.199);

        assertThat(highest).isZero();
    }

    @Test
    void aFloodIsShedUntilItFitsAndNotMore() {
        run(20, CpuBudgetTest::flood);

        assertThat(flood(budget.level())).isLessThanOrEqualTo(0.2);
        assertThat(budget.level()).isBetween(2, 6);
    }

    @Test
    void overALongTimeNoMoreThanTheBudgetIsUsed() {
        run(60, CpuBudgetTest::flood);
        double before = cpuNs;

        run(600, CpuBudgetTest::flood);

        assertThat((cpuNs - before) / (600 * SECOND_NS)).isBetween(0.1, 0.2);
    }

    @Test
    void doesNotChangeTheLevelAllTheTimeUnderASteadyLoad() {
        run(60, CpuBudgetTest::flood);
        int changes = 0;
        int before = budget.level();

        for (int second = 0; second < 600; second++) {
            run(1, CpuBudgetTest::flood);
            changes += budget.level() == before ? 0 : 1;
            before = budget.level();
        }

        assertThat(changes).isLessThan(60);
    }

    @Test
    void whatNothingSavesEndsAtTheHighestLevel() {
        run(60, level -> 1.0);

        assertThat(budget.level()).isEqualTo(MAX_LEVEL);
    }

    @Test
    void tellsEverythingAgainAfterTheFlood() {
        run(60, level -> 1.0);

        run(30, level -> 0.01);

        assertThat(budget.level()).isZero();
    }

    @Test
    void aClockThatStoodStillForAnHourCostsNothing() {
        run(60, level -> 0.1);

        nowNs += 3600 * SECOND_NS;
        run(60, level -> 0.1);

        assertThat(highest).isZero();
    }
}
