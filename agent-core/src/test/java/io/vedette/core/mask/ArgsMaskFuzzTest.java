package io.vedette.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

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

    private static final int ROUNDS = 200_000;

    private static final List<String> PIECES = List.of(
            "mysql",
            "sshpass",
            "curl",
            "login",
            "/",
            "-p",
            "-u",
            "-a",
            "--",
            "-",
            "=",
            ":",
            "://",
            "@",
            "'",
            "\"",
            "`",
            " ",
            "\n",
            "\\",
            "bearer",
            "Bearer ",
            "password",
            "token=",
            "secret",
            "_file",
            "ghp_",
            "eyJ",
            "a1b2c3d4e5f6",
            "-----BEGIN ",
            "PRIVATE KEY-----",
            "Authorization",
            "x",
            "%",
            "{",
            "}",
            "&",
            ";",
            "\u00e9");

    @FuzzTest(maxDuration = "30s")
    void aPlantedSecretNeverComesOut(FuzzedDataProvider data) {
        ArgsMask mask = new ArgsMask(true, List.of(), 16384);
        mask.begin();
        int count = data.consumeInt(0, 6);
        for (int i = 0; i < count; i++) {
            byte[] noise = data.consumeBytes(data.consumeInt(0, 40));
            assertHidden(mask, noise);
            String carrier = data.pickValue(CARRIERS);
            assertHidden(mask, carrier.replace("%s", SECRET).getBytes(StandardCharsets.UTF_8));
        }
        byte[] rest = data.consumeRemainingAsBytes();
        assertHidden(mask, rest.length > 16384 ? java.util.Arrays.copyOf(rest, 16384) : rest);
    }

    /// Pieces of what the mask looks for, in any order: what no fuzzer would come upon in good time.
    @Test
    void aPlantedSecretNeverComesOutOfTextsMadeOfWhatMatters() {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            ArgsMask mask = new ArgsMask(true, List.of(), 16384);
            mask.begin();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                StringBuilder noise = new StringBuilder();
                for (int piece = random.nextInt(6); piece > 0; piece--) {
                    noise.append(PIECES.get(random.nextInt(PIECES.size())));
                }
                assertHidden(mask, noise.toString().getBytes(StandardCharsets.UTF_8));
                String carrier = CARRIERS.get(random.nextInt(CARRIERS.size()));
                assertHidden(mask, carrier.replace("%s", SECRET).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void assertHidden(ArgsMask mask, byte[] arg) {
        int length = mask.next(new UnsafeBuffer(arg), 0, arg.length);
        String out = new String(
                length < 0 ? arg : mask.bytes(), 0, length < 0 ? arg.length : length, StandardCharsets.ISO_8859_1);
        boolean noise = new String(arg, StandardCharsets.ISO_8859_1).equals(SECRET);

        assertThat(noise || !out.contains(SECRET)).as(out).isTrue();
    }
}
