package dev.plumbline.testing.contract;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;

/** Calls that end wrongly, and transports that behave so. */
@NullUnmarked
final class CallDefects {
    /** Lets threads go that a defect left behind. */
    static final CountDownLatch LEFT = new CountDownLatch(1);

    private CallDefects() {}

    private static TransportException as(TransportException failure, Kind kind) {
        return new TransportException(kind, failure.code(), failure.getMessage(), failure);
    }

    private static TransportException failure(Kind kind, String detail) {
        return new TransportException(kind, kind.name(), detail, null);
    }

    private static boolean isShort(CallContext context) {
        long left = context.deadlineNanos() - System.nanoTime();
        return left > 0 && left < Duration.ofSeconds(2).toNanos();
    }

    static List<Defect> all() {
        return List.of(
                Defect.of(
                        "every failure is an internal one",
                        Meddling.failures(
                                failure -> failure.kind() == Kind.UNAVAILABLE ? as(failure, Kind.INTERNAL) : failure),
                        "failureOfTheServer_keepsItsKind_andHidesTheKey"),
                Defect.of("messages hold keys", CallDefects::telling, "failureOfTheServer_keepsItsKind_andHidesTheKey"),
                Defect.of(
                        "the server's wish is lost",
                        Meddling.failures(failure -> as(failure, failure.kind())),
                        "retryAfter_isKept"),
                Defect.of(
                        "short deadlines pass at once",
                        Meddling.context(context -> isShort(context)
                                ? new CallContext(System.nanoTime() + 1_000_000, context.headers())
                                : context),
                        "deadline_isATimeout_onTime"),
                Defect.of(
                        "deadlines are left to others",
                        Meddling.context(context -> new CallContext(
                                context.deadlineNanos() + Duration.ofHours(1).toNanos(), context.headers())),
                        "deadline_isATimeout_onTime",
                        "deadlineThatHasPassed_isATimeout",
                        "deadline_reachesTheServer",
                        "deadlineOfOneCall_leavesTheOthersAlone"),
                Defect.of(
                        "a deadline is a cancel",
                        Meddling.failures(
                                failure -> failure.kind() == Kind.TIMEOUT ? as(failure, Kind.CANCELLED) : failure),
                        "deadline_isATimeout_onTime",
                        "deadlineThatHasPassed_isATimeout",
                        "answerAtTheDeadline_isRowsOrATimeout",
                        "deadlineOfOneCall_leavesTheOthersAlone"),
                Defect.of(
                        "one timeout ends all calls",
                        CallDefects::endingAll,
                        "deadline_isATimeout_onTime",
                        "answerAtTheDeadline_isRowsOrATimeout",
                        "deadlineOfOneCall_leavesTheOthersAlone"),
                Defect.of("cancels stay here", CallDefects::uncancelled, "cancel_reachesTheServer"),
                Defect.of(
                        "headers stay here",
                        Meddling.context(context -> new CallContext(context.deadlineNanos(), Map.of())),
                        "headers_travel"),
                Defect.of(
                        "odd headers are thrown",
                        CallDefects::throwingHeaders,
                        "headerThatCannotBeCarried_isNeverThrown"),
                Defect.of(
                        "views are bound when they are read",
                        CallDefects::binding,
                        "fetchOfAViewThatIsNotBound_isATypedFailure"),
                Defect.of(
                        "a fetch before the start is thrown",
                        CallDefects::throwingEarly,
                        "fetchBeforeTheStart_isATypedFailure"),
                Defect.of(
                        "bind comes after start",
                        CallDefects::bindingLate,
                        "bind_worksBeforeTheStart_andTwice",
                        "fetchBeforeTheStart_isATypedFailure",
                        "closeBeforeTheStart_isTheEnd"),
                Defect.of("types are all taken", inner -> inner, "types_areCarriedOrRefusedByName"),
                Defect.of(
                        "one more entity is said to fit than does",
                        inner -> new Meddling(inner) {
                            @Override
                            public int maxEntities() {
                                return inner.maxEntities() + 1;
                            }
                        },
                        "largestFetch_isAnswered_andOneMoreIsRefused"),
                Defect.of(
                        "more entities are taken than is said",
                        inner -> new Meddling(inner) {
                            @Override
                            public int maxEntities() {
                                return inner.maxEntities() - 1;
                            }
                        },
                        "largestFetch_isAnswered_andOneMoreIsRefused"),
                Defect.of(
                        "close leaves calls under way",
                        inner -> new Meddling(inner) {
                            @Override
                            public void close() {}
                        },
                        "close_endsTheCallsUnderWay",
                        "afterClose_callsAreRefused",
                        "fetch_returnsAtOnce_andEndsOnAnotherThread"),
                Defect.of(
                        "a closed transport is an unavailable server",
                        Meddling.failures(
                                failure -> failure.kind() == Kind.CLOSED ? as(failure, Kind.UNAVAILABLE) : failure),
                        "close_endsTheCallsUnderWay",
                        "afterClose_callsAreRefused",
                        "closeBeforeTheStart_isTheEnd"),
                Defect.of(
                        "calls end on the thread that closes",
                        CallDefects::endingHere,
                        "fetch_returnsAtOnce_andEndsOnAnotherThread"),
                Defect.of(
                        "each call has a thread", CallDefects::threadEach, "manyCallsAtOnce_areAllRight_onFewThreads"),
                Defect.of("a thread is left behind", CallDefects::leavingThreads, "close_leavesNoThread"),
                Defect.of(
                        "a warm-up that is cancelled ends the transport",
                        inner -> new Meddling(inner) {
                            @Override
                            public CompletableFuture<Void> warmUp() {
                                return new CompletableFuture<>() {
                                    @Override
                                    public boolean cancel(boolean mayInterrupt) {
                                        inner.close();
                                        return super.cancel(mayInterrupt);
                                    }
                                };
                            }
                        },
                        "warmUp_connects_andCancellingItChangesNothing",
                        "afterClose_callsAreRefused",
                        "fetchBeforeTheStart_isATypedFailure"),
                Defect.of(
                        "recovery is the end",
                        inner -> new Meddling(inner) {
                            @Override
                            public void recover() {
                                inner.close();
                            }
                        },
                        "recover_letsTheNextFetchStartAfresh"),
                Defect.of("a second start begins anew", CallDefects::restarting, "secondStart_changesNothing"),
                Defect.of("the name counts calls", CallDefects::counting, "nameAndAttributes_areFewAndSteady"),
                Defect.overSocket(
                        "replies may be larger than the limit",
                        Meddling.failures(failure -> failure.kind() == Kind.TOO_LARGE
                                        && failure.getMessage().contains("reply")
                                ? failure(Kind.OVERLOADED, "too much")
                                : failure),
                        "replyOverTheLimit_isTooLarge"),
                Defect.overSocket(
                        "the limit of requests is not named",
                        Meddling.failures(failure -> failure.kind() == Kind.TOO_LARGE
                                        && failure.getMessage().contains("the request")
                                ? failure(Kind.TOO_LARGE, "the request is too large")
                                : failure),
                        "requestOverTheLimit_isTooLarge_andIsNotSent"),
                Defect.overSocket(
                        "a server that dies is an internal failure",
                        Meddling.failures(failure -> failure.kind() == Kind.UNAVAILABLE
                                        && !failure.getMessage().contains("refused")
                                        && !failure.getMessage().contains("says that it cannot")
                                ? as(failure, Kind.INTERNAL)
                                : failure),
                        "serverThatDies_failsTheCallsUnderWay"),
                Defect.overSocket(
                        "the start connects", CallDefects::connecting, "serverThatIsDown_isNoReasonToRefuseTheStart"));
    }

    private static Meddling telling(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                EntityKey first = request.keys().get(0);
                return following(
                        inner.fetch(request, context),
                        rows -> rows,
                        failure -> new TransportException(
                                        failure.kind(), failure.code(), failure.getMessage() + " " + first, null)
                                .withRetryAfter(failure.retryAfter().orElse(Duration.ofSeconds(2))));
            }
        };
    }

    private static Meddling endingAll(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                return following(inner.fetch(request, context), rows -> rows, failure -> {
                    if (failure.kind() == Kind.TIMEOUT
                            && request.keys().get(0).text(0).equals("DFW")
                            && context.deadlineNanos() - System.nanoTime()
                                    > -Duration.ofHours(1).toNanos()) {
                        inner.close();
                    }
                    return failure;
                });
            }
        };
    }

    private static Meddling uncancelled(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                return inner.fetch(request, context).copy();
            }
        };
    }

    private static Meddling throwingHeaders(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                if (context.headers().values().stream().anyMatch(value -> value.endsWith("\n"))) {
                    throw new IllegalArgumentException("a line feed");
                }
                return inner.fetch(request, context);
            }
        };
    }

    private static Meddling binding(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                inner.bind(request.binding());
                return inner.fetch(request, context);
            }
        };
    }

    private static Meddling throwingEarly(FeatureTransport inner) {
        return new Meddling(inner) {
            private volatile boolean usable;

            @Override
            public void start(ClientRuntime runtime) {
                usable = true;
                inner.start(runtime);
            }

            @Override
            public void close() {
                usable = true;
                inner.close();
            }

            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                if (!usable) {
                    throw new IllegalStateException("not started");
                }
                return inner.fetch(request, context);
            }
        };
    }

    private static Meddling bindingLate(FeatureTransport inner) {
        return new Meddling(inner) {
            private volatile boolean started;

            @Override
            public void start(ClientRuntime runtime) {
                started = true;
                inner.start(runtime);
            }

            @Override
            public void bind(ViewBinding binding) {
                if (!started) {
                    throw new IllegalStateException("not started");
                }
                inner.bind(binding);
            }
        };
    }

    private static Meddling endingHere(FeatureTransport inner) {
        Set<CompletableFuture<List<FeatureRow>>> calls = ConcurrentHashMap.newKeySet();
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                CompletableFuture<List<FeatureRow>> call =
                        following(inner.fetch(request, context), rows -> rows, failure -> failure);
                calls.add(call);
                return call;
            }

            @Override
            public void close() {
                calls.forEach(call -> call.completeExceptionally(failure(Kind.CLOSED, "closed")));
                inner.close();
            }
        };
    }

    private static Meddling threadEach(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                CompletableFuture<List<FeatureRow>> call = inner.fetch(request, context);
                Thread thread =
                        new Thread(() -> call.exceptionally(failure -> null).join(), "waiting");
                thread.setDaemon(true);
                thread.start();
                return call;
            }
        };
    }

    private static Meddling leavingThreads(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public void start(ClientRuntime runtime) {
                Thread thread = new Thread(
                        () -> {
                            try {
                                LEFT.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "left");
                thread.setDaemon(true);
                thread.start();
                inner.start(runtime);
            }
        };
    }

    private static Meddling restarting(FeatureTransport inner) {
        AtomicInteger starts = new AtomicInteger();
        return new Meddling(inner) {
            @Override
            public void start(ClientRuntime runtime) {
                if (starts.incrementAndGet() > 1) {
                    inner.close();
                }
                inner.start(runtime);
            }
        };
    }

    private static Meddling counting(FeatureTransport inner) {
        AtomicInteger calls = new AtomicInteger();
        return new Meddling(inner) {
            @Override
            public String name() {
                return "target-" + calls;
            }

            @Override
            public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
                calls.incrementAndGet();
                return inner.fetch(request, context);
            }
        };
    }

    private static Meddling connecting(FeatureTransport inner) {
        return new Meddling(inner) {
            @Override
            public void start(ClientRuntime runtime) {
                int port = Integer.parseInt(inner.attributes().get("server.port"));
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    inner.start(runtime);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
