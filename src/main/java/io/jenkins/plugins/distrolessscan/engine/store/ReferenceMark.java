package io.jenkins.plugins.distrolessscan.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says in the folder of a build's stored scans which of them later scans may be compared with, so that the search for a
 * reference looks at the names of files alone and loads no build. The file is called by the scope and holds the name of the
 * scan.
 */
public final class ReferenceMark {
    private static final String SUFFIX = ".passed";
    private static final Pattern SCOPE = Pattern.compile("[0-9a-f]{1,64}");
    private static final Pattern SCAN = Pattern.compile("[^\\p{C}/\\\\]{1,255}");
    private static final int MOST_BYTES = 1024;

    private ReferenceMark() {}

    /**
     * Marks a scan that was complete and met its gates; a later one of the same scope takes the place of an earlier one.
     *
     * @param folder of the build's stored scans
     * @param scope what later scans have to share, hexadecimal
     * @param scan the scan's name within its build
     */
    public static void write(Path folder, String scope, String scan) throws IOException {
        Path part = Files.createTempFile(folder, scope, ".part");
        Files.writeString(part, scan);
        Files.move(part, file(folder, scope), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The name of the scan that may be compared with; empty when there is none, or none that can be read. */
    public static Optional<String> read(Path folder, String scope) {
        if (!SCOPE.matcher(scope).matches()) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file(folder, scope))) {
            String scan = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return SCAN.matcher(scan).matches() ? Optional.of(scan) : Optional.empty();
        } catch (IOException e) {
            // An older build that has one is the better reference than none.
            return Optional.empty();
        }
    }

    private static Path file(Path folder, String scope) {
        return folder.resolve(scope + SUFFIX);
    }
}
