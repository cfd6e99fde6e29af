package dev.plumbline.http;

import java.lang.reflect.Method;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Ends a client of the JDK. Up to JDK 20 there is no way to: its thread and its idle connections end when the garbage
 * collector finds that nobody holds the client, which is why nothing here keeps one. From JDK 21 on it can be told.
 */
final class ClientEnd {
    private static final @Nullable Method ORDERLY = find("shutdown");
    private static final @Nullable Method AT_ONCE = find("shutdownNow");

    private ClientEnd() {}

    /** Lets the calls under way end. */
    static void let(HttpClient client) {
        call(ORDERLY, client);
    }

    /** Ends the calls under way as well. */
    static void now(HttpClient client) {
        call(AT_ONCE, client);
    }

    private static @Nullable Method find(String name) {
        try {
            return HttpClient.class.getMethod(name);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static void call(@Nullable Method method, HttpClient client) {
        if (method == null) {
            return;
        }
        try {
            method.invoke(client);
        } catch (ReflectiveOperationException e) {
            // Left to the garbage collector, as on older JDKs.
        }
    }
}
