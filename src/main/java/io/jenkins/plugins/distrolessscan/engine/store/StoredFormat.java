package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;

/** The version of a stored report or of stored facts, which its first member says: read before anything else is. */
public final class StoredFormat {
    private StoredFormat() {}

    /**
     * The version; empty when the document does not begin with one. The stream is closed.
     *
     * @throws IOException when it cannot be read, or is no JSON
     */
    public static OptionalInt of(InputStream in) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(in)) {
            boolean first = json.nextToken() == JsonToken.START_OBJECT
                    && "format".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.VALUE_NUMBER_INT;
            return first ? OptionalInt.of(json.getIntValue()) : OptionalInt.empty();
        }
    }
}
