package io.vedette.core.http;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The threads of works. They are started when there is something to do, and as many requests as is allowed wait for
/// them.
final class Workers implements AutoCloseable {

    private static final int THREADS = 2;

    private final ThreadPoolExecutor threads;
    private final Consumer<String> trouble;

    /// @param waiting how many may wait
    /// @param trouble told of faults of works, in one sentence
    Workers(int waiting, Consumer<String> trouble) {
        this.trouble = trouble;
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(Math.max(1, waiting)),
                new DefaultThreadFactory("vedette-work", true));
    }

    /// @throws RejectedExecutionException too many wait
    void execute(Runnable job) {
        threads.execute(job);
    }

    /// A fault, be it memory that is used up, costs one request and no more.
    Page.Reply reply(Work work, byte[] body) {
        try {
            return work.reply().apply(body);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError fault) {
            trouble.accept(work.path() + " could not be answered: " + fault);
            return Page.Reply.plain(
                    500, "it could not be answered: " + fault.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
