package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler.Scheduled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The generation of the namespace on one node: a number that the node holds itself and that is part of the names of all
 * rows there. Another number, and all rows are out of reach; so a node that has lost it, or a flush, costs loads and
 * never brings an old row back. It is read about once a second. A number is the time at which it was made, in
 * microseconds, so that none is ever used again.
 *
 * <p>Answers may come late: only the answer to the youngest question counts. Thread-safe.
 */
final class Generation {
    private static final long POLL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final double POLL_JITTER = 0.1;
    private static final long FIRST_RETRY_NANOS = Duration.ofMillis(10).toNanos();
    private static final long LAST_RETRY_NANOS = Duration.ofMillis(250).toNanos();

    /** A node that could not be asked for so long may have missed a flush: until it is asked it is not read. */
    private static final long UNSURE_AFTER_NANOS = Duration.ofSeconds(2).toNanos();

    /** A node that joins with an older number was perhaps left out of invalidations. */
    private static final long MICROS_TO_JOIN = Duration.ofMinutes(1).toNanos() / 1_000;

    private static final int KEEP_SECONDS = FarTtl.MOST_SECONDS;
    private static final int RENEW_BELOW_SECONDS = KEEP_SECONDS / 3;
    private static final int MOST_DIGITS = 18;

    private final Node node;
    private final FarKeys keys;
    private final long timeoutNanos;
    private final ClientRuntime runtime;
    private volatile @Nullable Prefix prefix;
    private long asked;
    private long answered;
    private long last;
    private long untold;
    private boolean joins;
    private long sureNanos;
    private long retryNanos = FIRST_RETRY_NANOS;
    private boolean closed;
    private @Nullable Scheduled next;

    /** What the names of a generation begin with. */
    static final class Prefix {
        final byte[] octets;

        private Prefix(byte[] octets) {
            this.octets = octets;
        }
    }

    /**
     * Knows nothing yet.
     *
     * @param joins whether the node comes while others are at work, with rows in it that nobody has looked after
     */
    Generation(Node node, FarKeys keys, long timeoutNanos, ClientRuntime runtime, boolean joins) {
        this.node = node;
        this.keys = keys;
        this.timeoutNanos = timeoutNanos;
        this.runtime = runtime;
        this.joins = joins;
        this.sureNanos = runtime.ticker().nanos();
    }

    /** Returns why nothing is done on a node whose generation is not known. */
    static NodeException unknown() {
        return NodeException.of("the generation of the namespace is not known", null);
    }

    /** Returns what names on the node begin with; null while that is not known. */
    @Nullable Prefix prefix() {
        return prefix;
    }

    /** Asks the node, now and then about once a second, until the end. */
    void poll() {
        check().whenComplete((known, failure) -> pollAgain(Boolean.TRUE.equals(known)));
    }

    /** Asks the node now: it has just been reached, perhaps after it was started again. */
    void look() {
        check().whenComplete((known, failure) -> {
            if (Boolean.TRUE.equals(known)) {
                sure();
            }
        });
    }

    private synchronized void sure() {
        sureNanos = runtime.ticker().nanos();
    }

    synchronized void close() {
        closed = true;
        prefix = null;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void pollAgain(boolean known) {
        if (closed) {
            return;
        }
        long delay;
        if (known) {
            delay = (long) (POLL_NANOS
                    * (1 - POLL_JITTER + 2 * POLL_JITTER * runtime.random().getAsDouble()));
            retryNanos = FIRST_RETRY_NANOS;
            sure();
        } else {
            delay = retryNanos;
            retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
            if (runtime.ticker().nanos() - sureNanos > UNSURE_AFTER_NANOS) {
                prefix = null;
            }
        }
        try {
            next = runtime.scheduler().schedule(this::poll, delay);
        } catch (RuntimeException theClientIsClosed) {
            closed = true;
        }
    }

    /** Begins a new generation, at once for this process; says whether the node has taken it. */
    CompletableFuture<Boolean> renew() {
        long number;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(false);
            }
            number = fresh();
            untold = number;
            use(++asked, number);
        }
        return tell(number);
    }

    /** Asks the node for its number and uses that from then on; says whether it is certain. */
    CompletableFuture<Boolean> check() {
        long question;
        long number;
        synchronized (this) {
            question = ++asked;
            number = untold;
        }
        return number != 0
                ? tell(number)
                : node.getMany(List.of(keys.generationName()), 0, deadline())
                        .thenCompose(reads -> found(question, reads.get(0)))
                        .exceptionally(failure -> false);
    }

    private CompletableFuture<Boolean> tell(long number) {
        return node.set(keys.generationName(), value(number), KEEP_SECONDS, null, deadline())
                .thenApply(done -> told(number, done))
                .exceptionally(failure -> false);
    }

    private synchronized boolean told(long number, boolean done) {
        if (done && untold == number) {
            untold = 0;
        }
        return done;
    }

    private CompletableFuture<Boolean> found(long question, NodeRead read) {
        StoredValue value = read.value();
        if (value == null) {
            long number = newNumber();
            return node.add(keys.generationName(), value(number), KEEP_SECONDS, deadline())
                    .thenApply(added -> added && use(question, number));
        }
        long number = number(value);
        if (number <= 0 || (joins && runtime.nowMicros() - number > MICROS_TO_JOIN)) {
            long instead = newNumber();
            return node.set(keys.generationName(), value(instead), KEEP_SECONDS, read.token(), deadline())
                    .thenApply(done -> done && use(question, instead));
        }
        if (read.secondsLeft() >= 0 && read.secondsLeft() < RENEW_BELOW_SECONDS && read.token() != null) {
            node.set(keys.generationName(), value, KEEP_SECONDS, read.token(), deadline());
        }
        return CompletableFuture.completedFuture(use(question, number));
    }

    private synchronized boolean use(long question, long number) {
        joins = false;
        if (question > answered && !closed) {
            answered = question;
            if (number != last || prefix == null) {
                last = number;
                prefix = new Prefix(keys.prefix(number));
            }
        }
        return true;
    }

    private synchronized long newNumber() {
        return fresh();
    }

    private long fresh() {
        return Math.max(runtime.nowMicros(), last + 1);
    }

    private long deadline() {
        return runtime.ticker().nanos() + timeoutNanos;
    }

    private static StoredValue value(long number) {
        return new StoredValue(0, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the number, or 0 for what is none. */
    private static long number(StoredValue value) {
        byte[] digits = value.data();
        if (digits.length == 0 || digits.length > MOST_DIGITS) {
            return 0;
        }
        long number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return 0;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
