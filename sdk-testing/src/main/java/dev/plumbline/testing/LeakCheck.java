package dev.plumbline.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Ends a test's client and tells what is left of it. */
final class LeakCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final TestClient test;
    private final List<String> leaks = new ArrayList<>();

    LeakCheck(TestClient test) {
        this.test = test;
    }

    void run() {
        answers();
        closing();
        clients();
        threads();
        if (!leaks.isEmpty()) {
            throw new AssertionError("the test left behind:\n  " + String.join("\n  ", leaks));
        }
    }

    private void answers() {
        InMemoryFeatureStore store = test.store();
        if (store.faults().isHolding()) {
            leaks.add("hold() without release(): " + store.pendingCount() + " fetches still wait for it");
        } else if (!within(() -> store.pendingCount() == 0)) {
            leaks.add(store.pendingCount() + " fetches not answered yet"
                    + (test.time() == null
                            ? ": wait for their reads, or delay them less"
                            : ": advance() past their delay or deadline"));
        }
    }

    private void closing() {
        Thread closer = new Thread(test.client()::close, "close-" + test.name());
        closer.setDaemon(true);
        closer.start();
        try {
            closer.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closer.isAlive()) {
            leaks.add(
                    "client '" + test.name() + "': its close() has not returned after " + PATIENCE.toSeconds() + " s");
        }
        test.store().faults().clear();
    }

    private void clients() {
        test.store()
                .openClients()
                .forEach(name -> leaks.add("client '" + name + "', which reads the test's store, is open: close it"));
    }

    private void threads() {
        if (!within(() -> leftThreads().isEmpty())) {
            leftThreads().forEach(name -> leaks.add("thread '" + name + "' is alive"));
        }
    }

    private List<String> leftThreads() {
        Set<Thread> left = new HashSet<>(clientThreads());
        left.removeAll(test.threadsBefore());
        String own = "plumbline-" + test.name() + "-";
        String others = "plumbline-" + TestClient.NAME_PREFIX;
        return left.stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(own) || !name.startsWith(others))
                .sorted()
                .toList();
    }

    /** The threads that are called as those of clients are. */
    static Set<Thread> clientThreads() {
        Set<Thread> threads = new HashSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.isAlive() && thread.getName().startsWith("plumbline-")) {
                threads.add(thread);
            }
        }
        return threads;
    }

    private static boolean within(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        return true;
    }
}
