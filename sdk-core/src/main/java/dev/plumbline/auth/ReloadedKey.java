package dev.plumbline.auth;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the client's certificate of now to whoever asks for one. A handshake asks for name, chain and key one after the
 * other: each certificate has a name of its own, and the one before it is kept, so that it gets all three of one. Thread-safe.
 */
final class ReloadedKey extends X509ExtendedKeyManager {
    private record Shown(String keyType, List<X509Certificate> chain, PrivateKey key) {}

    private final Map<String, Shown> known = new ConcurrentHashMap<>();
    private final TlsSessions sessions;
    private volatile int last;

    ReloadedKey(TlsSessions sessions) {
        this.sessions = sessions;
    }

    /** Shows another one from now on. Called by one thread at a time. */
    void show(List<X509Certificate> chain, PrivateKey key) {
        int next = last + 1;
        known.put(name(next), new Shown(chain.get(0).getPublicKey().getAlgorithm(), List.copyOf(chain), key));
        last = next;
        known.remove(name(next - 2));
    }

    private static String name(int number) {
        return "plumbline-" + number;
    }

    private @Nullable String choose(String @Nullable [] keyTypes) {
        String name = name(last);
        Shown shown = known.get(name);
        if (shown == null || keyTypes == null) {
            return null;
        }
        for (String type : keyTypes) {
            // EC_EC and EC_RSA are keys of EC, signed by one or the other.
            String bare = type.startsWith("EC_") ? "EC" : type;
            if (bare.equalsIgnoreCase(shown.keyType())) {
                return name;
            }
        }
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        sessions.note(engine);
        return choose(keyTypes);
    }

    @Override
    public String @Nullable [] getClientAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        String name = choose(new String[] {String.valueOf(keyType)});
        return name == null ? null : new String[] {name};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        Shown shown = known.get(String.valueOf(alias));
        return shown == null ? null : shown.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        Shown shown = known.get(String.valueOf(alias));
        return shown == null ? null : shown.key();
    }

    @Override
    public String @Nullable [] getServerAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
