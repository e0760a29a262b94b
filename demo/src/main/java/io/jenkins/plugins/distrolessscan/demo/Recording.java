package io.jenkins.plugins.distrolessscan.demo;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceReader;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What the real probe said of the contents of a sample root, written by probe/cmd/recordings; a test of the probe holds it
 * to that.
 *
 * @param evidence contents, archives, programs and owners, without entries
 */
record Recording(Evidence evidence) {
    private static final String MEMBER = "!/";

    static Recording load(String root) {
        String name = "roots/" + root + ".ndjson";
        try (InputStream in = Recording.class.getResourceAsStream(name)) {
            return new Recording(EvidenceReader.read(EvidenceWriter.compress(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's own file " + name, e);
        } catch (EvidenceReader.MalformedEvidenceException e) {
            throw new IllegalStateException("the demo's own file " + name, e);
        }
    }

    /** The file that a path of a record lies in: itself, or the archive or program around it. */
    static String file(String path) {
        int member = path.indexOf(MEMBER);
        return member < 0 ? path : path.substring(0, member);
    }
}
