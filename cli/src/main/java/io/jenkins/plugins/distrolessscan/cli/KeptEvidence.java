package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.store.FactsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The opened evidence of a scan in a file, to be judged again by newer rules without the cluster. It says in plain what a
 * container holds, so it is readable for its owner alone, and is no file of a report.
 */
final class KeptEvidence {
    private final Path file;

    private KeptEvidence(Path file) {
        this.file = file;
    }

    /**
     * The file to write, known to be writable.
     *
     * @param report the folder of the report, which others may read
     * @throws ScanException CONFIGURATION for a place that cannot be written, or that a build would publish
     */
    static KeptEvidence prepare(Path file, Optional<Path> report) throws ScanException {
        Path place = absolute(file);
        if (report.isPresent() && place.startsWith(absolute(report.get()))) {
            throw wrong("--keep-evidence must not lie in the folder of the report, which others may read.");
        }
        String workspace = System.getenv("WORKSPACE");
        if (workspace != null && !workspace.isBlank() && place.startsWith(absolute(Path.of(workspace)))) {
            throw wrong("--keep-evidence must not lie in a build's workspace; name a folder that only you can read.");
        }
        KeptEvidence kept = new KeptEvidence(place);
        kept.write(new byte[0], false);
        return kept;
    }

    void write(CollectedScan facts) throws ScanException {
        write(FactsFile.write(facts), true);
    }

    /** Beside its place first, so that there is never half of one, and that a trial leaves an earlier one alone. */
    private void write(byte[] bytes, boolean inItsPlace) throws ScanException {
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(
                            part,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(bytes);
            }
            if (inItsPlace) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw wrong("The file of --keep-evidence cannot be written, " + FileTrouble.words(e) + ": " + file + ".");
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // What went wrong before is what has to be said.
        }
    }

    /** @throws ScanException CONFIGURATION for a file that is none of an earlier scan */
    static CollectedScan read(Path file) throws ScanException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(FactsFile.LARGEST + 1);
        } catch (IOException e) {
            throw wrong("The kept evidence cannot be read, "
                    + (Files.isDirectory(file) ? "it is a folder" : FileTrouble.words(e)) + ": " + file + ".");
        }
        try {
            return FactsFile.read(bytes);
        } catch (ScanException e) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    e.getMessage() + " Give the file that scan --keep-evidence FILE has written.",
                    e);
        }
    }

    private static Path absolute(Path path) {
        Path place = path.toAbsolutePath().normalize();
        try {
            Path folder = place.getParent();
            return folder == null ? place : folder.toRealPath().resolve(place.getFileName());
        } catch (IOException e) {
            return place;
        }
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
