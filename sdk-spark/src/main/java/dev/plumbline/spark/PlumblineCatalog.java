package dev.plumbline.spark;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The specs of a directory as SQL functions.
 *
 * <pre>{@code
 * spark.sql.catalog.plumb        dev.plumbline.spark.PlumblineCatalog
 * spark.sql.catalog.plumb.specs  s3://ml/specs
 *
 * SELECT *, plumb.specs.fraud_v3(struct(friend_count, avg_friend_age)) AS x FROM t
 * }</pre>
 *
 * <p>A function takes one struct with a column for each input that the spec uses, named as the input, and gives {@code
 * array<float>}, or {@code array<double>} for a spec of f64. {@code plumb.specs.f} fails at a row that the spec refuses,
 * {@code plumb.try_specs.f} gives null. If several files have specs of one name, {@code `f@3.1.0`} or {@code
 * `f@96ff2855ad6e`} chooses by version or fingerprint.
 *
 * <p>The directory is read once for each session, on the driver, at the catalog's first use; a file that is no sound
 * spec is refused then. Thread-safe.
 */
public final class PlumblineCatalog implements FunctionCatalog {
    /** The option that names the directory of spec files, with the ending .yaml, .yml or .json. */
    public static final String SPECS_OPTION = "specs";

    static final String SPECS = "specs";
    static final String TRY_SPECS = "try_specs";
    static final String APPLIED = "applied";

    private volatile String name = "";
    private volatile @Nullable SpecDirectory directory;

    /** Makes a catalog; Spark does, and then calls {@link #initialize}. */
    public PlumblineCatalog() {}

    /**
     * Reads the specs.
     *
     * @param catalog what the session calls this catalog
     * @param options {@value #SPECS_OPTION}: the directory, on any file system that Spark reads
     * @throws dev.plumbline.transform.SpecException if a file is no sound spec
     * @throws IllegalArgumentException if the directory cannot be read
     */
    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        name = catalog;
        String path = options.get(SPECS_OPTION);
        if (path != null) {
            directory = SpecDirectory.read(path, SparkContext.getOrCreate().hadoopConfiguration());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) throws NoSuchNamespaceException {
        if (badRows(namespace) == null) {
            throw new NoSuchNamespaceException(namespace);
        }
        return requireDirectory().specs().stream()
                .map(spec -> Identifier.of(namespace, spec.spec().name()))
                .distinct()
                .toArray(Identifier[]::new);
    }

    /**
     * Finds a spec.
     *
     * @param identifier {@code specs.name}, {@code try_specs.name}, or {@code name} alone, which is as in specs
     * @return the function, to be bound to a struct
     * @throws NoSuchFunctionException if there is no such spec
     * @throws IllegalArgumentException if the name stands for several specs, or the catalog has no directory
     */
    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        String[] namespace = identifier.namespace();
        if (namespace.length == 1 && namespace[0].equals(APPLIED)) {
            SpecFunction applied = AppliedSpecs.here().find(identifier.name());
            if (applied != null) {
                return applied;
            }
            throw new NoSuchFunctionException(identifier);
        }
        BadRows badRows = badRows(namespace);
        if (badRows == null) {
            throw new NoSuchFunctionException(identifier);
        }
        List<CarriedSpec> found = requireDirectory().named(identifier.name());
        if (found.isEmpty()) {
            throw new NoSuchFunctionException(identifier);
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("PLB-503 " + name + " has " + found.size() + " specs '"
                    + identifier.name() + "'; write one of "
                    + found.stream().map(spec -> "`" + spec.label() + "`").collect(Collectors.joining(", ")));
        }
        return new SpecFunction(found.get(0), badRows);
    }

    private static @Nullable BadRows badRows(String[] namespace) {
        if (namespace.length == 0) {
            return BadRows.FAIL;
        }
        if (namespace.length > 1) {
            return null;
        }
        return switch (namespace[0]) {
            case SPECS -> BadRows.FAIL;
            case TRY_SPECS -> BadRows.NULL;
            default -> null;
        };
    }

    private SpecDirectory requireDirectory() {
        SpecDirectory held = directory;
        if (held == null) {
            throw new IllegalArgumentException("PLB-503 the catalog '" + name + "' has no specs; set spark.sql.catalog."
                    + name + "." + SPECS_OPTION + " to a directory of spec files before its first use");
        }
        return held;
    }
}
