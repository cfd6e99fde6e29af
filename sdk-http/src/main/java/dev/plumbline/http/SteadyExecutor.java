package dev.plumbline.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks on the client's executor, and on the calling thread when that executor is shut down or full: a refused task
 * would leave its fetch open for ever.
 */
final class SteadyExecutor implements Executor {
    private final Executor executor;

    SteadyExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
