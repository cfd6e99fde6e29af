package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all requests for one view share. Immutable and thread-safe. */
final class FeastRequest {
    private static final int SERVICE_FIELD = 1;
    private static final int FEATURES_FIELD = 2;
    private static final int FULL_NAMES_FIELD = 4;

    private final List<String> joinKeys;
    private final int[] nameLengths;
    private final @Nullable FeatureType[] types;
    private final boolean[] context;
    private final byte[] prefix;

    FeastRequest(FeatureView view, FeastNames names, FeastTerms terms) {
        joinKeys = view.joinKeys();
        int size = joinKeys.size();
        nameLengths = new int[size];
        types = new FeatureType[size];
        context = new boolean[size];
        for (int i = 0; i < size; i++) {
            String key = joinKeys.get(i);
            FeatureType data = terms.requestData().get(key);
            nameLengths[i] = FeatureNames.utf8Length(key);
            context[i] = data != null;
            types[i] = data != null ? data : terms.keyTypes().get(key);
        }
        prefix = prefix(names, terms);
    }

    private static byte[] prefix(FeastNames names, FeastTerms terms) {
        String service = terms.featureService().orElse(null);
        boolean full = terms.fullFeatureNames() || names.collide();
        int listSize = 0;
        for (String reference : names.references()) {
            listSize += CodedOutputStream.computeStringSize(1, reference);
        }
        int size = service != null
                ? CodedOutputStream.computeStringSize(SERVICE_FIELD, service)
                : 1 + CodedOutputStream.computeUInt32SizeNoTag(listSize) + listSize;
        byte[] octets = new byte[size + (full ? 2 : 0)];
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        try {
            if (service != null) {
                out.writeString(SERVICE_FIELD, service);
            } else {
                out.writeTag(FEATURES_FIELD, WireReader.LENGTH);
                out.writeUInt32NoTag(listSize);
                for (String reference : names.references()) {
                    out.writeString(1, reference);
                }
            }
            if (full) {
                out.writeBool(FULL_NAMES_FIELD, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes what was measured", e);
        }
        return octets;
    }

    /**
     * Takes the columns out of keys.
     *
     * @throws IllegalArgumentException if a key does not have a value for each join key, or one cannot go as its type
     */
    FeastKeyColumn[] columns(List<EntityKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).size() != joinKeys.size()) {
                throw new IllegalArgumentException(
                        "key index " + i + " has " + keys.get(i).size() + " values for the join keys " + joinKeys);
            }
        }
        FeastKeyColumn[] columns = new FeastKeyColumn[joinKeys.size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = new FeastKeyColumn(Objects.requireNonNull(joinKeys.get(c)), nameLengths[c], types[c], keys, c);
        }
        return columns;
    }

    /**
     * Tells which keys can go in one request: those that have a value for each join key and of the type it goes as. Where no
     * type is declared, that is the kind which most of the keys have.
     */
    boolean[] fitting(List<EntityKey> keys) {
        boolean[] fits = new boolean[keys.size()];
        for (int i = 0; i < fits.length; i++) {
            fits[i] = keys.get(i).size() == joinKeys.size();
        }
        for (int c = 0; c < types.length; c++) {
            boolean numbers = FeastKeyColumn.areMostlyNumbers(keys, c);
            for (int i = 0; i < fits.length; i++) {
                if (fits[i]) {
                    Object value = keys.get(i).value(c);
                    FeatureType type = types[c];
                    fits[i] = type == null ? !numbers || value instanceof Long : FeastKeyColumn.takes(type, value);
                }
            }
        }
        return fits;
    }

    /** Tells whether a join key is an input of on-demand views, which servers expect in one of two places. */
    boolean isContext(int column) {
        return context[column];
    }

    byte[] prefix() {
        return prefix;
    }
}
