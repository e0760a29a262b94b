package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.difference.Indexer;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFile;
import io.jenkins.plugins.distrolessscan.engine.report.ReportFiles;
import io.jenkins.plugins.distrolessscan.engine.store.IndexFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The folder of a report: known to be writable before anything is attached, so that no result is lost at the end, and of
 * one scan alone until it is closed, so that its files belong together. Others may be able to write into it: no link in it
 * is followed.
 */
final class OutputFolder implements AutoCloseable {
    /** One block: enough to notice a full disk before anything is attached. */
    /** Where the documents of single subjects lie. */
    private static final String DOCUMENTS = "sbom";

    private static final int TRIAL_BYTES = 4096;

    private static final String LOCK = ".distroless-scan.lock";

    private final Path folder;
    private final FileChannel lock;

    private OutputFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static OutputFolder prepare(Path folder) throws ScanException {
        if (folder.toString().isEmpty()) {
            throw wrong("The folder of --output has no name; is a variable empty? Nothing was scanned.");
        }
        try {
            Files.createDirectories(folder);
            Path trial = Files.createTempFile(folder, ".distroless-scan", ".tmp");
            try {
                Files.write(trial, new byte[TRIAL_BYTES]);
            } finally {
                Files.delete(trial);
            }
            for (ReportFile file : ReportFiles.all()) {
                if (Files.isDirectory(folder.resolve(file.name()), LinkOption.NOFOLLOW_LINKS)) {
                    throw new DirectoryNotEmptyException(file.name());
                }
            }
            return new OutputFolder(folder, locked(folder));
        } catch (IOException e) {
            throw wrong("The folder of --output cannot be written, " + FileTrouble.words(e) + ": " + folder
                    + ". Nothing was scanned.");
        }
    }

    private static FileChannel locked(Path folder) throws IOException, ScanException {
        FileChannel channel = FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw wrong("Another scan writes its report to this folder; give each its own: " + folder
                    + ". Nothing was scanned.");
        }
        return channel;
    }

    /** Writes every file beside its place first, so that a reader never sees half of one, or half of a report for long. */
    void write(ScanReport report) throws ScanException {
        Map<Path, Path> parts = new LinkedHashMap<>();
        Path place = folder;
        try {
            place = folder.resolve(IndexFile.NAME);
            Path index = folder.resolve("." + IndexFile.NAME + "." + UUID.randomUUID() + ".part");
            parts.put(index, place);
            Files.write(
                    index,
                    IndexFile.write(Indexer.of(report)),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            if (Files.isSymbolicLink(folder.resolve(DOCUMENTS))) {
                // A link is replaced and not followed, as every file is.
                Files.delete(folder.resolve(DOCUMENTS));
            }
            for (ReportFile file : ReportFiles.of(report)) {
                place = folder.resolve(file.name());
                Files.createDirectories(place.getParent());
                // Not a temporary file of the JDK, which nobody but its owner could read; a name that nobody can guess.
                Path part = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".part");
                parts.put(part, place);
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(
                        part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                    file.write(report, out);
                }
            }
            discardDocuments();
            for (Map.Entry<Path, Path> part : parts.entrySet()) {
                place = part.getValue();
                Files.move(part.getKey(), place, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw wrong("The report cannot be written, " + FileTrouble.words(e) + ": " + place + ".");
        } finally {
            parts.keySet().forEach(OutputFolder::discard);
        }
    }

    /** Those of an earlier scan: their subjects may not be there any more. */
    private void discardDocuments() throws IOException {
        Path documents = folder.resolve(DOCUMENTS);
        if (Files.isDirectory(documents, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> old = Files.newDirectoryStream(documents, "*.cdx.json")) {
                for (Path document : old) {
                    Files.delete(document);
                }
            }
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // Half a file that nobody asked for stays; what went wrong before is what has to be said.
        }
    }

    @Override
    public void close() {
        // In this order: who comes between finds the lock taken.
        discard(folder.resolve(LOCK));
        try {
            lock.close();
        } catch (IOException e) {
            // It ends with the program.
        }
    }

    private static ScanException wrong(String text) {
        return new ScanException(ScanException.Kind.CONFIGURATION, text);
    }
}
