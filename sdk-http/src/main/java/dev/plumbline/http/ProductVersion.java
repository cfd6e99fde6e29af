package dev.plumbline.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote down. */
final class ProductVersion {
    private ProductVersion() {}

    /** Returns what the client calls itself on the wire. */
    static String userAgent() {
        Properties properties = new Properties();
        try (InputStream in = ProductVersion.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return "plumbline/" + properties.getProperty("version", "unknown");
    }
}
