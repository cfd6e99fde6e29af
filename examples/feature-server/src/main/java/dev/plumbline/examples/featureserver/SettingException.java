package dev.plumbline.examples.featureserver;

/** Says which setting is bad, what it holds and what it may hold. */
final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingException(String setting, String value, String remedy) {
        super(setting + "=" + value + ": " + remedy);
    }
}
