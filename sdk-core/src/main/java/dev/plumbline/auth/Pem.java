package dev.plumbline.auth;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys in PEM form. What is wrong is told without any octet of it. */
final class Pem {
    private static final byte[] PROBE = "plumbline".getBytes(StandardCharsets.US_ASCII);

    private Pem() {}

    /** Returns the certificates of a text, in order; what stands between them is no matter. */
    static List<X509Certificate> certificates(String what, byte[] pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : blocks(what, "CERTIFICATE", pem)) {
            try {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            } catch (GeneralSecurityException e) {
                throw new GeneralSecurityException(
                        what + ": certificate " + (certificates.size() + 1) + " cannot be read", e);
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException(what + " holds no certificate in PEM form");
        }
        return certificates;
    }

    /** Returns the private key that belongs to a certificate. */
    static PrivateKey key(String what, byte[] pem, X509Certificate owner) throws GeneralSecurityException {
        List<byte[]> keys = blocks(what, "PRIVATE KEY", pem);
        if (keys.size() != 1) {
            String text = new String(pem, StandardCharsets.ISO_8859_1);
            String other = text.contains(" PRIVATE KEY-----")
                    ? ": it is another form, or has a password: openssl pkcs8 -topk8 -nocrypt makes the right one of it"
                    : "";
            throw new GeneralSecurityException(what + " holds " + (keys.isEmpty() ? "no" : "more than one")
                    + " private key in PKCS 8 PEM form" + other);
        }
        PublicKey known = owner.getPublicKey();
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(known.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
        } catch (GeneralSecurityException e) {
            // Its cause may quote the key.
            throw new GeneralSecurityException(
                    what + " holds no private key for " + known.getAlgorithm() + ", which the certificate is for");
        }
        String algorithm = probeOf(known.getAlgorithm());
        if (algorithm != null && !belongs(algorithm, key, known)) {
            throw new GeneralSecurityException(what + " holds the key of another certificate");
        }
        return key;
    }

    private static @Nullable String probeOf(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> null;
        };
    }

    private static boolean belongs(String algorithm, PrivateKey key, PublicKey known) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(PROBE);
        byte[] signed = signer.sign();
        Signature checker = Signature.getInstance(algorithm);
        checker.initVerify(known);
        checker.update(PROBE);
        return checker.verify(signed);
    }

    private static List<byte[]> blocks(String what, String kind, byte[] pem) throws GeneralSecurityException {
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        Matcher matcher = Pattern.compile(begin + "([A-Za-z0-9+/=\\s]*)" + end)
                .matcher(new String(pem, StandardCharsets.ISO_8859_1));
        List<byte[]> blocks = new ArrayList<>();
        while (matcher.find()) {
            try {
                blocks.add(Base64.getMimeDecoder().decode(matcher.group(1)));
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException(what + ": block " + (blocks.size() + 1) + " is cut or damaged");
            }
        }
        return blocks;
    }
}
