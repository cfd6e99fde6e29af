package dev.plumbline.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What files held at one moment: whom to trust and what to show. Immutable.
 *
 * @param octets what was read, to tell whether it changed
 * @param trust whom to trust, null for whom the JVM trusts
 * @param chain the client's certificates, its own first; empty for none
 * @param key its private key, null for none
 */
record TlsMaterial(
        List<byte[]> octets,
        @Nullable X509ExtendedTrustManager trust,
        List<X509Certificate> chain,
        @Nullable PrivateKey key) {
    /**
     * Where it comes from. Immutable.
     *
     * @param trustFile a file of trusted certificates, null for none
     * @param trustPem the same as a text, null for none
     * @param chainFile the client's certificates, null for none
     * @param keyFile its private key, null for none
     */
    record Source(
            @Nullable Path trustFile,
            @Nullable String trustPem,
            @Nullable Path chainFile,
            @Nullable Path keyFile) {
        /** Reads all that there is, unparsed. */
        List<byte[]> read() throws IOException {
            byte[] none = {};
            return List.of(
                    trustFile == null ? none : SmallFile.read(trustFile),
                    chainFile == null ? none : SmallFile.read(chainFile),
                    keyFile == null ? none : SmallFile.read(keyFile));
        }

        boolean hasFiles() {
            return trustFile != null || chainFile != null;
        }

        /** Makes something of what was read. */
        TlsMaterial parse(List<byte[]> octets) throws GeneralSecurityException {
            X509ExtendedTrustManager trust = null;
            if (trustFile != null) {
                trust = trusting(Pem.certificates("the file of trusted certificates " + trustFile, octets.get(0)));
            } else if (trustPem != null) {
                trust = trusting(Pem.certificates(
                        "the text of trusted certificates", trustPem.getBytes(StandardCharsets.ISO_8859_1)));
            }
            if (chainFile == null || keyFile == null) {
                return new TlsMaterial(octets, trust, List.of(), null);
            }
            List<X509Certificate> chain =
                    Pem.certificates("the file of the client certificate " + chainFile, octets.get(1));
            PrivateKey key = Pem.key("the file of the client key " + keyFile, octets.get(2), chain.get(0));
            return new TlsMaterial(octets, trust, chain, key);
        }

        private static X509ExtendedTrustManager trusting(List<X509Certificate> certificates)
                throws GeneralSecurityException {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            try {
                store.load(null, null);
            } catch (IOException e) {
                throw new GeneralSecurityException("no empty key store", e);
            }
            int count = 0;
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry("trusted-" + count++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new GeneralSecurityException("the JVM has no manager of X.509 trust");
        }
    }

    boolean isOf(List<byte[]> read) {
        return isEqual(octets, read);
    }

    static boolean isEqual(List<byte[]> some, List<byte[]> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.equals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns nothing of the key. */
    @Override
    public String toString() {
        return "certificates";
    }
}
