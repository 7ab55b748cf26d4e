package io.vedette.core.main;

import io.vedette.core.inject.Gate;
import io.vedette.core.inject.text.DefinitionException;
import io.vedette.core.injector.Rules;
import io.vedette.core.policy.Facts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A policy in a file that may be replaced at any time. The file is looked at when somebody asks, once a second at
/// most. When a new one can't be used, the last one that could goes on being used, and what is wrong is said once. Any
/// thread.
final class PolicyWatch implements Rules {

    private static final long LOOK_NS = Duration.ofSeconds(1).toNanos();

    private final Path file;
    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private byte[] seen = new byte[0];
    private @Nullable PolicyFile used;
    private String trouble = "";
    private long lookedAt;

    /// @param log told what becomes of the file, in a sentence
    PolicyWatch(Path file, LongSupplier nanoTime, Consumer<String> log) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.log = log;
        lookedAt = nanoTime.getAsLong() - LOOK_NS;
        trouble();
    }

    @Override
    public synchronized Gate gate(Facts given) throws DefinitionException {
        look();
        PolicyFile current = used;
        if (current == null) {
            throw new DefinitionException(trouble);
        }
        return current.gate(given);
    }

    /// Why there is no policy that can be used, be it an old one; empty when there is one.
    synchronized String trouble() {
        look();
        return used == null ? trouble : "";
    }

    private void look() {
        long now = nanoTime.getAsLong();
        if (now - lookedAt < LOOK_NS) {
            return;
        }
        lookedAt = now;
        try {
            byte[] bytes = PolicyFile.bytes(file);
            if (used == null || !trouble.isEmpty() || !Arrays.equals(bytes, seen)) {
                take(bytes);
            }
        } catch (DefinitionException unusable) {
            tell(String.valueOf(unusable.getMessage()));
        }
    }

    private void take(byte[] bytes) throws DefinitionException {
        boolean isSame = used != null && Arrays.equals(bytes, seen);
        if (!isSame) {
            PolicyFile parsed = PolicyFile.parse(file, bytes);
            used = parsed;
            seen = bytes;
            parsed.lines().forEach(log);
        }
        trouble = "";
    }

    private void tell(String sentence) {
        if (!sentence.equals(trouble)) {
            trouble = sentence;
            log.accept(sentence + (used == null ? "; nobody gets the sidecar" : "; the policy from before goes on"));
        }
    }
}
