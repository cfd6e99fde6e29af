package dev.plumbline.verify;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** What slf4j finds in this module: keeps the warnings and errors of our own code and of
 * Xmemcached, and prints nothing. Thread-safe. */
public final class LogLines implements SLF4JServiceProvider {
    private static final Queue<String> WARNINGS = new ConcurrentLinkedQueue<>();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /** For slf4j. */
    public LogLines() {}

    /** The warnings and errors so far whose text has this in it. */
    static List<String> warnings(String part) {
        return WARNINGS.stream().filter(line -> line.contains(part)).toList();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Kept::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    /** A logger that keeps what it is given. */
    private static final class Kept extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        Kept(String name) {
            this.name = name;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
            WARNINGS.add(level + " " + name + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return Kept.class.getName();
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return name.startsWith("dev.plumbline.")
                    || name.startsWith("net.rubyeye.")
                    || name.startsWith("com.google.code.yanf4j.");
        }

        @Override
        public boolean isErrorEnabled() {
            return isWarnEnabled();
        }
    }
}
