package io.vedette.transport;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test that leaves a thread of the product behind.
public final class ThreadLeaks implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Waiting.until(() -> left().isEmpty(), () -> "end of threads " + left());
    }

    private static List<String> left() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("vedette-"))
                .toList();
    }
}
