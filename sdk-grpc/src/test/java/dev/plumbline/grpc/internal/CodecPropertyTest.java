package dev.plumbline.grpc.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CodecPropertyTest {
    @Test
    void onlineFeatures_ofRandomReplies_areThoseOfGeneratedClasses() throws IOException {
        CodecCheck.rowsAreThoseOfGeneratedClasses(OnlineReply::new);
    }

    @Test
    void onlineFeatures_ofMutatedReplies_areRowsOrRefused() {
        CodecCheck.mutantsAreRowsOrRefused(OnlineReply::new);
    }

    @Test
    void graphFeatures_ofRandomReplies_areThoseOfGeneratedClasses() throws IOException {
        CodecCheck.rowsAreThoseOfGeneratedClasses(GraphReply::new);
    }

    @Test
    void graphFeatures_ofMutatedReplies_areRowsOrRefused() {
        CodecCheck.mutantsAreRowsOrRefused(GraphReply::new);
    }

    @Test
    void dataAccess_ofRandomReplies_areThoseOfGeneratedClasses() throws IOException {
        CodecCheck.rowsAreThoseOfGeneratedClasses(DataAccessReply::new);
    }

    @Test
    void dataAccess_ofMutatedReplies_areRowsOrRefused() {
        CodecCheck.mutantsAreRowsOrRefused(DataAccessReply::new);
    }

    private static final class OnlineReply implements CodecCheck.Case {
        private final ViewBinding binding;
        private final List<EntityKey> keys;
        private final byte[] reply;

        OnlineReply(long seed) {
            RandomReplies random = new RandomReplies(seed);
            FeatureView view = random.view();
            this.binding = ViewBinding.of(view);
            this.keys = random.keys();
            this.reply = random.reply(view, keys);
        }

        @Override
        public byte[] reply() {
            return reply;
        }

        @Override
        public List<FeatureRow> direct(byte[] octets, int length) throws IOException {
            return new OnlineFeaturesCodec(binding).fetch(keys).rows(octets, length, 7);
        }

        @Override
        public List<FeatureRow> reference(byte[] octets) throws InvalidProtocolBufferException {
            return ReferenceDecoder.rows(binding, keys, octets, 7);
        }
    }

    private static final class GraphReply implements CodecCheck.Case {
        private final ViewBinding binding;
        private final byte[] reply;

        GraphReply(long seed) {
            RandomReplies random = new RandomReplies(seed);
            FeatureView view = random.view();
            this.binding = ViewBinding.of(view);
            this.reply = random.graphReply(view);
        }

        @Override
        public byte[] reply() {
            return reply;
        }

        @Override
        public List<FeatureRow> direct(byte[] octets, int length) throws IOException {
            return List.of(new GraphFeaturesCodec(binding).row(octets, length, 7));
        }

        @Override
        public List<FeatureRow> reference(byte[] octets) throws InvalidProtocolBufferException {
            return List.of(ReferenceDecoder.graphRow(binding, octets, 7));
        }
    }

    private static final class DataAccessReply implements CodecCheck.Case {
        private final ViewBinding binding;
        private final byte[] reply;

        DataAccessReply(long seed) {
            RandomReplies random = new RandomReplies(seed);
            FeatureView view = random.view(RandomReplies.FLOAT_TYPES);
            this.binding = ViewBinding.of(view);
            this.reply = random.dataAccessReply(view);
        }

        @Override
        public byte[] reply() {
            return reply;
        }

        @Override
        public List<FeatureRow> direct(byte[] octets, int length) throws IOException {
            return List.of(new DataAccessCodec(binding).row(octets, length, 7));
        }

        @Override
        public List<FeatureRow> reference(byte[] octets) throws InvalidProtocolBufferException {
            return List.of(ReferenceDecoder.dataAccessRow(binding, octets, 7));
        }
    }
}
