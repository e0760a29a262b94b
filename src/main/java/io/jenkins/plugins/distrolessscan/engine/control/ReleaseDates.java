package io.jenkins.plugins.distrolessscan.engine.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Until when distributions look after their releases: a small dated file with its source, which an administrator may replace. */
public final class ReleaseDates {
    /** The file's name in a folder of vulnerability data. */
    public static final String NAME = "release-dates.json";

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_RELEASES = 10_000;
    private static final ReleaseDates BUILT_IN = load();

    private final LocalDate date;
    private final Set<String> rolling = new HashSet<>();
    private final Map<String, LocalDate> ends = new HashMap<>();

    private ReleaseDates(JsonNode root) throws IOException {
        date = day(root.path("date"));
        if (root.path("source").asText("").isBlank()) {
            throw new IOException("it names no source");
        }
        root.path("rolling").forEach(id -> rolling.add(id.asText()));
        for (Map.Entry<String, JsonNode> distribution : root.path("releases").properties()) {
            for (Map.Entry<String, JsonNode> release : distribution.getValue().properties()) {
                ends.put(key(distribution.getKey(), release.getKey()), day(release.getValue()));
            }
        }
        if (ends.isEmpty() || ends.size() > MOST_RELEASES) {
            throw new IOException("it names no release, or more than " + MOST_RELEASES);
        }
    }

    /** What comes with the program. */
    public static ReleaseDates builtIn() {
        return BUILT_IN;
    }

    /**
     * Those of an administrator's file in a folder of data; without one what comes with the program.
     *
     * @throws ScanException CONFIGURATION when the file cannot be understood
     */
    public static ReleaseDates in(Path folder) throws ScanException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return BUILT_IN;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (IOException e) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "The dates of releases in " + file
                            + " cannot be read: write them as docs/controls.md says, or remove" + " the file. ("
                            + PlainText.bounded(String.valueOf(e.getMessage()), 300, c -> " ") + ")",
                    e);
        }
    }

    private static ReleaseDates load() {
        try (InputStream in = ReleaseDates.class.getResourceAsStream(NAME)) {
            return read(in);
        } catch (IOException e) {
            throw new IllegalStateException(NAME + " of the program is damaged", e);
        }
    }

    private static ReleaseDates read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is above 1 MiB");
        }
        return new ReleaseDates(new ObjectMapper(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(10)
                                .build())
                        .build())
                .readTree(bytes));
    }

    private static LocalDate day(JsonNode node) throws IOException {
        try {
            return LocalDate.parse(node.asText(""));
        } catch (DateTimeException e) {
            throw new IOException("a date is written as 2028-06-30", e);
        }
    }

    /** Of which day the file is. */
    LocalDate date() {
        return date;
    }

    /** Whether a distribution has no releases that end. */
    boolean isRolling(String id) {
        return rolling.contains(id);
    }

    /** The last day of a release: of 3.19.1, then 3.19, then 3; empty when none of them is known. */
    Optional<LocalDate> end(String id, String version) {
        for (String release = version; !release.isEmpty(); release = shorter(release)) {
            LocalDate end = ends.get(key(id, release));
            if (end != null) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    private static String shorter(String version) {
        return version.substring(0, Math.max(0, version.lastIndexOf('.')));
    }

    private static String key(String id, String version) {
        return id + " " + version;
    }
}
