package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A format of others that is JSON: built as a tree, written as all JSON of this program is. */
abstract class JsonTree implements ReportFile {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode object(UnaryOperator<ObjectNode> members) {
        return members.apply(object());
    }

    /** The whole document. */
    abstract ObjectNode tree(ScanReport report);

    @Override
    public final void write(ScanReport report, OutputStream out) throws IOException {
        Json.prettyWriter().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, tree(report));
        out.write('\n');
    }

    /**
     * A part of the tree that is built when its turn to be written comes and forgotten then: of what there may be
     * hundreds of thousands.
     */
    static final class Late extends JsonSerializable.Base {
        private final Supplier<ObjectNode> part;

        Late(Supplier<ObjectNode> part) {
            this.part = part;
        }

        @Override
        public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
            part.get().serialize(out, provider);
        }

        @Override
        public void serializeWithType(JsonGenerator out, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(out, provider);
        }
    }
}
