package io.jenkins.plugins.distrolessscan.engine.probe;

import com.fasterxml.jackson.core.JsonFactory;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;

/**
 * Reads evidence (docs/probe-protocol.md, "Evidence records"). A target can forge every byte of it, so everything is
 * bounded and nothing is believed: what is larger, deeper, longer or otherwise than the protocol allows is refused as a
 * whole. Records whose path leaves the root are left out and counted as the limit
 * {@link Evidence.Limit#REFUSED}.
 */
public final class EvidenceReader {
    static final long LARGEST = 64L * 1024 * 1024;
    static final int MOST_RECORDS = 600_000;
    /** A file of 4 MiB whose every byte is escaped, and its other members. */
    static final int LONGEST_LINE = 9 * 1024 * 1024;

    private EvidenceReader() {}

    /** The evidence is not what the protocol says. The message is a sentence and quotes nothing of it. */
    public static final class MalformedEvidenceException extends ScanException {
        private static final long serialVersionUID = 1;

        MalformedEvidenceException(String message) {
            super(Kind.UNSUPPORTED, message);
        }
    }

    /**
     * Reads it whole, or not at all.
     *
     * @param gzip the opened frame
     */
    public static Evidence read(byte[] gzip) throws MalformedEvidenceException {
        try (StrictGzip inflated = new StrictGzip(gzip, LARGEST)) {
            RecordLines lines = new RecordLines(inflated, LONGEST_LINE);
            JsonFactory json = JsonRecord.factory(LONGEST_LINE);
            EvidenceBuilder evidence = new EvidenceBuilder();
            for (int records = 0; lines.next(); records++) {
                if (records == MOST_RECORDS) {
                    throw new IOException("The evidence has more than " + MOST_RECORDS + " records.");
                }
                evidence.add(JsonRecord.parse(json, lines));
            }
            return evidence.build();
        } catch (IOException e) {
            // The cause is left out: a parser's message quotes what the target wrote.
            throw new MalformedEvidenceException(e.getMessage());
        }
    }
}
