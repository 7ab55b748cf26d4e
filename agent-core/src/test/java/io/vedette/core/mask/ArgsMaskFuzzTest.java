package io.vedette.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

final class ArgsMaskFuzzTest {

    private static final String SECRET = "Zq7pXw3Lk9Vt";

    /// Ways to pass a secret in one argument, whatever the arguments before and after it are.
    private static final List<String> CARRIERS = List.of(
            "--password=%s",
            "--db-passwd=%s",
            "TOKEN=%s",
            "x.api-key=%s",
            "Authorization: Bearer %s",
            "{\"secret\":\"%s\"}",
            "https://me:%s@host/",
            "sh -c 'run --token=%s'",
            "ghp_%s");

    @FuzzTest(maxDuration = "30s")
    void aPlantedSecretNeverComesOut(FuzzedDataProvider data) {
        ArgsMask mask = new ArgsMask(true, List.of(), 16384);
        mask.begin();
        int count = data.consumeInt(0, 6);
        for (int i = 0; i < count; i++) {
            byte[] noise = data.consumeBytes(data.consumeInt(0, 40));
            assertHidden(mask, noise);
            String carrier = data.pickValue(CARRIERS);
            assertHidden(
                    mask, String.format(java.util.Locale.ROOT, carrier, SECRET).getBytes(StandardCharsets.UTF_8));
        }
        byte[] rest = data.consumeRemainingAsBytes();
        assertHidden(mask, rest.length > 16384 ? java.util.Arrays.copyOf(rest, 16384) : rest);
    }

    private static void assertHidden(ArgsMask mask, byte[] arg) {
        int length = mask.next(new UnsafeBuffer(arg), 0, arg.length);
        String out = new String(
                length < 0 ? arg : mask.bytes(), 0, length < 0 ? arg.length : length, StandardCharsets.ISO_8859_1);
        boolean noise = new String(arg, StandardCharsets.ISO_8859_1).equals(SECRET);

        assertThat(noise || !out.contains(SECRET)).as(out).isTrue();
    }
}
