package dev.plumbline.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"plumbline " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
