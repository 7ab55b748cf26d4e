package io.vedette.core.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class VerifierLogTest {

    private static String lastLine(String log) {
        return VerifierLog.lastLine(new UnsafeBuffer(log.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void answersTheLineBeforeTheStatistics() {
        assertThat(lastLine(
                        "0: R1=ctx()\n  R3 invalid mem access 'scalar'  \nprocessed 3 insns (limit 1000000)\n\0junk"))
                .isEqualTo("R3 invalid mem access 'scalar'");
    }

    @Test
    void answersNothingOfAnEmptyLog() {
        assertThat(lastLine("\0")).isEmpty();
        assertThat(lastLine("")).isEmpty();
        assertThat(lastLine("processed 0 insns\n\0")).isEmpty();
    }

    @Test
    void readsOnlyTheEndOfALongLog() {
        assertThat(lastLine("x\n".repeat(100_000) + "the end\n")).isEqualTo("the end");
    }
}
