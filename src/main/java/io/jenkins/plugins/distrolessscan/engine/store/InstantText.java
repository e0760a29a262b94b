package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Reads a time: ISO 8601 text of the years 1 to 9999. Others are times that no calendar of a report can print, and
 * nothing that was ever measured.
 */
final class InstantText extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    InstantText() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        String text = parser.getText();
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(FIRST) && time.isBefore(AFTER_LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // The same answer as to a time out of range.
        }
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "a time of the years 1 to 9999 is wanted");
    }
}
